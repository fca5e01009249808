/** Settings and contacts that can be changed here, the whole configuration read-only, and a test mail. */
import { z } from 'zod';
import { originOf } from '../../../config/origins.ts';
import { settingInput } from '../../../config/settings.ts';
import { registrableDomain } from '../../../core/address.ts';
import { isShown } from '../../../core/errors.ts';
import { troubleWords } from '../../../core/incidents/mail-trouble.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import type { SettingProblem } from '../../../monitor/settings/change-settings.ts';
import { readCandidates } from '../../../store/people/roster-candidates.ts';
import { getBackupState } from '../../../store/records/backup-state.ts';
import { readSettings, type StoredSetting } from '../../../store/records/settings.ts';
import { listAgencies } from '../../../store/registry/agencies.ts';
import { listSites } from '../../../store/registry/registry.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Field, PostForm, Problem } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { type SettingArea, type SettingForm, settingAreas } from '../../views/settings/areas.ts';
import { Backups } from '../../views/settings/backups.tsx';
import { seenAtName } from '../../views/settings/columns.ts';
import { SettingFields } from '../../views/settings/fields.tsx';
import type { RosterChoices } from '../../views/settings/roster-cells.tsx';
import { typedSetting } from '../../views/settings/typed.ts';
import { moment, render, renderError } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { AgencyLanguages, originText, WholeConfig } from './settings-parts.tsx';

/** A submitted form that was not saved. */
interface Refused {
  readonly area: string;
  readonly problems: readonly SettingProblem[];
  /** As typed, by key. */
  readonly typed: ReadonlyMap<string, unknown>;
}

interface Shown {
  readonly visit: SignedInVisit;
  readonly stored: ReadonlyMap<string, StoredSetting>;
  /** Registrable domains of the watched portals. */
  readonly watched: ReadonlySet<string>;
  readonly refused: Refused | null;
  readonly choices: RosterChoices;
}

/** The outcome of a test mail. */
interface Tested {
  readonly isSent: boolean;
  readonly text: string;
}

export function showSettings(visit: SignedInVisit): Promise<Response> {
  return settingsPage(visit, null, null);
}

async function settingsPage(visit: SignedInVisit, refused: Refused | null, tested: Tested | null): Promise<Response> {
  const { texts } = visit;
  const { db, config } = visit.web.parts;
  const sites = await listSites(db);
  const watched = new Set(sites.map(({ url }) => registrableDomain(new URL(url).hostname)));
  const agencies = await listAgencies(db);
  const backup = await getBackupState(db);
  const choices = { people: await readCandidates(db), agencies: agencies.map(({ name }) => name) };
  const shown = { visit, stored: await readSettings(db), watched, refused, choices };
  const isRefused = refused !== null || tested?.isSent === false;
  return renderPage(visit, {
    title: texts.settingsTitle,
    section: 'settings',
    assets: ['settings.css'],
    status: isRefused ? 400 : 200,
    body: (
      <>
        <div class="page-head">
          <h1>{texts.settingsTitle}</h1>
          <p>{texts.settingsIntro}</p>
        </div>
        {tested?.isSent && (
          <p class="banner banner-good" role="status">
            <Icon name="ok" />
            <span>{tested.text}</span>
          </p>
        )}
        <nav class="jumps" aria-label={texts.settingsAreas}>
          {settingAreas.map(({ id, title }) => (
            <a href={`#${id}`}>{texts[title]}</a>
          ))}
        </nav>
        <div class="settings">
          <div class="column">
            <Areas {...shown} column="left" />
          </div>
          <div class="column">
            <Areas {...shown} column="right" />
            {holds(visit.actor, 'manage-settings') && <TestMail visit={visit} tested={tested} />}
            <ChannelsLink visit={visit} />
            <PlaybookLink visit={visit} />
            <Backups visit={visit} config={config.backup} state={backup} />
            <AgencyLanguages visit={visit} agencies={agencies} />
          </div>
        </div>
        <WholeConfig visit={visit} config={config} stored={shown.stored} />
      </>
    ),
  });
}

const Areas = ({ column, ...shown }: Shown & Pick<SettingArea, 'column'>) => (
  <>
    {settingAreas
      .filter((area) => area.column === column)
      .map((area) => (
        <Area {...shown} area={area} />
      ))}
  </>
);

/** One form: all of it is saved, or nothing. */
const Area = ({ area, ...shown }: Shown & { area: SettingArea }) => {
  const { visit, refused } = shown;
  const { texts } = visit;
  const isEditable = area.settings.some(({ key }) => mayEdit(visit, key));
  const wrong = refused?.area === area.id ? refused.problems.length : 0;
  return (
    <Sheet title={texts[area.title]} id={area.id} class="setting-group">
      <PostForm visit={visit} action={`/settings/${area.id}`} class="stack">
        {/* The first button of a form is the one that Enter presses. */}
        {isEditable && (
          <button type="submit" class="hidden" tabindex={-1}>
            {texts.settingsSave}
          </button>
        )}
        <Problem text={wrong > 0 ? texts.settingsNotSaved(wrong) : null} />
        {area.settings.map((form) => (
          <Setting {...shown} form={form} />
        ))}
        {isEditable && (
          <button type="submit" class="primary">
            {texts.settingsSave}
            <span class="hidden">: {texts[area.title]}</span>
          </button>
        )}
      </PostForm>
    </Sheet>
  );
};

function mayEdit(visit: SignedInVisit, key: SettingForm['key']): boolean {
  return originOf(visit.web.parts.config.origins, key) === null && holds(visit.actor, 'manage-settings');
}

