/** Changes a portal's registration, and stops watching it. */
import { isShown } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import { versionOf } from '../../../monitor/sites/edit-site.ts';
import { readSite } from '../../../store/reads/site.ts';
import { findAgency } from '../../../store/registry/agencies.ts';
import { getSite, type RegisteredSite } from '../../../store/registry/registry.ts';
import type { TargetRow } from '../../../store/schema/schema.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { PostForm, Problem, shownInField } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { registeredAddress, renderError } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { choosableAgencies, SiteFields, siteRequestOf, type TypedSite, typedIn } from './site-fields.tsx';
import { siteNotesPage } from './site-notes.tsx';

/** The site, when it is in scope. */
async function siteOf(visit: SignedInVisit): Promise<RegisteredSite | null> {
  const { db } = visit.web.parts;
  const shown = await readSite(db, visit.scope, numberParam(visit, 'id'));
  return shown && getSite(db, shown.id);
}

export async function showEditSite(visit: SignedInVisit): Promise<Response> {
  const site = await siteOf(visit);
  if (!site) return failurePage(visit, 'not-found');
  return editPage(visit, site, await registeredAs(visit, site), null);
}

/** The registered values as fields; "further pages" is for new ones. */
async function registeredAs(visit: SignedInVisit, site: RegisteredSite): Promise<TypedSite> {
  const agency = site.agencyId === null ? null : await findAgency(visit.web.parts.db, { id: site.agencyId });
  const values: Readonly<Record<string, string>> = {
    name: site.name,
    agency: site.agency ?? '',
    language: agency?.language ?? '',
    emails: site.recipients.join('\n'),
    importance: site.importance,
    consent: site.consent ?? '',
    tags: site.tags.map(({ name }) => name).join(', '),
    probe: site.mayProbe === 1 ? 'yes' : '',
    version: versionOf(site, agency?.language ?? null),
  };
  return (name) => values[name] ?? '';
}

async function editPage(
  visit: SignedInVisit,
  site: RegisteredSite,
  typed: TypedSite,
  problem: string | null,
): Promise<Response> {
  const { texts } = visit;
  const title = texts.editSiteTitle(plainText(site.name, 120));
  return renderPage(visit, {
    title,
    section: 'board',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href={`/sites/${site.id}`}>{plainText(site.name, 160)}</a>
          </p>
          <h1>{title}</h1>
          <p>{texts.editSiteAddressFixed(registeredAddress(site.url))}</p>
        </div>
        <Sheet title={texts.siteDetails} id="edit">
          <Problem text={problem} />
          <PostForm visit={visit} action={`/sites/${site.id}/edit`} class="stack">
            <input type="hidden" name="version" value={typed('version')} />
            <SiteFields visit={visit} agencies={await choosableAgencies(visit)} typed={typed} />
            <WatchedPages visit={visit} site={site} typed={typed} />
            <button type="submit" class="primary">
              {texts.editSiteButton}
            </button>
          </PostForm>
        </Sheet>
        <p class="aside-link">
          <a href={`/sites/${site.id}/remove`}>{texts.removeSite}</a>
        </p>
      </div>
    ),
  });
}

/** Without the home page: another home address is another portal. */
function furtherPages(site: RegisteredSite): TargetRow[] {
  return site.targets.filter(({ role, url }) => role === 'registered' && url !== site.url);
}

const WatchedPages = ({ visit, site, typed }: { visit: SignedInVisit; site: RegisteredSite; typed: TypedSite }) => {
  const pages = furtherPages(site);
  if (pages.length === 0) return null;
  const { texts } = visit;
  return (
    <fieldset class="field">
      <legend>{texts.editSiteStop}</legend>
      <p class="hint">{texts.editSiteStopHint}</p>
      {pages.map(({ id, url }) => (
        <label class="check">
          <input type="checkbox" name={`stop-${id}`} value="yes" checked={typed(`stop-${id}`) === 'yes'} />
          <span>{registeredAddress(url)}</span>
        </label>
      ))}
    </fieldset>
  );
};

/** An import may have set a value that a field can't show whole: if submitted as shown, it stays unchanged. */
function untouched({ name, consent }: RegisteredSite, typed: TypedSite) {
  return {
    ...(typed('name') === shownInField(name) ? { name } : {}),
    ...(consent !== null && typed('consent') === shownInField(consent) ? { consent } : {}),
  };
}

export async function editSite(visit: SignedInVisit): Promise<Response> {
  const site = await siteOf(visit);
  if (!site) return failurePage(visit, 'not-found');
  const { texts } = visit;
  const typed = typedIn(visit);
  try {
    const { language, ...sent } = await siteRequestOf(visit);
    const request = { ...sent, ...untouched(site, typed) };
    const stop = furtherPages(site).flatMap(({ id }) => (typed(`stop-${id}`) === 'yes' ? [id] : []));
    const edit = { request, language: language ?? null, stop, version: typed('version') };
    const { isChanged, warnings } = await visit.web.acts.editSite(visit.actor, site.id, edit);
    if (!isChanged) return visit.context.redirect(`/sites/${site.id}?done=site-unchanged`, 303);
    if (warnings.length === 0) return visit.context.redirect(`/sites/${site.id}?done=site-changed`, 303);
    const text = texts.editSiteDoneText(plainText(request.name ?? site.name, 160));
    return await siteNotesPage(visit, { siteId: site.id, title: texts.editSiteDoneTitle, text, warnings });
  } catch (error) {
    if (isShown(error) && error.code !== 'baseline-moved') {
      return editPage(visit, site, typed, plainText(renderError(visit, error), 500));
    }
    throw error;
  }
}

export async function showRemoveSite(visit: SignedInVisit): Promise<Response> {
  const site = await siteOf(visit);
  if (!site) return failurePage(visit, 'not-found');
  const { texts } = visit;
  const title = texts.removeSiteTitle(plainText(site.name, 120));
  return renderPage(visit, {
    title,
    section: 'board',
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href={`/sites/${site.id}`}>{plainText(site.name, 160)}</a>
          </p>
          <h1>{title}</h1>
          <p>{registeredAddress(site.url)}</p>
        </div>
        <Sheet title={texts.removeSiteWhat} id="remove">
          <ul class="notes">
            {[texts.removeSiteEnds, texts.removeSiteIncident, texts.removeSiteKept, texts.removeSiteAgain].map(
              (one) => (
                <li>{one}</li>
              ),
            )}
          </ul>
          <p>{texts.removeSitePauseInstead}</p>
          <PostForm visit={visit} action={`/sites/${site.id}/remove`} class="buttons">
            <button type="submit" class="primary danger">
              {texts.removeSiteButton}
            </button>
            <a class="button" href={`/sites/${site.id}`}>
              {texts.cancel}
            </a>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}

export async function removeSite(visit: SignedInVisit): Promise<Response> {
  const site = await siteOf(visit);
  if (!site) return failurePage(visit, 'not-found');
  await visit.web.acts.removeSite(visit.actor, site.id);
  return visit.context.redirect('/?done=site-removed', 303);
}
