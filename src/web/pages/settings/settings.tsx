/** Settings and contacts that can be changed here, the whole configuration read-only, and a test mail. */
import { originOf } from '../../../config/origins.ts';
import { isSettingKey, settingInput } from '../../../config/settings.ts';
import { registrableDomain } from '../../../core/address.ts';
import { isShown } from '../../../core/errors.ts';
import { troubleWords } from '../../../core/incidents/mail-trouble.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { readSettings, type StoredSetting } from '../../../store/records/settings.ts';
import { listAgencies } from '../../../store/registry/agencies.ts';
import { listSites } from '../../../store/registry/registry.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Field, PostForm, Problem } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import {
  contactForms,
  dutyForms,
  SettingFields,
  type SettingForm,
  typedSetting,
  valueForms,
} from '../../views/setting-fields.tsx';
import { moment, render, renderError } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { AgencyLanguages, originText, WholeConfig } from './settings-parts.tsx';

/** In page order, each with the section that saving returns to. */
const groups = { contacts: contactForms, duty: dutyForms, values: valueForms };
const forms = Object.values(groups).flat();

/** Submitted values that were not saved. */
interface Refused {
  readonly about: SettingForm['key'] | 'test';
  readonly text: string;
  /** As typed. */
  readonly value: unknown;
}

interface Shown {
  readonly visit: SignedInVisit;
  readonly stored: ReadonlyMap<string, StoredSetting>;
  /** Registrable domains of the watched portals. */
  readonly watched: ReadonlySet<string>;
  readonly refused: Refused | null;
}

export function showSettings(visit: SignedInVisit): Promise<Response> {
  return settingsPage(visit, null, null);
}

async function settingsPage(visit: SignedInVisit, refused: Refused | null, sent: string | null): Promise<Response> {
  const { texts } = visit;
  const { db, config } = visit.web.parts;
  const sites = await listSites(db);
  const watched = new Set(sites.map(({ url }) => registrableDomain(new URL(url).hostname)));
  const shown = { visit, stored: await readSettings(db), watched, refused };
  return renderPage(visit, {
    title: texts.settingsTitle,
    section: 'settings',
    assets: ['settings.css'],
    status: refused === null ? 200 : 400,
    body: (
      <>
        <div class="page-head">
          <h1>{texts.settingsTitle}</h1>
          <p>{texts.settingsIntro}</p>
        </div>
        {sent !== null && (
          <p class="banner banner-good" role="status">
            <Icon name="ok" />
            <span>{sent}</span>
          </p>
        )}
        <div class="settings">
          <div class="column">
            <Group {...shown} title={texts.settingsContacts} id="contacts" forms={contactForms} />
            <Group {...shown} title={texts.settingsDuty} id="duty" forms={dutyForms} />
          </div>
          <div class="column">
            <Group {...shown} title={texts.settingsMail} id="values" forms={valueForms} />
            {holds(visit.actor, 'manage-settings') && <TestMail {...shown} />}
            <AgencyLanguages visit={visit} agencies={await listAgencies(db)} />
          </div>
        </div>
        <WholeConfig visit={visit} config={config} stored={shown.stored} />
      </>
    ),
  });
}

const Group = (props: Shown & { title: string; id: string; forms: readonly SettingForm[] }) => (
  <Sheet title={props.title} id={props.id} class="setting-group">
    {props.forms.map((form) => (
      <Setting {...props} form={form} />
    ))}
  </Sheet>
);

