/** One watched page and its looks, gaps included. */
import type { Kind } from '../../../core/domain/finding.ts';
import { quantile } from '../../../core/history/sketch.ts';
import { anyKindWords, tierWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import type { HistoryLook } from '../../../store/reads/history.ts';
import { type HourTotals, readHourTotals } from '../../../store/reads/looks.ts';
import { readSite } from '../../../store/reads/site.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { LevelBadge, Moment, StateBadge } from '../../views/badges.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { moment, registeredAddress, render, scoreText } from '../../views/wording.ts';
import { failurePage } from '../failure.tsx';
import { readTimeline, TimelineView } from '../incidents/timeline.tsx';
import { gapText, type HistoryEntry, HistoryPager, HistoryStrip, HistoryTabs, readHistoryOf } from './history.tsx';
import { ResponseTimesView, readResponseTimes } from './response-times.tsx';
import { TargetFacts } from './site-target.tsx';
import { TargetActs, targetOf } from './target-acts.tsx';
import { LearnedView, readLearned } from './target-learned.tsx';

const pageSize = 60;
const dayMs = 86_400_000;

export async function showTarget(visit: SignedInVisit): Promise<Response> {
  const { db } = visit.web.parts;
  const { texts } = visit;
  const target = await targetOf(visit);
  const site = target && (await readSite(db, visit.scope, target.siteId));
  if (!target || !site) return failurePage(visit, 'not-found');
  const isPaused = site.status === 'paused';
  const history = await readHistoryOf(visit, { siteId: site.id, targets: [target], isPaused }, pageSize);
  const learned = await readLearned(visit, target);
  const timeline = await readTimeline(visit, [target]);
  const response = target.role === 'registered' ? await readResponseTimes(visit, target, timeline) : null;
  const day = await readHourTotals(db, target.id, visit.now - dayMs);
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
            <TargetFacts visit={visit} target={target} isPaused={isPaused} />
            {history.nextAt !== null && <span>{texts.nextLook(moment(visit, history.nextAt))}</span>}
          </p>
          <DayInFigures visit={visit} day={day} />
        </div>
        <TimelineView visit={visit} timeline={timeline} />
        {response && <ResponseTimesView visit={visit} times={response} />}
        {learned !== null && <LearnedView visit={visit} learned={learned} />}
        <TargetActs visit={visit} target={target} />
        <section class="sheet" aria-labelledby="looks">
          <div class="sheet-head">
            <h2 id="looks">{texts.looksTitle}</h2>
            <HistoryTabs visit={visit} history={history} />
          </div>
          {history.entries.length === 0 ? (
            <p class="empty">{history.filter === 'all' ? texts.looksNone : texts.historyNoneSuch}</p>
          ) : (
            <>
              <HistoryStrip visit={visit} history={history} />
              <LookTable visit={visit} entries={history.entries} />
            </>
          )}
          <HistoryPager visit={visit} history={history} />
        </section>
      </>
    ),
  });
}

/** Response and coverage of the last day; nothing if there were no looks. */
const DayInFigures = ({ visit, day }: { visit: SignedInVisit; day: HourTotals }) => {
  const { texts } = visit;
  if (day.looks === 0) return null;
  const [half, most] = [quantile(day.response, 0.5), quantile(day.response, 0.9)];
  const seconds = (ms: number) => texts.seconds(scoreText(visit, ms / 1_000));
  return (
    <p class="sub">
      {texts.dayLooks(day.looks, day.missed)}
      {half !== null && most !== null && ` ${texts.dayResponse(seconds(half), seconds(most))}`}
    </p>
  );
};

const LookTable = ({ visit, entries }: { visit: SignedInVisit; entries: readonly HistoryEntry[] }) => {
  const { texts } = visit;
  return (
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
        {entries.map((entry) =>
          'gap' in entry ? (
            <tr class="gap">
              <td colspan={6}>
                <Icon name="unseen" /> {gapText(visit, entry.gap)}
              </td>
            </tr>
          ) : (
            <LookRow visit={visit} look={entry.look} />
          ),
        )}
      </tbody>
    </table>
  );
};

const LookRow = ({ visit, look }: { visit: SignedInVisit; look: HistoryLook }) => (
  <tr>
    <th scope="row">
      <a href={`/looks/${look.id}`}>
        <Moment visit={visit} at={look.at} />
        {look.isPictured === 1 && (
          <span class="thumb">
            <img src={`/looks/${look.id}/thumbnail`} alt="" loading="lazy" />
          </span>
        )}
      </a>
    </th>
    <td>
      <LevelBadge visit={visit} level={look.level} />
      {look.kind !== null && Object.hasOwn(anyKindWords, look.kind) && (
        <span class="sub">{render(visit, anyKindWords[look.kind as Kind])}</span>
      )}
    </td>
    <td class="wide">{render(visit, tierWords[look.tier])}</td>
    <td class="figure">{scoreText(visit, look.score)}</td>
    <td class="figure wide">{look.status ?? '–'}</td>
    <td class="figure wide">{visit.texts.seconds(scoreText(visit, look.durationMs / 1_000))}</td>
  </tr>
);
