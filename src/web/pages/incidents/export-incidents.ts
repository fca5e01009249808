/** The filtered incidents as a file for a spreadsheet. */
import { localMs } from '../../../core/duty/days.ts';
import { incidentStatusWords, kindWords } from '../../../core/terms.ts';
import { spreadsheet } from '../../../monitor/sites/spreadsheet.ts';
import { type ListedIncident, readIncidents } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { spreadsheetAnswer } from '../../views/spreadsheet.ts';
import { registeredAddress, render } from '../../views/wording.ts';
import { filterOf } from './incidents.tsx';

/** More than anybody reads in a spreadsheet, and still little memory. */
const mostRows = 20_000;

interface Column {
  readonly title: (texts: Texts) => string;
  readonly cell: (visit: SignedInVisit, incident: ListedIncident) => string;
}

const columns: readonly Column[] = [
  { title: (texts) => texts.exportNumber, cell: (_, { number }) => String(number) },
  { title: (texts) => texts.columnSite, cell: (_, { siteName }) => siteName },
  { title: (texts) => texts.exportAddress, cell: (_, { siteUrl }) => registeredAddress(siteUrl) },
  { title: (texts) => texts.siteAgency, cell: (_, { agency }) => agency ?? '' },
  {
    title: (texts) => texts.incidentsKind,
    cell: (visit, { kinds }) => kinds.map((kind) => render(visit, kindWords[kind])).join(', '),
  },
  { title: (texts) => texts.columnState, cell: (visit, { status }) => render(visit, incidentStatusWords[status]) },
  { title: (texts) => texts.exportOpened, cell: (visit, { openedAt }) => localTime(visit, openedAt) },
  {
    title: (texts) => texts.exportAcknowledged,
    cell: (visit, { acknowledgement }) => localTime(visit, acknowledgement?.at ?? null),
  },
  { title: (texts) => texts.exportEnded, cell: (visit, { endedAt }) => localTime(visit, endedAt) },
  { title: (texts) => texts.incidentAssignee, cell: (_, { assigneeName }) => assigneeName ?? '' },
  {
    title: (texts) => texts.exportCampaign,
    cell: (_, { campaignNumber }) => (campaignNumber === null ? '' : String(campaignNumber)),
  },
];

/** In sortable form: `2026-11-21 21:38`. */
function localTime({ web }: SignedInVisit, at: number | null): string {
  if (at === null) return '';
  const local = localMs(at, web.parts.config.schedule.timezone);
  return new Date(local).toISOString().slice(0, 16).replace('T', ' ');
}

export async function exportIncidents(visit: SignedInVisit): Promise<Response> {
  const filter = { ...filterOf(visit, 1), limit: mostRows };
  const { incidents } = await readIncidents(visit.web.parts.db, visit.scope, filter);
  const rows = incidents.map((incident) => columns.map(({ cell }) => cell(visit, incident)));
  return spreadsheetAnswer(visit, 'incidents', spreadsheet([columns.map(({ title }) => title(visit.texts)), ...rows]));
}
