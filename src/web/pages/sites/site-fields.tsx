/** The form fields of a portal, read the same way for registration and changes. */
import { tagNames } from '../../../core/domain/tag.ts';
import { VonggacError } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import { ownAgency } from '../../../monitor/sites/own-agency.ts';
import type { SiteRequest } from '../../../monitor/sites/site-request.ts';
import { type Agency, listAgencies } from '../../../store/registry/agencies.ts';
import type { SiteRow } from '../../../store/schema/schema.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Choice, Field, Lines } from '../../views/form.tsx';
import { importanceText } from '../../views/wording.ts';

/** Each host is looked up while the person waits. */
const mostLines = 50;
const importances: readonly SiteRow['importance'][] = ['high', 'normal', 'low'];

/** By field name. */
export type TypedSite = (name: string) => string;

interface FieldsProps {
  readonly visit: SignedInVisit;
  readonly agencies: readonly Agency[];
  readonly typed: TypedSite;
}

const AgencyField = ({ visit, agencies, typed }: FieldsProps) => {
  const { texts } = visit;
  if (visit.scope.agencyId !== null) return null;
  return (
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
  );
};

export const SiteFields = ({ visit, agencies, typed }: FieldsProps) => {
  const { texts } = visit;
  return (
    <>
      <Field
        name="name"
        label={texts.addSiteName}
        hint={texts.addSiteNameHint}
        value={typed('name')}
        autocomplete="off"
        optional
      />
      <AgencyField visit={visit} agencies={agencies} typed={typed} />
      <Choice
        name="language"
        label={texts.siteLanguage}
        hint={texts.siteLanguageHint}
        value={typed('language')}
        choices={[
          ['', texts.siteLanguageDefault],
          ['vi', texts.siteLanguageVi],
          ['en', texts.siteLanguageEn],
        ]}
      />
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
        value={importanceIn(typed)}
        choices={importances.map((one) => [one, importanceText(texts, one)])}
      />
      <Field
        name="tags"
        label={texts.siteTags}
        hint={texts.siteTagsHint}
        value={typed('tags')}
        autocomplete="off"
        maxlength={1_000}
        optional
      />
      <Field
        name="consent"
        label={texts.siteConsent}
        hint={texts.addSiteConsentHint}
        value={typed('consent')}
        autocomplete="off"
        optional
      />
      <label class="check">
        <input type="checkbox" name="probe" value="yes" checked={typed('probe') === 'yes'} />
        <span>
          {texts.siteProbe} <small>{texts.siteProbeHint}</small>
        </span>
      </label>
    </>
  );
};

/** People of one agency must not learn the others' names. */
export async function choosableAgencies(visit: SignedInVisit): Promise<readonly Agency[]> {
  return visit.scope.agencyId === null ? listAgencies(visit.web.parts.db) : [];
}

/** The submitted values as typed. */
export function typedIn(visit: SignedInVisit): TypedSite {
  return (name) => visit.form.get(name) ?? '';
}

/** Everything except the address and the look interval. */
export async function siteRequestOf(visit: SignedInVisit): Promise<Omit<SiteRequest, 'url' | 'everyMs'>> {
  const text = (name: string) => (visit.form.get(name) ?? '').trim().slice(0, 500) || undefined;
  const emails = linesOf(visit, 'emails', /[\s;,]+/);
  const paths = linesOf(visit, 'pages', /\n/);
  if (emails.length > mostLines || paths.length > mostLines) {
    throw new VonggacError('bad-input', visit.texts.addSiteTooManyPages, { vi: visit.texts.addSiteTooManyPages });
  }
  return {
    name: text('name'),
    // A site registered by a person of an agency belongs to that agency, whatever the form says.
    agency: (await ownAgency(visit.web.parts.db, visit.actor))?.name ?? text('agency')?.slice(0, 200),
    language: (['vi', 'en'] as const).find((one) => one === visit.form.get('language')),
    emails,
    paths,
    importance: importanceIn(typedIn(visit)),
    tags: tagNames((visit.form.get('tags') ?? '').slice(0, 2_000)),
    consent: text('consent'),
    probe: visit.form.get('probe') === 'yes',
  };
}

function linesOf(visit: SignedInVisit, name: string, between: RegExp): string[] {
  return (visit.form.get(name) ?? '')
    .split(between)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function importanceIn(typed: TypedSite): SiteRow['importance'] {
  return importances.find((one) => one === typed('importance')) ?? 'normal';
}
