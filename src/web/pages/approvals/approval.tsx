/** One learned page awaiting approval: its picture overlaid with what was learned, and the hosts it may use. */
import { bulkObstacle } from '../../../core/learned/bulk-approval.ts';
import { plainText } from '../../../core/text.ts';
import { pageAfter, readWaitingPages, type WaitingPage } from '../../../store/reads/approvals.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Decision, reasonOf } from '../../views/decision.tsx';
import { PostForm } from '../../views/form.tsx';
import { Keys } from '../../views/keys.tsx';
import { renderPage } from '../../views/layout.tsx';
import { registeredAddress } from '../../views/wording.ts';
import { failurePage } from '../failure.tsx';
import { targetOf } from '../sites/target-acts.tsx';
import { LearnedView, readLearned } from '../sites/target-learned.tsx';
import { undoOf } from './undo-approval.tsx';

async function waitingPage(visit: SignedInVisit): Promise<WaitingPage | null> {
  const targetId = visit.context.req.param('id') ?? '';
  const [page] = await readWaitingPages(visit.web.parts.db, visit.scope, { targetId });
  return page ?? null;
}

export async function showApproval(visit: SignedInVisit): Promise<Response> {
  const { db } = visit.web.parts;
  const { texts } = visit;
  const page = await waitingPage(visit);
  const target = page && (await targetOf(visit));
  if (!page || !target) return failurePage(visit, 'not-found');
  const learned = await readLearned(visit, { ...target, pictureCheckId: page.checkId });
  const next = await pageAfter(db, visit.scope, page);
  const isDoubtful = bulkObstacle(page) === 'doubted';
  return renderPage(visit, {
    title: `${texts.approvalTitle} · ${plainText(page.siteName, 120)}`,
    section: 'approvals',
    assets: ['incident.css', 'incident.js'],
    body: (
      <>
        <div class="page-head">
          <p class="crumbs">
            <a href="/approvals">{texts.approvalsTitle}</a>
          </p>
          <h1>{plainText(page.siteName, 160)}</h1>
          <p class="address">{registeredAddress(page.url)}</p>
          {isDoubtful && <p class="banner banner-unknown">{texts.obstacleDoubted}</p>}
          <Keys visit={visit} mayJudge={false} through="targets" />
        </div>
        <div class="approval-page">
          <div class="approval-acts">
            {page.checkId === null ? (
              <p class="banner">{texts.obstacleNoPicture}</p>
            ) : (
              <Decision
                visit={visit}
                id="approve"
                title={next === null ? texts.approveButton : texts.approveAndNext}
                means={texts.approveMeans}
                action={`/approvals/${page.targetId}`}
                needsReason
                field="reason"
                shortcut="a"
                isOpen
              >
                <input type="hidden" name="look" value={String(page.checkId)} />
              </Decision>
            )}
            <div class="buttons">
              {page.checkId !== null && (
                <a class="button" href={`/looks/${page.checkId}`}>
                  {texts.suspectLook}
                </a>
              )}
              {page.checkId === null && target.lastCheckId !== null && (
                <PostForm visit={visit} action={`/looks/${target.lastCheckId}/look-again`}>
                  <button type="submit">{texts.lookAgain}</button>
                </PostForm>
              )}
              {next !== null && (
                <a class="button" href={`/approvals/${next}`} aria-keyshortcuts="n">
                  {texts.approvalNext}
                </a>
              )}
            </div>
          </div>
          {page.checkId !== null && !learned?.summary.picture && (
            <figure class="picture sheet">
              <img
                src={`/looks/${page.checkId}/pictures/after/small`}
                alt={texts.approvalPictureAlt(plainText(page.siteName, 160))}
              />
            </figure>
          )}
          {learned !== null && <LearnedView visit={visit} learned={learned} />}
        </div>
      </>
    ),
  });
}

/** The look that was shown; the approval is refused if there is a newer one. */
export async function approvePage(visit: SignedInVisit): Promise<Response> {
  const page = await waitingPage(visit);
  if (!page || page.checkId === null) return failurePage(visit, 'not-found');
  if (visit.form.get('look') !== String(page.checkId)) return failurePage(visit, 'baseline-moved');
  const next = await pageAfter(visit.web.parts.db, visit.scope, page);
  await visit.web.acts.approveBaseline(visit.actor, page.checkId, reasonOf(visit, 'reason'));
  const undo = await undoOf(visit, page.targetId);
  return visit.context.redirect(`/approvals${next === null ? '' : `/${next}`}?done=approved${undo}`, 303);
}
