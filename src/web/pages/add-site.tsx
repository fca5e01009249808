/** Registering a portal, by the same vetting as on the command line. */
import { isSaid, VonggacError } from '../../core/errors.ts';
import { plainText } from '../../core/text.ts';
import type { Registered, SiteRequest } from '../../monitor/register-site.ts';
import { type Agency, findAgency, listAgencies } from '../../store/agencies.ts';
import type { SiteRow } from '../../store/schema.ts';
import type { SignedInVisit } from '../gate/route.ts';
import { Choice, Field, Lines, PostForm, Problem } from '../views/form.tsx';
import { IntervalChoice, intervalOf } from '../views/interval.tsx';
import { renderPage, Sheet } from '../views/layout.tsx';
import { importanceText, say, sayError } from '../views/wording.ts';

/** Each host among them is looked up while the person waits. */
const mostLines = 50;
const importances: readonly SiteRow['importance'][] = ['high', 'normal', 'low'];

export function showAddSite(visit: SignedInVisit): Promise<Response> {
  return addSitePage(visit, null);
}

async function addSitePage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts } = visit;
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
        </div>
        <Sheet title={texts.siteDetails} id="add">
          <Problem text={problem} />
          <PostForm visit={visit} action="/sites/add" class="stack">
            <Fields visit={visit} agencies={await choosableAgencies(visit)} />
            <button type="submit" class="primary">
              {texts.addSiteButton}
            </button>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}

const Fields = ({ visit, agencies }: { visit: SignedInVisit; agencies: readonly Agency[] }) => {
  const { texts } = visit;
  const typed = (name: string) => (visit.form.get(name) ?? '').slice(0, 20_000);
  return (
    <>
      <Field
        name="url"
        label={texts.addSiteAddress}
        hint={texts.addSiteAddressHint}
        value={typed('url')}
        autocomplete="off"
      />
      <Field
        name="name"
        label={texts.addSiteName}
        hint={texts.addSiteNameHint}
        value={typed('name')}
        autocomplete="off"
        optional
      />
      {visit.user.agencyId === null && (
        <>
          <Field
            name="agency"
            label={texts.siteAgency}
            hint={texts.addSiteAgencyHint}
            value={typed('agency')}
            autocomplete="off"
            list="agencies"
            optional
          />
          <datalist id="agencies">
            {agencies.map(({ name }) => (
              <option value={plainText(name, 200)}></option>
            ))}
          </datalist>
        </>
      )}
      <Lines
        name="emails"
        label={texts.addSiteEmails}
        hint={texts.addSiteEmailsHint}
        value={typed('emails')}
        rows={3}
      />
      <Lines name="pages" label={texts.addSitePages} hint={texts.addSitePagesHint} value={typed('pages')} rows={3} />
      <Choice
        name="importance"
        label={texts.importance}
        value={importanceOf(visit)}
        choices={importances.map((one) => [one, importanceText(texts, one)])}
      />
      <IntervalChoice visit={visit} everyMs={intervalOf(visit)} />
      <Field
        name="consent"
        label={texts.siteConsent}
        hint={texts.addSiteConsentHint}
        value={typed('consent')}
        autocomplete="off"
        optional
      />
    </>
  );
};

/** Somebody of an agency learns nothing of the others, not even their names. */
async function choosableAgencies(visit: SignedInVisit): Promise<readonly Agency[]> {
  return visit.user.agencyId === null ? listAgencies(visit.web.parts.db) : [];
}

export async function addSite(visit: SignedInVisit): Promise<Response> {
  try {
    const request = await requestOf(visit);
    const registered = await visit.web.acts.addSite(request, visit.user.name);
    if (registered.warnings.length > 0) return await notesPage(visit, request, registered);
    return visit.context.redirect(`/sites/${registered.siteId}?done=site-added`, 303);
  } catch (error) {
    if (isSaid(error) && error.code !== 'baseline-moved') {
      return addSitePage(visit, plainText(sayError(visit, error), 500));
    }
    throw error;
  }
}

async function requestOf(visit: SignedInVisit): Promise<SiteRequest> {
  const text = (name: string) => (visit.form.get(name) ?? '').trim().slice(0, 500) || undefined;
  const emails = linesOf(visit, 'emails', /[\s;,]+/);
  const paths = linesOf(visit, 'pages', /\s*\n\s*/);
  if (emails.length > mostLines || paths.length > mostLines) {
    throw new VonggacError('bad-input', visit.texts.addSiteTooManyPages, { vi: visit.texts.addSiteTooManyPages });
  }
  return {
    url: (visit.form.get('url') ?? '').slice(0, 2_000),
    name: text('name'),
    agency: await agencyOf(visit),
    emails,
    paths,
    importance: importanceOf(visit),
    everyMs: intervalOf(visit) ?? undefined,
    consent: text('consent'),
  };
}

function linesOf(visit: SignedInVisit, name: string, between: RegExp): string[] {
  return (visit.form.get(name) ?? '')
    .split(between)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What somebody of an agency registers is that agency's, whatever the form says. */
async function agencyOf(visit: SignedInVisit): Promise<string | undefined> {
  const { agencyId } = visit.user;
  if (agencyId === null) return (visit.form.get('agency') ?? '').trim().slice(0, 200) || undefined;
  const own = await findAgency(visit.web.parts.db, { id: agencyId });
  if (!own)
    throw new VonggacError('refused', 'Your account’s agency is not known any more: ask an administrator.', {
      vi: 'Cơ quan của tài khoản này không còn trong danh sách: hãy liên hệ quản trị viên.',
    });
  return own.name;
}

function importanceOf(visit: SignedInVisit): SiteRow['importance'] {
  return importances.find((one) => one === visit.form.get('importance')) ?? 'normal';
}

/** Registered, but not as well as it could be. */
function notesPage(visit: SignedInVisit, request: SiteRequest, registered: Registered): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.addSiteDoneTitle,
    section: 'board',
    body: (
      <section class="card stack link-once">
        <h1>{texts.addSiteDoneTitle}</h1>
        <p>{texts.addSiteDoneText(plainText(request.name ?? request.url, 160))}</p>
        <ul class="notes">
          {registered.warnings.map((warning) => (
            <li>{plainText(say(visit, warning), 500)}</li>
          ))}
        </ul>
        <p>
          <a class="button" href={`/sites/${registered.siteId}`}>
            {texts.addSiteSee}
          </a>
        </p>
      </section>
    ),
  });
}
