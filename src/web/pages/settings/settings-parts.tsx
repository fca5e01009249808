/** Read-only parts of the settings page, and the agencies' languages. */
import type { Origin } from '../../../config/origins.ts';
import type { Config } from '../../../config/schema/schema.ts';
import { type ShownSetting, showConfig } from '../../../config/settings.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import type { StoredSetting } from '../../../store/records/settings.ts';
import type { Agency } from '../../../store/registry/agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { PostForm } from '../../views/form.tsx';
import { Sheet } from '../../views/layout.tsx';
import { moment } from '../../views/wording.ts';

const shownChars = 400;

export function originText({ texts }: SignedInVisit, origin: Origin): string {
  return origin.from === 'file' ? texts.settingsFromFile : texts.settingsFromEnvironment(origin.variable);
}

interface WholeConfigProps {
  readonly visit: SignedInVisit;
  readonly config: Config;
  readonly stored: ReadonlyMap<string, StoredSetting>;
}

export const WholeConfig = ({ visit, config, stored }: WholeConfigProps) => {
  const { texts } = visit;
  const sections = Map.groupBy(showConfig(config), ({ key }) => key.split('.')[0] ?? key);
  return (
    <Sheet title={texts.settingsAll} id="all">
      <p class="hint">{texts.settingsAllHelp}</p>
      {[...sections].map(([section, settings]) => (
        <details>
          <summary>
            <code>{section}</code>
          </summary>
          <table class="config">
            <thead>
              <tr>
                <th scope="col">{texts.settingsKey}</th>
                <th scope="col">{texts.settingsValue}</th>
                <th scope="col">{texts.settingsOrigin}</th>
              </tr>
            </thead>
            <tbody>
              {settings.map((setting) => (
                <tr>
                  <th scope="row">
                    <code>{setting.key}</code>
                  </th>
                  <td>
                    <Value visit={visit} setting={setting} />
                  </td>
                  <td>{client(visit, setting, stored.get(setting.key))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ))}
    </Sheet>
  );
};

const Value = ({ visit, setting: { text, isSet } }: { visit: SignedInVisit; setting: ShownSetting }) => {
  const { texts } = visit;
  if (!isSet) return <span class="old">{texts.settingsNotSet}</span>;
  return text === null ? (
    <span class="old">{texts.settingsSecretSet}</span>
  ) : (
    <code>{plainText(text, shownChars)}</code>
  );
};

function client(visit: SignedInVisit, { origin }: ShownSetting, own: StoredSetting | undefined): string {
  if (origin !== null) return originText(visit, origin);
  if (!own) return visit.texts.settingsFromDefault;
  return visit.texts.settingsFromDashboard(plainText(own.changedBy, 80), moment(visit, own.changedAt));
}

export const AgencyLanguages = ({ visit, agencies }: { visit: SignedInVisit; agencies: readonly Agency[] }) => {
  const { texts } = visit;
  if (agencies.length === 0) return null;
  const choices = [
    ['', texts.settingsAsConfigured],
    ['vi', texts.languageVi],
    ['en', texts.languageEn],
  ] as const;
  return (
    <Sheet title={texts.settingsAgencies} id="agencies">
      <p class="hint">{texts.settingsAgenciesHelp}</p>
      <ul class="agencies">
        {agencies.map(({ id, name, language }) => (
          <li>
            <PostForm visit={visit} action={`/agencies/${id}/language`} class="agency">
              <label for={`language-${id}`}>{plainText(name, 160)}</label>
              <select id={`language-${id}`} name="language" disabled={!holds(visit.actor, 'manage-settings')}>
                {choices.map(([value, text]) => (
                  <option value={value} selected={value === (language ?? '')}>
                    {text}
                  </option>
                ))}
              </select>
              {holds(visit.actor, 'manage-settings') && (
                <button type="submit">
                  {texts.settingsSave}
                  <span class="hidden">: {plainText(name, 160)}</span>
                </button>
              )}
            </PostForm>
          </li>
        ))}
      </ul>
    </Sheet>
  );
};
