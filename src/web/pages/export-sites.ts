/** The list of portals as a file: for a spreadsheet, a hand-over, or another Vọng Gác to take in. */
import { writeSiteList } from '../../monitor/write-site-list.ts';
import { listAgencies } from '../../store/agencies.ts';
import { readRegistered } from '../../store/reads/registered.ts';
import type { SignedInVisit } from '../gate/route.ts';
import { spreadsheetAnswer } from '../views/spreadsheet.ts';

export async function exportSites(visit: SignedInVisit): Promise<Response> {
  const { db } = visit.web.parts;
  const sites = await readRegistered(db, visit.scope);
  const languages = new Map((await listAgencies(db)).map(({ id, language }) => [id, language]));
  return spreadsheetAnswer(visit, 'portals', writeSiteList(sites, languages, visit.language));
}
