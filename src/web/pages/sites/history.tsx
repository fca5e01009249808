/** Looks in sequence, with thumbnails where available, and the times without looks. */
import type { Kind } from '../../../core/domain/finding.ts';
import { anyKindWords, tierWords } from '../../../core/terms.ts';
import { restingAt } from '../../../core/timetable.ts';
import {
  type Gap,
  type HistoryFilter,
  type HistoryLook,
  historyFilters,
  readGaps,
  readHistory,
} from '../../../store/reads/history.ts';
import { staleAfterIntervals } from '../../../store/reads/site-state.ts';
import type { TargetRow } from '../../../store/schema/schema.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { LevelBadge, Moment } from '../../views/badges.tsx';
import { Icon } from '../../views/icon.tsx';
import { withQuery } from '../../views/pager.tsx';
import { moment, registeredAddress, render, roundedAge, span } from '../../views/wording.ts';

/** Cards in the strip; a table below it may hold more. */
const stripSize = 11;

export type HistoryEntry =
  | { readonly at: number; readonly look: HistoryLook }
  /** `at`: when the gap ended. */
  | { readonly at: number; readonly gap: Gap };

export interface History {
  readonly filter: HistoryFilter;
  readonly entries: readonly HistoryEntry[];
  readonly isNewest: boolean;
  /** Upper bound for the next page of older looks; null when there are none. */
  readonly olderBefore: number | null;
  readonly nextAt: number | null;
  /** Each card's page label, by target; empty with a single target. */
  readonly pages: ReadonlyMap<string, string>;
}

export async function readHistoryOf(
  visit: SignedInVisit,
  of: { readonly siteId: number; readonly targets: readonly TargetRow[]; readonly isPaused: boolean },
  pageSize = stripSize,
): Promise<History> {
  const { db, config } = visit.web.parts;
  const { siteId, targets } = of;
  const targetIds = targets.map(({ id }) => id);
  const filter = historyFilters.find((one) => one === visit.url.searchParams.get('looks')) ?? 'all';
  const before = beforeOf(visit.url);
  const read = await readHistory(db, targetIds, {
    before: before ?? Number.MAX_SAFE_INTEGER,
    filter,
    limit: pageSize + 1,
  });
  const looks = pageOf(read, pageSize);
  const everyMs = Math.max(...targets.map((target) => target.everyMs ?? config.schedule.every), 60_000);
  const oldest = looks.at(-1)?.at;
  const times = { from: oldest ?? 0, to: before ?? visit.now, longerThanMs: staleAfterIntervals * everyMs };
  const gaps = oldest === undefined ? [] : await readGaps(db, { siteId, targetIds }, times);
  const entries: HistoryEntry[] = [
    ...gaps.map((gap) => ({ at: gap.to, gap })),
    ...looks.map((look) => ({ at: look.at, look })),
  ];
  return {
    filter,
    // A look at the very end of a gap is listed above it.
    entries: entries.toSorted((a, b) => b.at - a.at || ('gap' in a ? 1 : -1)),
    isNewest: before === null,
    olderBefore: read.length > pageSize ? (oldest ?? null) : null,
    nextAt: nextLookAt(visit, of),
    pages: pageLabels(targets, visit.texts.historyHome),
  };
}

/**
 * A portal's pages are often looked at in the same instant, and the instant is the paging key, so those stay together.
 */
function pageOf(read: readonly HistoryLook[], pageSize: number): readonly HistoryLook[] {
  const page = read.slice(0, pageSize);
  const next = read[pageSize];
  const whole = next === undefined ? page : page.filter(({ at }) => at > next.at);
  return whole.length > 0 ? whole : page;
}

/** A due look is made as soon as a slot is free. Null: no look until something else happens. */
export function nextLookAt(
  { now }: SignedInVisit,
  { targets, isPaused }: { readonly targets: readonly TargetRow[]; readonly isPaused: boolean },
): number | null {
  const next = Math.min(...targets.map((target) => target.nextCheckAt), restingAt);
  return isPaused || next === restingAt ? null : Math.max(now, next);
}

/** Cards are narrow: for pages on one host the path is enough. */
function pageLabels(targets: readonly TargetRow[], home: string): ReadonlyMap<string, string> {
  if (targets.length < 2) return new Map();
  const shown = targets.map(({ id, url }) => ({ id, address: registeredAddress(url) }));
  const [host = ''] = shown[0]?.address.split('/') ?? [];
  const isOneHost = shown.every(({ address }) => address === host || address.startsWith(`${host}/`));
  return new Map(shown.map(({ id, address }) => [id, isOneHost ? address.slice(host.length) || home : address]));
}

