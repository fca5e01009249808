/** Reminds of incidents that must still be reported; each reminder is recorded in one transaction with its notice. */
import { distinctAddresses } from '../../core/address.ts';
import { mustBeReported, reportDeadline, stageDue } from '../../core/forms/deadline.ts';
import type { FormTemplates } from '../../core/forms/form-template.ts';
import { judgesOf, stagesSent } from '../../store/forms/report-facts.ts';
import { type Reporting, unreported } from '../../store/forms/reporting.ts';
import type { Trx } from '../../store/handle.ts';
import { getSite } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import { dutyShiftOf } from '../duty/duty-shift.ts';
import type { NoticeParts } from '../notices/enqueue.ts';
import { notify } from '../notices/notify.ts';
import type { OperatorParts } from '../parts.ts';

type Parts = NoticeParts & Pick<OperatorParts, 'db' | 'clock'>;

/** Far longer than any deadline. */
export const reportedForMs = 90 * 86_400_000;
const everywhere = { agencyId: null };

export async function remindOfReports(parts: Parts, forms: FormTemplates): Promise<void> {
  const { deadlineDays } = forms.initial;
  const now = parts.clock();
  for (const incident of await unreported(parts.db, everywhere, { since: now - reportedForMs })) {
    if (!(await isDue(parts.db))) continue;
    await write(parts.db, async (trx) => {
      // Somebody may have recorded the report meanwhile.
      if (await isDue(trx)) await remind(trx, parts, incident, deadlineDays, now);
    });

    async function isDue(db: Trx | Parts['db']): Promise<boolean> {
      const [fresh] = await unreported(db, everywhere, { since: 0, incidentNumber: incident.number });
      return fresh !== undefined && (await nextStage(db, parts, fresh, deadlineDays, now)) !== null;
    }
  }
}

function deadlineOf({ config }: Pick<Parts, 'config'>, incident: Reporting, days: number | null) {
  if (days === null && incident.beyondMeansAt === null) return null;
  return reportDeadline(incident.detectedAt, incident.beyondMeansAt, days ?? 0, config.schedule.timezone);
}

async function nextStage(db: Trx | Parts['db'], parts: Parts, incident: Reporting, days: number | null, now: number) {
  const deadline = mustBeReported(incident) ? deadlineOf(parts, incident, days) : null;
  if (deadline === null) return null;
  const stage = stageDue(deadline, await stagesSent(db, incident.number), now);
  return stage && { stage, dueAt: deadline.dueAt };
}

async function remind(trx: Trx, parts: Parts, incident: Reporting, days: number | null, now: number): Promise<void> {
  const due = await nextStage(trx, parts, incident, days, now);
  const site = await getSite(trx, incident.siteId);
  if (due === null || !site) return;
  const { operators } = parts.config.mail;
  const officer = dutyShiftOf(parts.config, now)?.officer?.email ?? null;
  const recipients = distinctAddresses([
    ...(officer === null ? operators : [officer]),
    ...(await judgesOf(trx, site.agencyId)),
  ]);
  const facts = { site, incidentNumber: incident.number, openedAt: incident.detectedAt, kinds: incident.kinds, ...due };
  // Only the first reminder may wait for the morning.
  const leaves = due.stage === '48h' ? {} : { notBefore: now };
  await notify(trx, parts, 'report-due', facts, { at: now, site, recipients, ...leaves });
}
