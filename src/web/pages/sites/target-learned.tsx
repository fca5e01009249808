/** What was learned of a page, with its moving regions drawn over the picture. */
import { type LearnedSummary, summariseLearned } from '../../../core/learned/summary.ts';
import { plainText } from '../../../core/text.ts';
import { type CaptureRow, readEvidence } from '../../../store/reads/evidence.ts';
import type { ShownTarget } from '../../../store/reads/site.ts';
import { getBaseline } from '../../../store/targets/baselines.ts';
import { captureMeta } from '../../capture-meta.ts';
import { smallWidthPx } from '../../evidence-pictures.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { foreign } from '../../views/foreign.ts';
import { Sheet } from '../../views/layout.tsx';

export interface Learned {
  readonly summary: LearnedSummary;
  /** The look whose picture is the background. */
  readonly picture: { readonly checkId: number; readonly capture: CaptureRow } | null;
}

/** Null while nothing is learned. */
export async function readLearned(visit: SignedInVisit, target: ShownTarget): Promise<Learned | null> {
  const { db } = visit.web.parts;
  const baseline =
    target.baselineVersion === 0 ? null : await getBaseline(db, target.id, 'browser', target.baselineVersion);
  if (!baseline) return null;
  const checkId = target.pictureCheckId;
  const evidence = checkId === null ? null : await readEvidence(db, visit.scope, checkId);
  const picture = evidence?.after && checkId !== null ? { checkId, capture: evidence.after } : null;
  return { summary: summariseLearned(baseline.content), picture };
}

export const LearnedView = ({ visit, learned }: { visit: SignedInVisit; learned: Learned }) => {
  const { texts } = visit;
  const { summary } = learned;
  return (
    <Sheet title={texts.learnedTitle} id="learned" class="learned">
      <div class="learned-parts">
        <LearnedPicture visit={visit} learned={learned} />
        <dl class="facts">
          <dt>{texts.learnedFrom}</dt>
          <dd>{texts.learnedLooks(summary.looks)}</dd>
          <dt>{texts.learnedTitles}</dt>
          <dd>
            <Names names={summary.titles} none={texts.learnedNoStableTitle} />
          </dd>
          <dt>{texts.learnedBlocks}</dt>
          <dd>{texts.learnedBlocksCount(summary.stableBlocks, summary.movingBlocks)}</dd>
          <dt>{texts.learnedFinal}</dt>
          <dd>
            <Names names={summary.finalDomains} none={texts.learnedNone} />
          </dd>
          <Hosts visit={visit} title={texts.learnedLinks} hosts={summary.linkHosts} />
          <Hosts visit={visit} title={texts.learnedScripts} hosts={summary.scriptHosts} />
          <Hosts visit={visit} title={texts.learnedFrames} hosts={summary.frameHosts} />
          <Hosts visit={visit} title={texts.learnedForms} hosts={summary.formHosts} />
          <dt>{texts.learnedHidden}</dt>
          <dd>{summary.hiddenLinks}</dd>
        </dl>
      </div>
    </Sheet>
  );
};

const shownNames = 8;

const Hosts = ({ visit, title, hosts }: { visit: SignedInVisit; title: string; hosts: readonly string[] }) => (
  <>
    <dt>{title}</dt>
    <dd>
      {hosts.length > shownNames ? (
        <details>
          <summary>{visit.texts.learnedHosts(hosts.length)}</summary>
          <Names names={hosts} none="" />
        </details>
      ) : (
        <Names names={hosts} none={visit.texts.learnedNone} />
      )}
    </dd>
  </>
);

/** Names the page chose: rendered as text, never as links. */
const Names = ({ names, none }: { names: readonly string[]; none: string }) =>
  names.length === 0 ? (
    <span class="old">{none}</span>
  ) : (
    <ul {...foreign}>
      {names.map((name) => (
        <li>{plainText(name, 200)}</li>
      ))}
    </ul>
  );

const LearnedPicture = ({ visit, learned: { summary, picture } }: { visit: SignedInVisit; learned: Learned }) => {
  const { texts } = visit;
  const size = picture && captureMeta(picture.capture).rendering?.screenshot;
  if (!summary.picture || !picture || !size) return <p class="old">{texts.learnedNoPicture}</p>;
  const { areas, movingShare, widthPx } = summary.picture;
  const height = Math.min(size.heightPx, 2 * size.widthPx);
  const scale = Math.min(1, smallWidthPx / size.widthPx);
  const percent = Math.round(movingShare * 100);
  return (
    <figure class="picture">
      <section class="frame" tabindex={0} aria-label={texts.learnedPictureAlt(percent)}>
        <div class="canvas">
          <img
            src={`/looks/${picture.checkId}/pictures/after/small`}
            alt={texts.learnedPictureAlt(percent)}
            width={Math.round(size.widthPx * scale)}
            height={Math.round(height * scale)}
          />
          {widthPx === size.widthPx && (
            <svg class="moving" viewBox={`0 0 ${size.widthPx} ${height}`} aria-hidden="true">
              {areas
                .filter((area) => area.y < height)
                .map(({ isRestless, ...box }) => (
                  <rect class={isRestless ? 'restless' : undefined} {...box} />
                ))}
            </svg>
          )}
        </div>
      </section>
      <figcaption>
        <span>{texts.learnedMoving(percent)}</span>
      </figcaption>
    </figure>
  );
};