function beforeOf(url: URL): number | null {
  const text = url.searchParams.get('before') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

interface HistoryProps {
  readonly visit: SignedInVisit;
  readonly history: History;
}

export const HistoryTabs = ({ visit, history }: HistoryProps) => {
  const { texts } = visit;
  const names = { all: texts.historyAll, pictures: texts.historyPictures, changes: texts.historyChanges };
  return (
    <nav class="tabs" aria-label={texts.historyShow}>
      {historyFilters.map((one) => (
        <a
          href={`${withQuery(visit.url, { looks: one === 'all' ? null : one, before: null })}#looks`}
          aria-current={one === history.filter ? 'true' : undefined}
        >
          {names[one]}
        </a>
      ))}
    </nav>
  );
};

export const HistoryPager = ({ visit, history }: HistoryProps) => {
  const { texts } = visit;
  if (history.isNewest && history.olderBefore === null) return null;
  return (
    <nav class="pager" aria-label={texts.looksTitle}>
      {history.isNewest ? <span></span> : <a href={`${withQuery(visit.url, { before: null })}#looks`}>{texts.newer}</a>}
      {history.olderBefore === null ? (
        <span></span>
      ) : (
        <a href={`${withQuery(visit.url, { before: String(history.olderBefore) })}#looks`}>{texts.older}</a>
      )}
    </nav>
  );
};

export const HistoryStrip = ({ visit, history }: HistoryProps) => {
  const { texts } = visit;
  return (
    <ol class="look-strip" aria-label={texts.historyStrip}>
      {history.isNewest && history.nextAt !== null && (
        <li class="look-next">
          <span class="thumb">
            <Icon name="clock" />
          </span>
          <b>{texts.historyNext}</b>
          <Moment visit={visit} at={history.nextAt} />
        </li>
      )}
      {stripOf(history.entries).map((entry) =>
        'gap' in entry ? (
          <li class="look-gap">
            <Icon name="unseen" />
            <b>{texts.gapShort(gapSpan(visit, entry.gap))}</b>
            <span>{gapCause(visit, entry.gap)}</span>
            <small>
              {moment(visit, entry.gap.from)} – {moment(visit, entry.gap.to)}
            </small>
          </li>
        ) : (
          <LookCard visit={visit} look={entry.look} page={history.pages.get(entry.look.targetId)} />
        ),
      )}
    </ol>
  );
};

/**
 * That many looks with the gaps between them: a portal's page has no table, so anything left out here is shown nowhere.
 */
function stripOf(entries: readonly HistoryEntry[]): HistoryEntry[] {
  let looks = 0;
  return entries.filter((entry) => {
    if ('look' in entry) looks += 1;
    return looks <= stripSize;
  });
}

const LookCard = ({ visit, look, page }: { visit: SignedInVisit; look: HistoryLook; page: string | undefined }) => (
  <li>
    <a href={`/looks/${look.id}`}>
      {look.isPictured === 1 ? (
        <span class="thumb">
          <img
            src={`/looks/${look.id}/thumbnail`}
            alt={visit.texts.historyPictureAlt(moment(visit, look.at))}
            loading="lazy"
          />
        </span>
      ) : (
        <span class="thumb thumb-none">{render(visit, tierWords[look.tier])}</span>
      )}
      <Moment visit={visit} at={look.at} />
    </a>
    <LevelBadge visit={visit} level={look.level} />
    {look.kind !== null && Object.hasOwn(anyKindWords, look.kind) && (
      <small>{render(visit, anyKindWords[look.kind as Kind])}</small>
    )}
    {page !== undefined && <small>{page}</small>}
  </li>
);

const gapSpan = (visit: SignedInVisit, gap: Gap) => span(visit, roundedAge(gap.to - gap.from));

function gapCause({ texts }: SignedInVisit, { cause }: Gap): string {
  return { paused: texts.gapPaused, stopped: texts.gapStopped, unknown: texts.gapUnknown }[cause];
}

export function gapText(visit: SignedInVisit, gap: Gap): string {
  return visit.texts.gapText(gapSpan(visit, gap), gapCause(visit, gap));
}
