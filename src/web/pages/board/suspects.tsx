/** The operator's review queue: changes not certain enough for an alarm. */
import type { AttackKind } from '../../../core/domain/finding.ts';
import { holds } from '../../../core/people/actor.ts';
import { kindWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { readConfirming } from '../../../store/reads/confirming.ts';
import { findSuspect, type QueuedSuspect, readSuspects } from '../../../store/reads/suspects.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Age } from '../../views/badges.tsx';
import { Decision, reasonOf } from '../../views/decision.tsx';
import { PostForm } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber } from '../../views/pager.tsx';
import { ChooseBox, chosenOf, SeveralBar } from '../../views/several.tsx';
import { moment, registeredAddress, render, renderReason, scoreText } from '../../views/wording.ts';
import { countRefused, numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { Confirming } from './confirming.tsx';

const pageSize = 50;

export async function showSuspects(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const page = pageNumber(visit.url);
  const { suspects, found } = await readSuspects(visit.web.parts.db, visit.scope, {
    offset: (page - 1) * pageSize,
    limit: pageSize,
  });
  const confirming = await readConfirming(visit.web.parts.db, visit.scope);
  const pages = Math.ceil(found / pageSize);
  const instead = lastPageInstead(visit, page, pages);
  if (instead) return instead;
  return renderPage(visit, {
    title: texts.suspectsTitle,
    section: 'suspects',
    body: (
      <>
        <div class="page-head">
          <h1>{texts.suspectsTitle}</h1>
          <UndoDismissal visit={visit} />
          <p>{texts.suspectsIntro}</p>
          <p>
            <a href="/ignored-changes">{texts.ignoredTitle}</a>
          </p>
        </div>
        <Confirming visit={visit} confirming={confirming} />
        {suspects.length === 0 ? (
          <p class="empty sheet">{texts.railNoSuspects}</p>
        ) : (
          <ul class="suspects">
            {suspects.map((suspect) => (
              <Suspect visit={visit} suspect={suspect} choose={suspects.length > 1 && holds(visit.actor, 'judge')} />
            ))}
          </ul>
        )}
        {suspects.length > 1 && holds(visit.actor, 'judge') && (
          <SeveralBar visit={visit} action="/suspects/dismiss-several">
            <label class="hidden" for="several-note">
              {texts.decisionReason}
            </label>
            <input id="several-note" name="note" maxlength={500} required placeholder={texts.decisionReason} />
            <button type="submit">{texts.suspectDismissSeveral}</button>
          </SeveralBar>
        )}
        <Pager visit={visit} page={page} pages={pages} />
      </>
    ),
  });
}

/** Beside the confirmation of a dismissal. */
const UndoDismissal = ({ visit }: { visit: SignedInVisit }) => {
  const id = visit.url.searchParams.get('undo') ?? '';
  if (!/^\d{1,15}$/.test(id) || !holds(visit.actor, 'judge')) return null;
  return (
    <PostForm visit={visit} action={`/suspects/${id}/restore`} class="undo">
      <button type="submit">{visit.texts.undo}</button>
    </PostForm>
  );
};

interface SuspectProps {
  readonly visit: SignedInVisit;
  readonly suspect: QueuedSuspect;
  /** Whether it has a checkbox, for dismissing several together. */
  readonly choose: boolean;
}

const Suspect = ({ visit, suspect, choose }: SuspectProps) => {
  const { texts } = visit;
  const { reasonVi, reasonEn } = suspect;
  return (
    <li class="sheet suspect edge-suspect">
      {suspect.isPictured === 1 ? (
        <a class="thumb" href={`/looks/${suspect.checkId}`}>
          <img
            src={`/looks/${suspect.checkId}/thumbnail`}
            alt={texts.pictureAfterAlt(plainText(suspect.siteName, 160))}
            loading="lazy"
          />
        </a>
      ) : (
        <span class="thumb thumb-none">
          <Icon name="globe" />
        </span>
      )}
      <div>
        <h2>
          {choose && (
            <ChooseBox of="suspect" number={suspect.id} label={texts.severalChoose(plainText(suspect.siteName, 160))} />
          )}
          <a href={`/sites/${suspect.siteId}`}>{plainText(suspect.siteName, 160)}</a>
        </h2>
        <p class="kind">{render(visit, kindWords[suspect.kind as AttackKind])}</p>
        {reasonVi !== null && reasonEn !== null && <p>{renderReason(visit, { vi: reasonVi, en: reasonEn })}</p>}
        <p class="meta">
          {registeredAddress(suspect.targetUrl)}
          {suspect.agency !== null && ` · ${plainText(suspect.agency, 120)}`}
        </p>
        {suspect.assigneeName !== null && (
          <p class="meta">{texts.suspectAssignedTo(plainText(suspect.assigneeName, 80))}</p>
        )}
        <p class="meta">
          {texts.suspectSeen(suspect.seenCount)}, {texts.suspectLast} <Age visit={visit} at={suspect.lastSeenAt} /> ·{' '}
          {texts.suspectSince(moment(visit, suspect.firstSeenAt))} ·{' '}
          {texts.incidentScore(scoreText(visit, suspect.score))}
        </p>
      </div>
      <div class="suspect-acts">
        <a class="button" href={`/looks/${suspect.checkId}`}>
          {texts.suspectLook}
        </a>
        {holds(visit.actor, 'judge') && <SuspectActs visit={visit} suspect={suspect} />}
      </div>
    </li>
  );
};

interface ActsProps {
  readonly visit: SignedInVisit;
  readonly suspect: Pick<QueuedSuspect, 'id' | 'checkId'>;
}

/** The possible decisions, and what helps to make one. */
export const SuspectActs = ({ visit, suspect: { id, checkId } }: ActsProps) => {
  const { texts, user } = visit;
  return (
    <>
      <a class="button primary" href={`/suspects/${id}/promote`}>
        {texts.suspectPromote}
      </a>
      <Decision
        visit={visit}
        id={`dismiss-${id}`}
        title={texts.suspectNotAttack}
        means={texts.suspectNotAttackMeans}
        action={`/suspects/${id}/dismiss`}
        needsReason
      />
      <div class="suspect-more">
        <PostForm visit={visit} action={`/suspects/${id}/assign`}>
          <button type="submit" name="assignee" value={String(user.id)} class="quiet">
            {texts.incidentTake}
          </button>
        </PostForm>
        <PostForm visit={visit} action={`/looks/${checkId}/look-again`}>
          <button type="submit" class="quiet">
            {texts.lookAgain}
          </button>
        </PostForm>
      </div>
    </>
  );
};

export async function assignSuspect(visit: SignedInVisit): Promise<Response> {
  const suspect = await findSuspect(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!suspect) return failurePage(visit, 'not-found');
  const chosen = visit.form.get('assignee') ?? '';
  await visit.web.acts.assignSuspect(visit.actor, suspect.id, /^\d{1,9}$/.test(chosen) ? Number(chosen) : null);
  return visit.context.redirect('/suspects?done=suspect-assigned', 303);
}

export async function restoreSuspect(visit: SignedInVisit): Promise<Response> {
  const suspect = await findSuspect(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!suspect) return failurePage(visit, 'not-found');
  await visit.web.acts.restoreSuspect(visit.actor, suspect.id);
  return visit.context.redirect('/suspects?done=suspect-restored', 303);
}

export async function dismissSuspect(visit: SignedInVisit): Promise<Response> {
  const suspect = await findSuspect(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!suspect) return failurePage(visit, 'not-found');
  await visit.web.acts.dismissSuspect(visit.actor, suspect.id, reasonOf(visit));
  return visit.context.redirect(`/suspects?done=suspect-dismissed&undo=${suspect.id}`, 303);
}

export async function dismissSeveral(visit: SignedInVisit): Promise<Response> {
  const ids = chosenOf(visit, 'suspect');
  for (const id of ids) {
    // Nothing is dismissed if any of them is out of scope.
    if (!(await findSuspect(visit.web.parts.db, visit.scope, id))) return failurePage(visit, 'not-found');
  }
  const reason = ids.length === 0 ? '' : reasonOf(visit);
  const left = await countRefused(ids, (id) => visit.web.acts.dismissSuspect(visit.actor, id, reason));
  const done = ids.length === 0 ? 'none-chosen' : left === 0 ? 'suspects-dismissed' : 'several-left';
  return visit.context.redirect(`/suspects?done=${done}`, 303);
}
