/** The list of portals as a file: for a spreadsheet, a hand-over, or import into another Vọng Gác. */
import { spreadsheet, workbook } from '../../../monitor/sites/spreadsheet.ts';
import { writeSiteList } from '../../../monitor/sites/write-site-list.ts';
import { readRegistered } from '../../../store/reads/registered.ts';
import { listAgencies } from '../../../store/registry/agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { spreadsheetAnswer, workbookAnswer } from '../../views/spreadsheet.ts';

export async function exportSites(visit: SignedInVisit): Promise<Response> {
  const { db } = visit.web.parts;
  const sites = await readRegistered(db, visit.scope);
  const languages = new Map((await listAgencies(db)).map(({ id, language }) => [id, language]));
  const rows = writeSiteList(sites, languages, visit.language);
  if (visit.url.searchParams.get('as') === 'xlsx') return workbookAnswer(visit, 'portals', await workbook(rows));
  return spreadsheetAnswer(visit, 'portals', spreadsheet(rows));
}
