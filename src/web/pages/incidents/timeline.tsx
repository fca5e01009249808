/** Looks over a day, a week, a month or a year, closer by links; times without looks are drawn as gaps. */
import { dayMs, dayNumber, dayOf, momentOf } from '../../../core/duty/days.ts';
import { readLookSlices, readWatchedSince } from '../../../store/reads/looks.ts';
import type { TargetRow } from '../../../store/schema/schema.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { type Slice, type StripSpan, spanUntil, stripOf } from '../../strip.ts';
import { shortDay, shortMonth } from '../../views/charts/dates.ts';
import { withQuery } from '../../views/pager.tsx';
import { Strip, StripLegend, StripPatterns } from '../../views/strip.tsx';
import { moment, registeredAddress } from '../../views/wording.ts';

const lengths = [
  { name: 'day', lengthMs: dayMs, slices: 144, key: 'timelineDay' },
  { name: 'week', lengthMs: 7 * dayMs, slices: 168, key: 'timelineWeek' },
  { name: 'month', lengthMs: 30 * dayMs, slices: 180, key: 'timelineMonth' },
  { name: 'year', lengthMs: 366 * dayMs, slices: 366, key: 'timelineYear' },
] as const;

export interface Timeline {
  readonly name: (typeof lengths)[number]['name'];
  readonly span: StripSpan;
  /** When the span ends: now, or the end of an earlier day. */
  readonly until: number;
  readonly rows: readonly { readonly target: TargetRow; readonly strip: readonly Slice[] }[];
}

export async function readTimeline(visit: SignedInVisit, targets: readonly TargetRow[]): Promise<Timeline> {
  const { db, config } = visit.web.parts;
  const chosen = lengths.find((one) => one.name === visit.url.searchParams.get('span')) ?? lengths[0];
  const until = untilOf(visit);
  // A moment at the very end of a slice would begin the next one.
  const span = spanUntil(until < visit.now ? until - 1 : until, chosen.lengthMs, chosen.slices);
  const ids = targets.map((target) => target.id);
  const seen = Map.groupBy(await readLookSlices(db, ids, span), (slice) => slice.targetId);
  const watchedSince = await readWatchedSince(db, ids);
  const rows = targets.map((target) => {
    const everyMs = target.everyMs ?? config.schedule.every;
    const since = watchedSince.get(target.id) ?? 0;
    return { target, strip: stripOf(seen.get(target.id) ?? [], span, { everyMs, since, now: visit.now }) };
  });
  return { name: chosen.name, span, until, rows };
}

/** The end of the day given in the address, at most now. */
function untilOf({ url, now, web }: SignedInVisit): number {
  const { timezone } = web.parts.config.schedule;
  const text = url.searchParams.get('until') ?? '';
  const end = /^\d{4}-\d{2}-\d{2}$/.test(text) ? momentOf(dayNumber(text) + 1, 0, timezone) : now;
  return end > 0 ? Math.min(end, now) : now;
}

const dayText = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

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
              href={withQuery(visit.url, { span: one.name === 'day' ? null : one.name, until: null, before: null })}
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
        <span>{timeline.until < visit.now ? moment(visit, timeline.until) : texts.now}</span>
      </div>
      <Closer visit={visit} timeline={timeline} />
      <StripLegend visit={visit} />
    </section>
  );
};

interface Part {
  readonly text: string;
  readonly span: 'month' | 'week' | null;
  /** Its last day. */
  readonly day: number;
}

/** What the span consists of: a year of months, a month of weeks, a week of days. */
function partsOf(visit: SignedInVisit, { name, span, until }: Timeline): Part[] {
  const { timezone } = visit.web.parts.config.schedule;
  const [first, last] = [dayOf(span.from, timezone), dayOf(until - 1, timezone)];
  if (name === 'day') return [];
  if (name === 'year') return monthsOf(visit, first, last);
  const step = name === 'week' ? 1 : 7;
  const parts: Part[] = [];
  for (let day = last; day >= first; day -= step) {
    const text = step === 1 ? shortDay(visit, day) : `${shortDay(visit, day - 6)} – ${shortDay(visit, day)}`;
    parts.unshift({ text, span: step === 1 ? null : 'week', day });
  }
  return parts;
}

function monthsOf(visit: SignedInVisit, first: number, last: number): Part[] {
  const parts: Part[] = [];
  for (let day = last; day > first; ) {
    const date = new Date(day * dayMs);
    parts.unshift({ text: shortMonth(visit, day), span: 'month', day });
    day -= date.getUTCDate();
  }
  return parts;
}

const Closer = ({ visit, timeline }: { visit: SignedInVisit; timeline: Timeline }) => {
  const { texts, now, url } = visit;
  const { timezone } = visit.web.parts.config.schedule;
  const { name, until, span } = timeline;
  const length = Math.round((span.to - span.from) / dayMs);
  const [last, today] = [dayOf(until - 1, timezone), dayOf(now, timezone)];
  const at = (to: Part['span'] | Timeline['name'], day: number) =>
    `${withQuery(url, {
      span: to === 'day' ? null : to,
      until: day >= today ? null : dayText(day),
      before: null,
    })}#timeline`;
  return (
    <nav class="closer" aria-label={texts.timelineMove}>
      <a href={at(name, last - length)}>← {texts.timelineEarlier}</a>
      {partsOf(visit, timeline).map((part) => (
        <a href={at(part.span, part.day)}>{part.text}</a>
      ))}
      {until < now && <a href={at(name, last + length)}>{texts.timelineLater} →</a>}
    </nav>
  );
};
