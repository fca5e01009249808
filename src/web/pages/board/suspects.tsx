/** The operator's review queue: changes not certain enough for an alarm. */
import type { AttackKind } from '../../../core/domain/finding.ts';
import { holds } from '../../../core/people/actor.ts';
import { kindWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { findSuspect, type QueuedSuspect, readSuspects } from '../../../store/reads/suspects.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Age } from '../../views/badges.tsx';
import { PostForm } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber } from '../../views/pager.tsx';
import { ChooseBox, chosenOf, SeveralBar } from '../../views/several.tsx';
import { moment, registeredAddress, render, renderReason, scoreText } from '../../views/wording.ts';
import { countRefused, noteOf, numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

const pageSize = 50;

export async function showSuspects(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const page = pageNumber(visit.url);
  const { suspects, found } = await readSuspects(visit.web.parts.db, visit.scope, {
    offset: (page - 1) * pageSize,
    limit: pageSize,
  });
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
          <p>{texts.suspectsIntro}</p>
          <p>
            <a href="/ignored-changes">{texts.ignoredTitle}</a>
          </p>
        </div>
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
              {texts.incidentNote}
            </label>
            <input id="several-note" name="note" maxlength={500} placeholder={texts.incidentNote} />
            <button type="submit">{texts.suspectDismissSeveral}</button>
          </SeveralBar>
        )}
        <Pager visit={visit} page={page} pages={pages} />
      </>
    ),
  });
}

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
        {holds(visit.actor, 'judge') && <DismissForm visit={visit} suspectId={suspect.id} />}
      </div>
    </li>
  );
};

export const DismissForm = ({ visit, suspectId }: { visit: SignedInVisit; suspectId: number }) => (
  <PostForm visit={visit} action={`/suspects/${suspectId}/dismiss`} class="dismiss">
    <label class="hidden" for={`note-${suspectId}`}>
      {visit.texts.incidentNote}
    </label>
    <input id={`note-${suspectId}`} name="note" maxlength={500} placeholder={visit.texts.incidentNote} />
    <button type="submit">{visit.texts.suspectDismiss}</button>
  </PostForm>
);

export async function dismissSuspect(visit: SignedInVisit): Promise<Response> {
  const suspect = await findSuspect(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!suspect) return failurePage(visit, 'not-found');
  await visit.web.acts.dismissSuspect(visit.actor, suspect.id, noteOf(visit));
  return visit.context.redirect('/suspects?done=suspect-dismissed', 303);
}

export async function dismissSeveral(visit: SignedInVisit): Promise<Response> {
  const ids = chosenOf(visit, 'suspect');
  for (const id of ids) {
    // Nothing is dismissed when one of them is out of scope.
    if (!(await findSuspect(visit.web.parts.db, visit.scope, id))) return failurePage(visit, 'not-found');
  }
  const left = await countRefused(ids, (id) => visit.web.acts.dismissSuspect(visit.actor, id, noteOf(visit)));
  const done = ids.length === 0 ? 'none-chosen' : left === 0 ? 'suspects-dismissed' : 'several-left';
  return visit.context.redirect(`/suspects?done=${done}`, 303);
}
