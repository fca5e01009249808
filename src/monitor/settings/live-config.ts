/**
 * The configuration with what was set at the dashboard laid under it. Its sections are read anew at each use, so that
 * whoever keeps the configuration sees a change without being told; whoever keeps a section does not.
 */
import type { Config } from '../../config/schema.ts';
import { withSettings } from '../../config/settings.ts';
import type { Database } from '../../store/database.ts';
import { readSettings } from '../../store/settings.ts';

export interface LiveConfig {
  readonly config: Config;
  /** Takes over what is stored now. */
  readonly refresh: () => Promise<void>;
}

export async function openLiveConfig(base: Config, db: Database): Promise<LiveConfig> {
  let current = base;
  const refresh = async (): Promise<void> => {
    const stored = await readSettings(db);
    current = withSettings(base, new Map([...stored].map(([key, { value }]) => [key, value])));
  };
  await refresh();
  const sections = Object.keys(base) as (keyof Config)[];
  const config = Object.defineProperties(
    {},
    Object.fromEntries(sections.map((name) => [name, { enumerable: true, get: () => current[name] }])),
  ) as Config;
  return { config, refresh };
}