const Setting = ({ visit, stored, watched, refused, choices, form }: Shown & { form: SettingForm }) => {
  const { texts } = visit;
  const { config } = visit.web.parts;
  const { key } = form;
  const problem = refused?.problems.find((one) => one.key === key);
  // Shows a value that somebody else set in the meantime, for review.
  const isTyped = refused?.typed.has(key) === true && !problem?.isOutdated;
  const value = isTyped ? refused?.typed.get(key) : settingInput(config, key);
  const inside = insideWatched(value, watched);
  return (
    <div class="setting">
      <fieldset disabled={!mayEdit(visit, key)}>
        <SettingFields
          visit={visit}
          form={form}
          value={value}
          problem={problem && render(visit, problem.words)}
          badRows={problem?.rows ?? []}
          choices={choices}
        />
      </fieldset>
      {inside.length > 0 && <p class="hint warning">{texts.settingsInWatchedDomain(inside.join(', '))}</p>}
      <Source visit={visit} form={form} own={stored.get(key)} />
    </div>
  );
};

/** The origin of a value that is not the default, and the button that restores the default. */
const Source = ({ visit, form, own }: { visit: SignedInVisit; form: SettingForm; own: StoredSetting | undefined }) => {
  const { texts } = visit;
  const { key, label } = form;
  const origin = originOf(visit.web.parts.config.origins, key);
  if (origin !== null) {
    return (
      <>
        <p class="hint">{texts.settingsFixed(originText(visit, origin), key)}</p>
        {own && <p class="hint">{texts.settingsOverruled(plainText(own.changedBy, 80))}</p>}
      </>
    );
  }
  return (
    <>
      {mayEdit(visit, key) && <input type="hidden" name={seenAtName(key)} value={String(own?.changedAt ?? 0)} />}
      {own && (
        <p class="hint setting-source">
          <span>{texts.settingsFromDashboard(plainText(own.changedBy, 80), moment(visit, own.changedAt))}</span>
          {mayEdit(visit, key) && (
            <button type="submit" name="reset" value={key} class="quiet" formnovalidate>
              {texts.settingsReset}
              <span class="hidden">: {texts[label]}</span>
            </button>
          )}
        </p>
      )}
    </>
  );
};

const addressed = z
  .array(z.union([z.string(), z.object({ email: z.string() }).transform(({ email }) => email)]))
  .catch([]);

/** Addresses inside watched domains: they could receive no mail if that domain were taken over. */
function insideWatched(value: unknown, watched: ReadonlySet<string>): string[] {
  return addressed
    .parse(value)
    .filter((email) => watched.has(registrableDomain(email.slice(email.lastIndexOf('@') + 1).toLowerCase())))
    .map((email) => plainText(email, 120))
    .slice(0, 5);
}

const TestMail = ({ visit, tested }: { visit: SignedInVisit; tested: Tested | null }) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.settingsTest} id="test">
      <Problem text={tested?.isSent === false ? tested.text : null} />
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

const ChannelsLink = ({ visit: { texts } }: { visit: SignedInVisit }) => (
  <Sheet title={texts.channelsTitle} id="channels">
    <p>{texts.channelsLinkHelp}</p>
    <p>
      <a href="/settings/channels">{texts.channelsLink}</a>
    </p>
  </Sheet>
);

const PlaybookLink = ({ visit: { texts } }: { visit: SignedInVisit }) => (
  <Sheet title={texts.playbookTitle} id="playbook">
    <p>{texts.playbookLinkHelp}</p>
    <p>
      <a href="/settings/playbook">{texts.playbookLink}</a>
    </p>
  </Sheet>
);

export async function saveSettings(visit: SignedInVisit): Promise<Response> {
  const area = settingAreas.find(({ id }) => id === visit.context.req.param('area'));
  if (!area) return failurePage(visit, 'not-found');
  const { form } = visit;
  // Fields that were shown for editing; what the file or the environment sets is not among them.
  const sent = area.settings.filter(({ key }) => form.has(seenAtName(key)));
  const typed = new Map(sent.map((one) => [one.key, typedSetting(form, one)]));
  const outcome = await visit.web.acts.changeSettings(
    visit.actor,
    sent.map(({ key }) => ({
      key,
      value: form.get('reset') === key ? null : { input: typed.get(key) },
      seenAt: Number(form.get(seenAtName(key))),
    })),
  );
  if (outcome.status === 'refused')
    return settingsPage(visit, { area: area.id, problems: outcome.problems, typed }, null);
  const done = outcome.status === 'saved' ? 'setting-changed' : 'settings-unchanged';
  return visit.context.redirect(`/settings?done=${done}#${area.id}`, 303);
}

export async function testMail(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const to = (visit.form.get('to') ?? '').trim().slice(0, 254);
  try {
    const result = await visit.web.acts.testMail(visit.actor, to);
    if (result.status === 'sent') {
      const text = texts.settingsTestSent(plainText(to, 254), plainText(result.response, 200));
      return settingsPage(visit, null, { isSent: true, text });
    }
    const text = texts.settingsTestFailed(plainText(render(visit, troubleWords(result.reason)), 300));
    return settingsPage(visit, null, { isSent: false, text });
  } catch (error) {
    if (!isShown(error)) throw error;
    return settingsPage(visit, null, { isSent: false, text: renderError(visit, error) });
  }
}

export async function chooseLanguageOfAgency(visit: SignedInVisit): Promise<Response> {
  const language = (['vi', 'en'] as const).find((one) => one === visit.form.get('language')) ?? null;
  await visit.web.acts.chooseAgencyLanguage(visit.actor, numberParam(visit, 'id'), language);
  return visit.context.redirect('/settings?done=language-chosen#agencies', 303);
}
