/** Incidents by kind over time. */
import type { AttackKind } from '../../../core/domain/finding.ts';
import { attacksOf, countByKind, type IncidentFact } from '../../../core/incidents/figures.ts';
import { kindWords } from '../../../core/terms.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { fullDay, shortDay, shortMonth } from '../../views/charts/dates.ts';
import { Chart, ChartLegend } from '../../views/charts/figure.tsx';
import { type Bar, StackedBars, stackedAxis, stackedSize } from '../../views/charts/stacked-bars.tsx';
import { render } from '../../views/wording.ts';
import type { Bucket } from './period.ts';

const kinds = Object.keys(kindWords) as readonly AttackKind[];

interface Props {
  readonly visit: SignedInVisit;
  readonly facts: readonly IncidentFact[];
  readonly buckets: readonly Bucket[];
  /** Indexes of buckets without any look. */
  readonly unseen: ReadonlySet<number>;
}

export const IncidentBars = ({ visit, facts, buckets, unseen }: Props) => {
  const { texts } = visit;
  const attacks = attacksOf(facts);
  const counts = countByKind(attacks, buckets);
  const label = ({ day, isMonth }: Bucket) => (isMonth ? shortMonth(visit, day) : shortDay(visit, day));
  const bars = buckets.map((bucket, index): Bar => {
    const own = counts[index] ?? new Map();
    const isMissing = own.size === 0 && unseen.has(index);
    return { label: label(bucket), counts: isMissing ? null : kinds.map((kind) => own.get(kind) ?? 0) };
  });
  const shown = kinds.filter((kind) => counts.some((own) => own.has(kind)));
  const total = (kind: AttackKind) => counts.reduce((sum, own) => sum + (own.get(kind) ?? 0), 0);
  const all = shown.reduce((sum, kind) => sum + total(kind), 0);
  const sums = shown.map((kind) => `${render(visit, kindWords[kind])} ${total(kind)}`).join(', ');
  const missing = bars.some((bar) => bar.counts === null);
  return (
    <Chart
      visit={visit}
      id="incident-bars"
      title={texts.barsTitle}
      description={texts.barsDescription(all, sums)}
      {...stackedSize}
      axis={stackedAxis(bars)}
      legend={
        (shown.length > 0 || missing) && (
          <ChartLegend
            visit={visit}
            items={[
              ...shown.map((kind) => ({
                class: `kind-${kind}`,
                text: `${render(visit, kindWords[kind])}: ${total(kind)}`,
              })),
              ...(missing ? [{ class: 'cover-missing', text: texts.chartMissing, isMissing: true }] : []),
            ]}
          />
        )
      }
      table={{
        columns: [texts.chartFrom, ...shown.map((kind) => render(visit, kindWords[kind])), texts.chartTotal],
        rows: buckets.map((bucket, index) => {
          const own = counts[index] ?? new Map();
          const sum = [...own.values()].reduce((so, count) => so + count, 0);
          const name = fullDay(visit, bucket.day);
          if (bars[index]?.counts === null) return [name, ...shown.map(() => '–'), texts.chartMissing];
          return [name, ...shown.map((kind) => own.get(kind) ?? 0), sum];
        }),
      }}
    >
      <StackedBars
        bars={bars}
        series={kinds.map((kind) => ({ kind, name: render(visit, kindWords[kind]) }))}
        missingText={texts.chartMissing}
      />
    </Chart>
  );
};
