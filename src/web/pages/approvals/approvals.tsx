/**
 * The approval inbox: learned pages waiting for approval, with their pictures, and pages that now differ from their
 * baseline. The latter are approved one by one on the page of the look, which shows both states side by side.
 */
import { bulkObstacle } from '../../../core/learned/bulk-approval.ts';
import { plainText } from '../../../core/text.ts';
import { countWaitingPages, readWaitingPages, type WaitingPage } from '../../../store/reads/approvals.ts';
import { type QueuedSuspect, readSuspects } from '../../../store/reads/suspects.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Moment } from '../../views/badges.tsx';
import { reasonOf } from '../../views/decision.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber } from '../../views/pager.tsx';
import { ChooseBox, chosenTargets, SeveralBar } from '../../views/several.tsx';
import { registeredAddress, renderReason } from '../../views/wording.ts';

const pageSize = 100;
/** The strongest ones; the suspect queue lists all. */
const mostChanged = 50;

export async function showApprovals(visit: SignedInVisit): Promise<Response> {
  const { db } = visit.web.parts;
  const { texts } = visit;
  const page = pageNumber(visit.url);
  const found = await countWaitingPages(db, visit.scope);
  const pages = Math.ceil(found / pageSize);
  const instead = lastPageInstead(visit, page, pages);
  if (instead) return instead;
  const waiting = await readWaitingPages(db, visit.scope, { offset: (page - 1) * pageSize, limit: pageSize });
  const { suspects } = await readSuspects(db, visit.scope, { offset: 0, limit: mostChanged });
  const clean = waiting.filter((one) => bulkObstacle(one) === null);
  return renderPage(visit, {
    title: texts.approvalsTitle,
    section: 'approvals',
    body: (
      <>
        <div class="page-head">
          <h1>{texts.approvalsTitle}</h1>
          <p>{texts.approvalsIntro(found)}</p>
        </div>
        {waiting.length === 0 ? (
          <p class="empty sheet">{texts.approvalsNone}</p>
        ) : (
          <>
            <ul class="approvals">
              {waiting.map((one) => (
                <Waiting visit={visit} page={one} />
              ))}
            </ul>
            {clean.length > 0 && (
              <SeveralBar visit={visit} action="/approvals/several">
                <p>{texts.approvalsSeveralMeans}</p>
                <label for="several-reason">{texts.decisionReason}</label>
                <input id="several-reason" name="reason" maxlength={500} required />
                <button type="submit" class="primary">
                  {texts.approvalsSeveral}
                </button>
              </SeveralBar>
            )}
          </>
        )}
        <Pager visit={visit} page={page} pages={pages} />
        {page === 1 && <ChangedPages visit={visit} suspects={suspects} />}
      </>
    ),
  });
}

const ChangedPages = ({ visit, suspects }: { visit: SignedInVisit; suspects: readonly QueuedSuspect[] }) => {
  const { texts } = visit;
  if (suspects.length === 0) return null;
  // Several findings of one look may describe the same change.
  const looks = [...new Map(suspects.map((suspect) => [suspect.checkId, suspect])).values()];
  return (
    <section class="approvals-changed">
      <h2>{texts.approvalsChanged}</h2>
      <p>{texts.approvalsChangedMeans}</p>
      <ul class="approvals">
        {looks.map((suspect) => (
          <Changed visit={visit} suspect={suspect} />
        ))}
      </ul>
    </section>
  );
};

const Changed = ({ visit, suspect }: { visit: SignedInVisit; suspect: QueuedSuspect }) => {
  const { texts } = visit;
  const { checkId, siteName, targetUrl, isPictured, lastSeenAt, reasonVi, reasonEn } = suspect;
  const name = plainText(siteName, 160);
  const look = `/looks/${checkId}#approve-${checkId}`;
  return (
    <li class="sheet approval edge-suspect">
      <a
        class={isPictured === 1 ? 'thumb' : 'thumb thumb-none'}
        href={look}
        aria-label={texts.approvalPictureAlt(name)}
      >
        {isPictured === 1 ? <img src={`/looks/${checkId}/thumbnail`} alt="" loading="lazy" /> : <Icon name="globe" />}
      </a>
      <div>
        <h3>
          <a href={look}>{name}</a>
        </h3>
        <p class="meta address">{registeredAddress(targetUrl)}</p>
        <p class="meta">
          {texts.approvalsSeen} <Moment visit={visit} at={lastSeenAt} />
        </p>
        {reasonVi !== null && reasonEn !== null && <p>{renderReason(visit, { vi: reasonVi, en: reasonEn })}</p>}
      </div>
    </li>
  );
};

const obstacleKeys = {
  doubted: 'obstacleDoubted',
  'unseen-by-browser': 'obstacleUnseen',
  'not-clean-now': 'obstacleNotClean',
  'no-picture': 'obstacleNoPicture',
} as const;

const Waiting = ({ visit, page }: { visit: SignedInVisit; page: WaitingPage }) => {
  const { texts } = visit;
  const obstacle = bulkObstacle(page);
  const name = plainText(page.siteName, 160);
  return (
    <li class={`sheet approval ${obstacle === null ? '' : 'edge-suspect'}`}>
      <a
        class={page.checkId === null ? 'thumb thumb-none' : 'thumb'}
        href={`/approvals/${page.targetId}`}
        aria-label={texts.approvalPictureAlt(name)}
      >
        {page.checkId === null ? (
          <Icon name="globe" />
        ) : (
          <img src={`/looks/${page.checkId}/thumbnail`} alt="" loading="lazy" />
        )}
      </a>
      <div>
        <h2>
          {obstacle === null && (
            <ChooseBox of="target" number={page.targetId} label={texts.severalChoose(registeredAddress(page.url))} />
          )}
          <a href={`/approvals/${page.targetId}`}>{name}</a>
        </h2>
        <p class="meta address">{registeredAddress(page.url)}</p>
        <p class="meta">
          {texts.approvalLearned} <Moment visit={visit} at={page.learnedAt} />
        </p>
        {obstacle !== null && <p class="obstacle">{texts[obstacleKeys[obstacle]]}</p>}
      </div>
    </li>
  );
};

export async function approveSeveralPages(visit: SignedInVisit): Promise<Response> {
  const ids = chosenTargets(visit);
  if (ids.length === 0) return visit.context.redirect('/approvals?done=none-chosen', 303);
  const { left } = await visit.web.acts.approveSeveral(visit.actor, ids, reasonOf(visit, 'reason'));
  return visit.context.redirect(`/approvals?done=${left === 0 ? 'several-approved' : 'several-left'}`, 303);
}
