/** Looks over a day, a week, a month or a year; times without looks are drawn as gaps. */
import { readLookSlices, readWatchedSince } from '../../../store/reads/looks.ts';
import type { TargetRow } from '../../../store/schema/schema.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { type Slice, type StripSpan, spanUntil, stripOf } from '../../strip.ts';
import { withQuery } from '../../views/pager.tsx';
import { Strip, StripLegend, StripPatterns } from '../../views/strip.tsx';
import { moment, registeredAddress } from '../../views/wording.ts';

const dayMs = 86_400_000;

const lengths = [
  { name: 'day', lengthMs: dayMs, slices: 144, key: 'timelineDay' },
  { name: 'week', lengthMs: 7 * dayMs, slices: 168, key: 'timelineWeek' },
  { name: 'month', lengthMs: 30 * dayMs, slices: 180, key: 'timelineMonth' },
  { name: 'year', lengthMs: 366 * dayMs, slices: 366, key: 'timelineYear' },
] as const;

export interface Timeline {
  readonly name: (typeof lengths)[number]['name'];
  readonly span: StripSpan;
  readonly rows: readonly { readonly target: TargetRow; readonly strip: readonly Slice[] }[];
}

export async function readTimeline(visit: SignedInVisit, targets: readonly TargetRow[]): Promise<Timeline> {
  const { db, config } = visit.web.parts;
  const chosen = lengths.find((one) => one.name === visit.url.searchParams.get('span')) ?? lengths[0];
  const span = spanUntil(visit.now, chosen.lengthMs, chosen.slices);
  const ids = targets.map((target) => target.id);
  const seen = Map.groupBy(await readLookSlices(db, ids, span), (slice) => slice.targetId);
  const watchedSince = await readWatchedSince(db, ids);
  const rows = targets.map((target) => {
    const everyMs = target.everyMs ?? config.schedule.every;
    const since = watchedSince.get(target.id) ?? 0;
    return { target, strip: stripOf(seen.get(target.id) ?? [], span, { everyMs, since, now: visit.now }) };
  });
  return { name: chosen.name, span, rows };
}

export const TimelineView = ({ visit, timeline }: { visit: SignedInVisit; timeline: Timeline }) => {
  const { texts } = visit;
  const { span, rows } = timeline;
  return (
    <section class="sheet timeline" aria-labelledby="timeline">
      <div class="sheet-head">
        <h2 id="timeline">{texts.timeline}</h2>
        <nav class="tabs" aria-label={texts.timeline}>
          {lengths.map((one) => (
            <a
              href={withQuery(visit.url, { span: one.name === 'day' ? null : one.name, before: null })}
              aria-current={one.name === timeline.name ? 'true' : undefined}
            >
              {texts[one.key]}
            </a>
          ))}
        </nav>
      </div>
      <StripPatterns />
      {rows.map(({ target, strip }) => (
        <div class="timeline-row">
          {rows.length > 1 && <a href={`/targets/${target.id}`}>{registeredAddress(target.url)}</a>}
          <Strip visit={visit} strip={strip} span={span} size="large" />
        </div>
      ))}
      <div class="axis" aria-hidden="true">
        <span>{moment(visit, span.from)}</span>
        <span>{texts.now}</span>
      </div>
      <StripLegend visit={visit} />
    </section>
  );
};