const Setting = ({ visit, stored, watched, refused, form }: Shown & { form: SettingForm }) => {
  const { texts } = visit;
  const { config } = visit.web.parts;
  const { key } = form;
  const origin = originOf(config.origins, key);
  const own = stored.get(key);
  const isEditable = origin === null && holds(visit.actor, 'manage-settings');
  const isRefused = refused?.about === key;
  const value = isRefused ? refused.value : settingInput(config, key);
  const inside = insideWatched(value, watched);
  return (
    <PostForm visit={visit} action={`/settings/${key}`} class="stack setting">
      <Problem text={isRefused ? refused.text : null} />
      <fieldset disabled={!isEditable}>
        <SettingFields visit={visit} form={form} value={value} />
      </fieldset>
      {inside.length > 0 && <p class="hint warning">{texts.settingsInWatchedDomain(inside.join(', '))}</p>}
      {origin !== null && <p class="hint">{texts.settingsFixed(originText(visit, origin))}</p>}
      {origin !== null && own && <p class="hint">{texts.settingsOverruled(plainText(own.changedBy, 80))}</p>}
      {origin === null && own && (
        <p class="hint">{texts.settingsFromDashboard(plainText(own.changedBy, 80), moment(visit, own.changedAt))}</p>
      )}
      {isEditable && (
        <p class="buttons">
          <input type="hidden" name="seen-at" value={String(own?.changedAt ?? 0)} />
          <button type="submit">{texts.settingsSave}</button>
          {own && (
            <button type="submit" name="reset" value="1" formnovalidate>
              {texts.settingsReset}
            </button>
          )}
        </p>
      )}
    </PostForm>
  );
};

/** Addresses inside watched domains: they could receive no mail if that domain were taken over. */
function insideWatched(value: unknown, watched: ReadonlySet<string>): string[] {
  const emails = (Array.isArray(value) ? value : []).map((one) =>
    typeof one === 'string' ? one : String((one as { email?: string }).email ?? ''),
  );
  return emails
    .filter((email) => watched.has(registrableDomain(email.slice(email.lastIndexOf('@') + 1).toLowerCase())))
    .map((email) => plainText(email, 120))
    .slice(0, 5);
}

const TestMail = ({ visit, refused }: Shown) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.settingsTest} id="test">
      <Problem text={refused?.about === 'test' ? refused.text : null} />
      <PostForm visit={visit} action="/settings/test-mail" class="stack">
        <Field
          name="to"
          label={texts.settingsTestTo}
          hint={texts.settingsTestHint}
          type="email"
          value={(visit.form.get('to') ?? visit.user.email ?? '').slice(0, 254)}
          autocomplete="email"
        />
        <p>
          <button type="submit">{texts.settingsTestButton}</button>
        </p>
      </PostForm>
    </Sheet>
  );
};

export async function saveSetting(visit: SignedInVisit): Promise<Response> {
  const key = visit.context.req.param('key') ?? '';
  const form = forms.find((one) => one.key === key);
  if (!form || !isSettingKey(key)) return failurePage(visit, 'not-found');
  const seenAt = Number(visit.form.get('seen-at') ?? 0);
  const typed = typedSetting(visit.form, form);
  const value = visit.form.has('reset') ? null : { input: typed };
  try {
    await visit.web.acts.changeSetting(visit.actor, { key, value, seenAt });
  } catch (error) {
    if (!isShown(error)) throw error;
    // Shows a value that somebody else set meanwhile, so that it can be reviewed.
    const kept = error.code === 'bad-input' ? typed : settingInput(visit.web.parts.config, key);
    return settingsPage(visit, { about: key, text: renderError(visit, error), value: kept }, null);
  }
  const place = Object.entries(groups).find(([, group]) => group.includes(form))?.[0];
  return visit.context.redirect(`/settings?done=setting-changed#${place}`, 303);
}

export async function testMail(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const to = (visit.form.get('to') ?? '').trim().slice(0, 254);
  try {
    const result = await visit.web.acts.testMail(visit.actor, to);
    if (result.status === 'sent') {
      return settingsPage(visit, null, texts.settingsTestSent(plainText(to, 254), plainText(result.response, 200)));
    }
    const text = texts.settingsTestFailed(plainText(render(visit, troubleWords(result.reason)), 300));
    return settingsPage(visit, { about: 'test', text, value: null }, null);
  } catch (error) {
    if (!isShown(error)) throw error;
    return settingsPage(visit, { about: 'test', text: renderError(visit, error), value: null }, null);
  }
}

export async function chooseLanguageOfAgency(visit: SignedInVisit): Promise<Response> {
  const language = (['vi', 'en'] as const).find((one) => one === visit.form.get('language')) ?? null;
  await visit.web.acts.chooseAgencyLanguage(visit.actor, numberParam(visit, 'id'), language);
  return visit.context.redirect('/settings?done=language-chosen#agencies', 303);
}
