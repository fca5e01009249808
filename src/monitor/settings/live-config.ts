/**
 * The configuration layered over the dashboard settings. Sections are looked up at each use, so code that holds the
 * configuration sees changes at once; code that holds a section does not.
 */
import type { Config } from '../../config/schema/schema.ts';
import { withSettings } from '../../config/settings.ts';
import type { Database } from '../../store/handle.ts';
import { type MadeWebhook, readMadeWebhooks } from '../../store/outbox/made-webhooks.ts';
import { disabledAccounts } from '../../store/people/users.ts';
import { readSettings, settingsVersion } from '../../store/records/settings.ts';
import { accountRef } from './roster-people.ts';

export interface LiveConfig {
  readonly config: Config;
  /** Loads the stored settings if they have changed, whoever changed them; cheap otherwise. */
  readonly refresh: () => Promise<void>;
}

export async function openLiveConfig(base: Config, db: Database): Promise<LiveConfig> {
  let current = base;
  let loaded: string | null = null;
  const refresh = async (): Promise<void> => {
    const disabledPeople = (await disabledAccounts(db)).map(accountRef);
    const madeWebhooks = madeBeside(base, await readMadeWebhooks(db));
    const made = madeWebhooks.map(({ name, agency, changedAt }) => `${name} ${agency} ${changedAt}`);
    const version = [await settingsVersion(db), ...disabledPeople, ...made].join(' ');
    if (version === loaded) return;
    const stored = await readSettings(db);
    current = {
      ...withSettings(base, new Map([...stored].map(([key, { value }]) => [key, value]))),
      disabledPeople,
      madeWebhooks,
    };
    loaded = version;
  };
  await refresh();
  const sections = Object.keys(current) as (keyof Config)[];
  const config = Object.defineProperties(
    {},
    Object.fromEntries(sections.map((name) => [name, { enumerable: true, get: () => current[name] }])),
  ) as Config;
  return { config, refresh };
}

/** Channels of the file have their names first. */
function madeBeside({ channels }: Config, made: readonly MadeWebhook[]): readonly MadeWebhook[] {
  const { webhooks, templates, syslog } = channels;
  const taken = new Set([...webhooks, ...templates, ...syslog].map(({ name }) => name));
  return made.filter(({ name }) => !taken.has(name));
}
