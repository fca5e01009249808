/** Registers a portal, with the same checks as the command line. */
import { isShown } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Field, PostForm, Problem } from '../../views/form.tsx';
import { IntervalChoice, intervalOf } from '../../views/interval.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { renderError } from '../../views/wording.ts';
import { choosableAgencies, SiteFields, siteRequestOf, typedIn } from './site-fields.tsx';
import { siteNotesPage } from './site-notes.tsx';

export function showAddSite(visit: SignedInVisit): Promise<Response> {
  return addSitePage(visit, null);
}

async function addSitePage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts } = visit;
  const typed = typedIn(visit);
  return renderPage(visit, {
    title: texts.addSite,
    section: 'board',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href="/">{texts.navBoard}</a>
          </p>
          <h1>{texts.addSite}</h1>
          <p>{texts.addSiteIntro}</p>
          <p>
            <a href="/sites/import">{texts.importInstead}</a>
          </p>
        </div>
        <Sheet title={texts.siteDetails} id="add">
          <Problem text={problem} />
          <PostForm visit={visit} action="/sites/add" class="stack">
            <Field
              name="url"
              label={texts.addSiteAddress}
              hint={texts.addSiteAddressHint}
              value={typed('url').slice(0, 2_000)}
              autocomplete="off"
            />
            <SiteFields visit={visit} agencies={await choosableAgencies(visit)} typed={typed} />
            <IntervalChoice visit={visit} everyMs={intervalOf(visit)} />
            <button type="submit" class="primary">
              {texts.addSiteButton}
            </button>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}

export async function addSite(visit: SignedInVisit): Promise<Response> {
  try {
    const request = await siteRequestOf(visit);
    const url = (visit.form.get('url') ?? '').slice(0, 2_000);
    const registered = await visit.web.acts.addSite(visit.actor, {
      ...request,
      url,
      everyMs: intervalOf(visit) ?? undefined,
    });
    if (registered.warnings.length === 0) {
      return visit.context.redirect(`/sites/${registered.siteId}?done=site-added`, 303);
    }
    return await siteNotesPage(visit, {
      siteId: registered.siteId,
      title: visit.texts.addSiteDoneTitle,
      text: visit.texts.addSiteDoneText(plainText(request.name ?? url, 160)),
      warnings: registered.warnings,
    });
  } catch (error) {
    if (isShown(error) && error.code !== 'baseline-moved') {
      return addSitePage(visit, plainText(renderError(visit, error), 500));
    }
    throw error;
  }
}
