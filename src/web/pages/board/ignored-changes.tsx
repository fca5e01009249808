/** Currently ignored changes, until when and by whom; each can be undone. */

import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { isIgnoredInScope, readIgnoredChanges, type ShownIgnoredChange } from '../../../store/reads/ignored-changes.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { backOf, withDone } from '../../views/back.tsx';
import { PostForm } from '../../views/form.tsx';
import { renderPage } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber } from '../../views/pager.tsx';
import { moment, renderReason } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

const pageSize = 50;

export async function showIgnoredChanges(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const page = pageNumber(visit.url);
  const { changes, found } = await readIgnoredChanges(visit.web.parts.db, visit.scope, {
    now: visit.now,
    offset: (page - 1) * pageSize,
    limit: pageSize,
  });
  const pages = Math.ceil(found / pageSize);
  const instead = lastPageInstead(visit, page, pages);
  if (instead) return instead;
  return renderPage(visit, {
    title: texts.ignoredTitle,
    section: 'suspects',
    body: (
      <>
        <div class="page-head">
          <p class="crumbs">
            <a href="/suspects">{texts.suspectsTitle}</a> › {texts.ignoredTitle}
          </p>
          <h1>{texts.ignoredTitle}</h1>
          <p>{texts.ignoredIntro}</p>
        </div>
        {changes.length === 0 ? (
          <p class="empty sheet">{texts.ignoredNone}</p>
        ) : (
          <ul class="suspects">
            {changes.map((change) => (
              <Ignored visit={visit} change={change} />
            ))}
          </ul>
        )}
        <Pager visit={visit} page={page} pages={pages} />
      </>
    ),
  });
}

const Ignored = ({ visit, change }: { visit: SignedInVisit; change: ShownIgnoredChange }) => {
  const { texts } = visit;
  const { siteId, reasonVi, reasonEn, note } = change;
  return (
    <li class="sheet suspect">
      <div>
        <h2>
          <a href={`/sites/${siteId}`}>{plainText(change.siteName, 160)}</a>
        </h2>
        {reasonVi !== null && reasonEn !== null && <p>{renderReason(visit, { vi: reasonVi, en: reasonEn })}</p>}
        <p class="meta">
          {texts.ignoredUntil(moment(visit, change.expiresAt))} ·{' '}
          {texts.ignoredBy(plainText(change.createdBy, 80), moment(visit, change.createdAt))}
        </p>
        {note !== null && <p class="quote">{plainText(note, 500)}</p>}
        <p class="meta hash">{plainText(change.fingerprint, 80)}</p>
      </div>
      {holds(visit.actor, 'judge') && (
        <div class="suspect-acts">
          <PostForm visit={visit} action={`/sites/${siteId}/forget-ignored`}>
            <input type="hidden" name="fingerprint" value={change.fingerprint} />
            <button type="submit">{texts.ignoredForget}</button>
          </PostForm>
        </div>
      )}
    </li>
  );
};

export async function forgetIgnoredChange(visit: SignedInVisit): Promise<Response> {
  const of = { siteId: numberParam(visit, 'id'), fingerprint: visit.form.get('fingerprint') ?? '' };
  if (!(await isIgnoredInScope(visit.web.parts.db, visit.scope, of))) return failurePage(visit, 'not-found');
  await visit.web.acts.forgetIgnored(visit.actor, of);
  return visit.context.redirect(withDone(backOf(visit, '/ignored-changes'), 'forgotten'), 303);
}
