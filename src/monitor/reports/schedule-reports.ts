/** Asks for the reports whose period closed: those of the configuration, and the monthly summary of each agency. */
import { distinctAddresses } from '../../core/address.ts';
import { dayOf, momentOf } from '../../core/duty/days.ts';
import { alarmAddresses } from '../../core/people/contact.ts';
import type { AskedReport } from '../../core/reports/asked-report.ts';
import { latestClosed, latestWindow, type Preset, type ReportSpan } from '../../core/reports/spans.ts';
import { getMeta, setMeta } from '../../store/records/meta.ts';
import { insertReport, takenSlots } from '../../store/records/reports.ts';
import { watchedAgencies } from '../../store/registry/agencies.ts';
import { listSites } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { scopeNamed } from './write-period-report.ts';

type Parts = Pick<OperatorParts, 'config' | 'db' | 'clock' | 'calendar' | 'log'>;

const minuteMs = 60_000;

export async function scheduleDueReports(parts: Parts): Promise<void> {
  const { db } = parts;
  const now = parts.clock();
  const since = await getMeta(db, 'reportsSince');
  // Periods that were over when the monitor first ran are not reported.
  if (since === null) return setMeta(db, 'reportsSince', now);
  const due = [...(await configured(parts, now, since)), ...(await summaries(parts, now, since))];
  const bySlot = Map.groupBy(due, slotOf);
  const taken = await takenSlots(db, [...bySlot.keys()]);
  const missing = [...bySlot].filter(([slot]) => !taken.has(slot));
  if (missing.length === 0) return;
  const addresses = await agencyAddresses(parts);
  for (const [slot, all] of missing) {
    const [first] = all;
    if (first === undefined) continue;
    const own = first.isSummary && first.agencyId !== null ? (addresses.get(first.agencyId) ?? []) : [];
    const to = distinctAddresses([...all.flatMap((one) => one.to), ...own]);
    const asked = { ...first, to };
    await write(db, (trx) => insertReport(trx, { slot, asked, askedBy: 'system', at: now }));
  }
}

/** Whoever gets the alarms of an agency's portals. */
async function agencyAddresses({ db }: Parts): Promise<ReadonlyMap<number, readonly string[]>> {
  const sites = (await listSites(db)).filter(({ status }) => status !== 'removed');
  const byAgency = Map.groupBy(sites, ({ agencyId }) => agencyId ?? 0);
  return new Map([...byAgency].map(([id, own]) => [id, distinctAddresses(own.flatMap(alarmAddresses))]));
}

/** Equal for what is made once, also after a restart or a changed list of recipients. */
function slotOf({ span, agencyId, tagKey, language, attach, isSummary }: AskedReport): string {
  const scope = agencyId === null ? (tagKey === null ? 'all' : `tag ${tagKey}`) : `agency ${agencyId}`;
  return [isSummary ? 'summary' : 'report', span.preset, span.to, scope, language, attach].join(' · ');
}

async function configured(parts: Parts, now: number, since: number): Promise<AskedReport[]> {
  const due: AskedReport[] = [];
  for (const { preset, to, agency = null, tag = null, language, attach } of parts.config.reports.scheduled) {
    const span = spanDue(parts, preset, now, since);
    if (span === null) continue;
    try {
      const scope = await scopeNamed(parts, agency, tag);
      due.push({ span, ...scope, scopeName: agency ?? tag, language, to, attach, isSummary: false });
    } catch (error) {
      parts.log.warn({ err: error, preset }, 'a scheduled report names what is not there');
    }
  }
  return due;
}

async function summaries(parts: Parts, now: number, since: number): Promise<AskedReport[]> {
  const { config, db } = parts;
  const span = config.reports.agencySummaries ? spanDue(parts, 'month', now, since) : null;
  if (span === null) return [];
  const fallback = config.mail.languages[0] ?? 'vi';
  return (await watchedAgencies(db)).map(({ id, name, language }) => ({
    span,
    agencyId: id,
    tagKey: null,
    scopeName: name,
    language: language ?? fallback,
    to: [],
    attach: 'pdf',
    isSummary: true,
  }));
}

/** The newest period of which the report is due; null: it was due before the monitor ran, or is not yet. */
function spanDue(
  { config, calendar }: Parts,
  preset: Preset | 'window',
  now: number,
  since: number,
): ReportSpan | null {
  const { schedule, reports } = config;
  const { timezone } = schedule;
  const span =
    preset === 'window' ? latestWindow(calendar(now), now) : latestClosed(preset, now, reports.closingDays, timezone);
  if (span === null || span.to <= since) return null;
  const [hours = 0, minutes = 0] = reports.at.split(':').map(Number);
  return now >= momentOf(dayOf(span.to, timezone), (hours * 60 + minutes) * minuteMs, timezone) ? span : null;
}
