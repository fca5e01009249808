/** Runs the launcher's commands as a user would, each in its own process. */
import { execFile } from 'node:child_process';
import { VonggacError } from '../../core/errors.ts';
import { type IncidentList, incidentList, type ServedPortal, type SiteList, siteList } from './watched.ts';

export interface Commands {
  readonly launcher: string;
  readonly env: NodeJS.ProcessEnv;
  addSite(portal: ServedPortal, email: string): Promise<void>;
  listSites(): Promise<SiteList>;
  listIncidents(): Promise<IncidentList>;
}

interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const commandTimeoutMs = 60_000;

/**
 * Drops the user's own settings, so that the demo can't reach their portals or mail server; keeps the browser's
 * location.
 */
export function demoEnvironment(environment: NodeJS.ProcessEnv, configFile: string): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('VONGGAC_') || name.startsWith('VONGGAC_CAPTURE__BROWSER__EXECUTABLE'),
  );
  return { ...Object.fromEntries(kept), VONGGAC_CONFIG: configFile };
}

/** `signal` ends a running command. */
export function createCommands(launcher: string, env: NodeJS.ProcessEnv, cwd: string, signal: AbortSignal): Commands {
  const run = (args: readonly string[]): Promise<Finished> =>
    new Promise((resolve) => {
      execFile(
        launcher,
        [...args],
        { env, cwd, timeout: commandTimeoutMs, signal, maxBuffer: 16_000_000 },
        (error, out, err) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 70;
          resolve({ code, out, err: err === '' && error !== null ? error.message : err });
        },
      );
    });
  const must = async (args: readonly string[]): Promise<string> => {
    const { code, out, err } = await run(args);
    signal.throwIfAborted();
    if (code === 0) return out;
    const output = err.trim().split('\n').slice(-12).join('\n');
    throw new VonggacError('failed', `'vonggac ${args.join(' ')}' ended with exit code ${code}: ${output}`);
  };
  return {
    launcher,
    env,
    async addSite(portal, email) {
      const paths = portal.paths.slice(0, 1).flatMap((path) => ['--path', path]);
      await must([
        'site',
        'add',
        portal.url,
        '--name',
        portal.title,
        '--agency',
        portal.agency,
        '--email',
        email,
        ...paths,
      ]);
    },
    listSites: async () => siteList.parse(JSON.parse(await must(['site', 'list', '--json']))),
    listIncidents: async () => incidentList.parse(JSON.parse(await must(['incident', 'list', '--json']))),
  };
}
