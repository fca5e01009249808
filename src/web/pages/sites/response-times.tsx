/** Response times of a page over the displayed period. */
import { dayOf, localMs } from '../../../core/duty/days.ts';
import type { Cell } from '../../../core/history/coverage.ts';
import { hourMs, hourOf } from '../../../core/history/look-hour.ts';
import { mergeSketches, quantile, type Sketch } from '../../../core/history/sketch.ts';
import { readWatchedSince } from '../../../store/reads/looks.ts';
import { readResponses } from '../../../store/reads/overview.ts';
import type { TargetRow } from '../../../store/schema/schema.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { shortDay } from '../../views/charts/dates.ts';
import { Chart, ChartLegend, MissingPattern } from '../../views/charts/figure.tsx';
import { Lines, linesAxis, linesSize, type Point } from '../../views/charts/lines.tsx';
import { Sheet } from '../../views/layout.tsx';
import { moment, registeredAddress, scoreText } from '../../views/wording.ts';
import type { Timeline } from '../incidents/timeline.tsx';

/** Few enough points to tell apart, whatever the span. */
const grids = {
  day: { cells: 24, cellMs: hourMs },
  week: { cells: 56, cellMs: 3 * hourMs },
  month: { cells: 60, cellMs: 12 * hourMs },
  year: { cells: 52, cellMs: 7 * 24 * hourMs },
} as const satisfies Record<Timeline['name'], object>;

export interface ResponseTimes {
  readonly address: string;
  readonly points: readonly (Point & { readonly at: number })[];
  readonly whole: Sketch;
}

const shares = [0.5, 0.9] as const;

export async function readResponseTimes(
  visit: SignedInVisit,
  target: TargetRow,
  { name, until }: Pick<Timeline, 'name' | 'until'>,
): Promise<ResponseTimes> {
  const { db } = visit.web.parts;
  const { cells: count, cellMs } = grids[name];
  const end = hourOf(until) + hourMs;
  const cells = Array.from({ length: count }, (_, index): Cell => {
    const from = end - (count - index) * cellMs;
    return { from, to: from + cellMs };
  });
  const since = (await readWatchedSince(db, [target.id])).get(target.id) ?? visit.now;
  const sketches = (await readResponses(db, target.id, cells)).map(mergeSketches);
  const points = cells.map(({ from, to }, index) => {
    const values = shares.flatMap((share) => quantile(sketches[index] ?? [], share) ?? []);
    return {
      at: from,
      label: axisLabel(visit, name, from),
      values: values.length === shares.length ? values.map((ms) => ms / 1_000) : null,
      isBefore: to <= since || from >= visit.now,
    };
  });
  return { address: target.url, points, whole: mergeSketches(sketches) };
}

function axisLabel(visit: SignedInVisit, name: Timeline['name'], at: number): string {
  const { timezone } = visit.web.parts.config.schedule;
  if (name !== 'day') return shortDay(visit, dayOf(at, timezone));
  const hour = Math.floor((localMs(at, timezone) % (24 * hourMs)) / hourMs);
  return `${String(hour).padStart(2, '0')}:00`;
}

/** A fast page must not seem to take no time: below a tenth of a second with two decimals. */
function secondsText(visit: SignedInVisit, value: number): string {
  if (value === 0) return '0';
  if (value >= 0.1) return scoreText(visit, value);
  return Math.max(0.01, value)
    .toFixed(2)
    .replace('.', visit.language === 'vi' ? ',' : '.');
}

export const ResponseTimesView = ({ visit, times }: { visit: SignedInVisit; times: ResponseTimes }) => {
  const { texts } = visit;
  const { points, whole } = times;
  const seconds = (value: number) => texts.seconds(secondsText(visit, value));
  const [half, most] = shares.map((share) => quantile(whole, share));
  const known = half != null && most != null;
  return (
    <Sheet
      title={texts.responseTitle}
      id="response"
      aside={<span class="meta">{registeredAddress(times.address)}</span>}
    >
      <MissingPattern />
      {known ? (
        <Chart
          visit={visit}
          id="response-times"
          title={texts.responseTitle}
          description={texts.dayResponse(seconds(half / 1_000), seconds(most / 1_000))}
          {...linesSize}
          axis={linesAxis(points, seconds)}
          legend={
            <>
              <p class="meta">{texts.dayResponse(seconds(half / 1_000), seconds(most / 1_000))}</p>
              <ChartLegend
                visit={visit}
                items={[
                  { class: 'dot-p50', text: texts.responseHalf },
                  { class: 'dot-p90', text: texts.responseMost },
                  { class: 'cover-missing', text: texts.responseMissing, isMissing: true },
                ]}
              />
            </>
          }
          table={{
            columns: [texts.chartFrom, texts.responseHalf, texts.responseMost],
            rows: points
              .filter(({ isBefore }) => isBefore !== true)
              .map(({ at, values }) => [
                moment(visit, at),
                ...(values?.map(seconds) ?? [texts.chartMissing, texts.chartMissing]),
              ]),
          }}
        >
          <Lines
            points={points}
            names={['p50', 'p90']}
            tickText={seconds}
            describe={({ label, values }) => `${label}: ${values?.map(seconds).join(' · ')}`}
            missingText={texts.responseMissing}
          />
        </Chart>
      ) : (
        <p class="empty">{texts.responseNone}</p>
      )}
    </Sheet>
  );
};
