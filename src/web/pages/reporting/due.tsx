/** Until when an incident must be reported: on its page, on the board and on the duty page. */
import { mustBeReported, reportDeadline } from '../../../core/forms/deadline.ts';
import { plainText } from '../../../core/text.ts';
import { type Reporting, unreported } from '../../../store/forms/reporting.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Sheet } from '../../views/layout.tsx';
import { moment, roundedAge, span } from '../../views/wording.ts';

/** As long as reminders could still matter to somebody. */
const shownForMs = 90 * 86_400_000;
const mostShown = 20;

/** What is to be said of a deadline, and how urgent it is. */
export interface Due {
  readonly text: string;
  readonly left: string | null;
  readonly tone: 'alarm' | 'suspect' | 'unknown';
}

const soonMs = 48 * 3_600_000;

/** Null where no rule sets a day. */
export function dueOf(visit: SignedInVisit, detectedAt: number, beyondMeansAt: number | null): Due | null {
  const { texts, now } = visit;
  const { forms, parts } = visit.web;
  if (beyondMeansAt !== null) return { text: texts.reportingAtOnce, left: null, tone: 'alarm' };
  const days = forms.initial.deadlineDays;
  if (days === null) return null;
  const { dueAt } = reportDeadline(detectedAt, null, days, parts.config.schedule.timezone);
  const text = texts.reportingDue(lastDay(visit, dueAt));
  const between = span(visit, roundedAge(Math.abs(dueAt - now)));
  if (now >= dueAt) return { text, left: texts.reportingOverdue(between), tone: 'alarm' };
  return { text, left: texts.reportingLeft(between), tone: dueAt - now <= soonMs ? 'suspect' : 'unknown' };
}

/** The deadline is midnight, which people count to the next day. */
function lastDay(visit: SignedInVisit, dueAt: number): string {
  const { timezone } = visit.web.parts.config.schedule;
  const day = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
  return new Intl.DateTimeFormat('en-GB', { timeZone: timezone, ...day }).format(dueAt - 1);
}

/** Incidents in scope that must still be reported. */
export async function readWaitingReports(visit: SignedInVisit): Promise<Reporting[]> {
  const all = await unreported(visit.web.parts.db, visit.scope, { since: visit.now - shownForMs });
  return all.filter(mustBeReported);
}

interface Props {
  readonly visit: SignedInVisit;
  readonly waiting: readonly Reporting[];
}

export const WaitingReports = ({ visit, waiting }: Props) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.reportingWaiting} id="waiting-reports" class="waiting-reports">
      {waiting.length === 0 && <p class="empty">{texts.reportingNothingWaiting}</p>}
      <ul class="queue">
        {waiting.slice(0, mostShown).map((one) => {
          const due = dueOf(visit, one.detectedAt, one.beyondMeansAt);
          return (
            <li class={due?.tone === 'alarm' ? 'edge-alarm' : 'edge-suspect'}>
              <a id={`waiting-report-${one.number}`} href={`/incidents/${one.number}#reporting`}>
                {plainText(one.siteName, 120)}
              </a>
              <p>{due?.text}</p>
              <p class="meta">
                <span>
                  {texts.incidentShort(one.number)} · {moment(visit, one.detectedAt)}
                </span>
                {due?.left && <span class="due-left">{due.left}</span>}
              </p>
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
};
