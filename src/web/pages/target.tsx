/** One watched page and its looks, gaps included. */
import type { Kind } from '../../core/model.ts';
import { plainText } from '../../core/text.ts';
import { anyKindWords, tierWords } from '../../core/words.ts';
import { readLooks } from '../../store/reads/looks.ts';
import { readSite } from '../../store/reads/site.ts';
import { staleAfterIntervals } from '../../store/reads/site-state.ts';
import type { CheckRow } from '../../store/schema.ts';
import type { SignedInVisit } from '../gate/route.ts';
import { LevelBadge, Moment, StateBadge } from '../views/badges.tsx';
import { Icon } from '../views/icon.tsx';
import { renderPage } from '../views/layout.tsx';
import { moment, registeredAddress, roundedAge, say, scoreText, span } from '../views/wording.ts';
import { failurePage } from './failure.tsx';
import { TargetFacts } from './site-target.tsx';
import { TargetActs, targetOf } from './target-acts.tsx';
import { LearnedView, readLearned } from './target-learned.tsx';
import { readTimeline, TimelineView } from './timeline.tsx';

const pageSize = 100;

export async function showTarget(visit: SignedInVisit): Promise<Response> {
  const { db, config } = visit.web.parts;
  const { texts } = visit;
  const target = await targetOf(visit);
  const site = target && (await readSite(db, visit.scope, target.siteId));
  if (!target || !site) return failurePage(visit, 'not-found');
  const before = beforeOf(visit.url);
  const looks = await readLooks(db, target.id, { before, limit: pageSize });
  const everyMs = target.everyMs ?? config.schedule.every;
  const learned = await readLearned(visit, target);
  const timeline = await readTimeline(visit, [target], site.createdAt);
  return renderPage(visit, {
    title: `${registeredAddress(target.url)} · ${plainText(site.name, 120)}`,
    body: (
      <>
        <div class="page-head">
          <p class="crumbs">
            <a href={`/sites/${site.id}`}>{plainText(site.name, 160)}</a>
          </p>
          <h1 class="address">{registeredAddress(target.url)}</h1>
          <p class="verdict">
            <StateBadge visit={visit} state={target.state} />
            <TargetFacts visit={visit} target={target} />
            <span>{texts.nextLook(moment(visit, target.nextCheckAt))}</span>
          </p>
        </div>
        <TimelineView visit={visit} timeline={timeline} />
        {learned !== null && <LearnedView visit={visit} learned={learned} />}
        <TargetActs visit={visit} target={target} />
        <section class="sheet" aria-labelledby="looks">
          <div class="sheet-head">
            <h2 id="looks">{texts.looksTitle}</h2>
          </div>
          {looks.length === 0 ? (
            <p class="empty">{texts.looksNone}</p>
          ) : (
            <LookTable
              visit={visit}
              looks={looks}
              everyMs={everyMs}
              newest={before === newestPage ? visit.now : null}
            />
          )}
        </section>
      </>
    ),
  });
}

/** Later than any look. */
const newestPage = Number.MAX_SAFE_INTEGER;

function beforeOf(url: URL): number {
  const text = url.searchParams.get('before') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : newestPage;
}

interface TableProps {
  readonly visit: SignedInVisit;
  readonly looks: readonly CheckRow[];
  readonly everyMs: number;
  /** The time up to which the first row must reach; null on older pages. */
  readonly newest: number | null;
}

const LookTable = ({ visit, looks, everyMs, newest }: TableProps) => {
  const { texts } = visit;
  const shown = looks.slice(0, pageSize);
  const oldest = shown.at(-1);
  return (
    <>
      <table class="looks">
        <thead>
          <tr>
            <th scope="col">{texts.columnTime}</th>
            <th scope="col">{texts.columnVerdict}</th>
            <th scope="col" class="wide">
              {texts.columnHow}
            </th>
            <th scope="col" class="figure">
              {texts.columnScore}
            </th>
            <th scope="col" class="figure wide">
              {texts.httpStatus}
            </th>
            <th scope="col" class="figure wide">
              {texts.columnDuration}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((look, index) => {
            const later = index === 0 ? newest : (shown[index - 1]?.at ?? null);
            const gapMs = later === null ? 0 : later - look.at;
            return (
              <>
                {gapMs > staleAfterIntervals * everyMs && <GapRow visit={visit} gapMs={gapMs} />}
                <LookRow visit={visit} look={look} />
              </>
            );
          })}
        </tbody>
      </table>
      <nav class="pager">
        {newest === null ? <a href={`/targets/${shown[0]?.targetId}`}>{texts.newer}</a> : <span></span>}
        {looks.length > pageSize && oldest ? (
          <a href={`/targets/${oldest.targetId}?before=${oldest.at}`}>{texts.older}</a>
        ) : (
          <span></span>
        )}
      </nav>
    </>
  );
};

const GapRow = ({ visit, gapMs }: { visit: SignedInVisit; gapMs: number }) => (
  <tr class="gap">
    <td colspan={6}>
      <Icon name="unseen" /> {visit.texts.looksGap(span(visit, roundedAge(gapMs)))}
    </td>
  </tr>
);

const LookRow = ({ visit, look }: { visit: SignedInVisit; look: CheckRow }) => (
  <tr>
    <th scope="row">
      <a href={`/looks/${look.id}`}>
        <Moment visit={visit} at={look.at} />
      </a>
    </th>
    <td>
      <LevelBadge visit={visit} level={look.level} />
      {look.kind !== null && Object.hasOwn(anyKindWords, look.kind) && (
        <span class="sub">{say(visit, anyKindWords[look.kind as Kind])}</span>
      )}
    </td>
    <td class="wide">{say(visit, tierWords[look.tier])}</td>
    <td class="figure">{scoreText(visit, look.score)}</td>
    <td class="figure wide">{look.status ?? '–'}</td>
    <td class="figure wide">{visit.texts.seconds(scoreText(visit, look.durationMs / 1_000))}</td>
  </tr>
);
