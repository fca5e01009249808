/** The choice of look interval. */
import type { SignedInVisit } from '../gate/route.ts';
import { Choice } from './form.tsx';
import { span } from './wording.ts';

const minute = 60_000;
const intervals: readonly number[] = [1, 2, 5, 10, 15, 30, 60, 180, 360, 720, 1_440].map((minutes) => minutes * minute);

/** @param everyMs null: the configured default */
export const IntervalChoice = ({ visit, everyMs }: { visit: SignedInVisit; everyMs: number | null }) => {
  const { texts, web } = visit;
  // An interval set on the command line stays selectable.
  const offered = [...new Set([...intervals, ...(everyMs === null ? [] : [everyMs])])].sort((a, b) => a - b);
  return (
    <Choice
      name="every"
      label={texts.interval}
      value={String(everyMs ?? '')}
      choices={[
        ['', texts.intervalDefault(span(visit, web.parts.config.schedule.every))],
        ...offered.map((ms) => [String(ms), span(visit, ms)] as const),
      ]}
    />
  );
};

/** The submitted interval; null for the configured one, and for anything not offered. */
export function intervalOf(visit: SignedInVisit): number | null {
  const ms = Number(visit.form.get('every') ?? '');
  return intervals.includes(ms) ? ms : null;
}
