/** Asks before a suspect becomes an incident; shows the mail that the agency will receive, and its recipients. */
import { plainText } from '../../../core/text.ts';
import { findSuspect } from '../../../store/reads/suspects.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Decision } from '../../views/decision.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { noteOf, numberParam } from '../act.ts';
import { readCalls, WhoToCall } from '../agencies/who-to-call.tsx';
import { failurePage } from '../failure.tsx';

export async function showPromoteSuspect(visit: SignedInVisit): Promise<Response> {
  const { texts, web } = visit;
  const suspect = await findSuspect(web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!suspect) return failurePage(visit, 'not-found');
  const { notice, recipients } = await web.acts.previewPromotion(visit.actor, suspect.id, suspect.checkId);
  const calls = await readCalls(visit, suspect.siteId);
  const mail = notice && web.previewMail(notice, visit.language);
  return renderPage(visit, {
    title: texts.suspectPromoteTitle,
    section: 'suspects',
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href="/suspects">{texts.suspectsTitle}</a> ›{' '}
            <a href={`/looks/${suspect.checkId}`}>{texts.suspectLook}</a>
          </p>
          <h1>{texts.suspectPromoteTitle}</h1>
          <p>{plainText(suspect.siteName, 160)}</p>
        </div>
        {mail && (
          <Sheet title={texts.suspectPromotePreview} id="preview">
            <p class="meta">
              {texts.suspectPromoteTo}: {recipients.map((one) => plainText(one, 120)).join(', ')}
            </p>
            <p>
              <b>{mail.subject}</b>
            </p>
            <pre class="mail-preview">{mail.text}</pre>
          </Sheet>
        )}
        <Decision
          visit={visit}
          id="promote"
          title={texts.suspectPromote}
          means={mail ? texts.suspectPromoteMeans(recipients.length) : texts.suspectPromoteNobody}
          action={`/suspects/${suspect.id}/promote`}
          needsReason={false}
          isOpen
        >
          <WhoToCall visit={visit} calls={calls} />
          <input type="hidden" name="look" value={String(suspect.checkId)} />
        </Decision>
      </div>
    ),
  });
}

export async function promoteSuspect(visit: SignedInVisit): Promise<Response> {
  const suspect = await findSuspect(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  const look = visit.form.get('look') ?? '';
  if (!suspect || !/^\d{1,15}$/.test(look)) return failurePage(visit, 'not-found');
  const number = await visit.web.acts.promoteSuspect(visit.actor, suspect.id, Number(look), noteOf(visit));
  return visit.context.redirect(`/incidents/${number}?done=suspect-promoted`, 303);
}
