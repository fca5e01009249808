/** Finds the browser, and checks whether it may be started. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserType } from 'playwright';
import type { Config } from '../../../config/schema/schema.ts';
import { VonggacError } from '../../../core/errors.ts';

export interface BrowserInfo {
  readonly executable: string;
  /** Like `156.0.8078.79`. */
  readonly version: string;
  readonly sandbox: boolean;
}

/** The headless shell comes first: it renders a page in about half the time of the full browser. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

const versionTimeoutMs = 10_000;

/** The configured browser, else the first one on PATH, else Playwright's own; null if there is none. */
export function findBrowser(config: Pick<Config, 'capture'>): string | null {
  const { executable } = config.capture.browser;
  if (executable !== '') return isExecutable(executable) ? executable : null;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found) return found;
  }
  const own = playwrightBrowser().executablePath();
  return own !== '' && isExecutable(own) ? own : null;
}

/** Loaded only if there is no other browser: the library takes 60 MB and a third of a second. */
function playwrightBrowser(): BrowserType {
  return createRequire(import.meta.url)('playwright').chromium;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Throws the error that starting the browser would throw; `run` checks this at its own start. */
export function checkBrowserStart(config: Pick<Config, 'capture'>): string {
  const executable = findBrowser(config);
  if (executable === null) {
    const configured = config.capture.browser.executable;
    throw new VonggacError(
      'missing',
      configured === ''
        ? "No Chromium was found: run 'apt-get install chromium-headless-shell', or name one in capture.browser.executable."
        : `The browser ${configured} named by capture.browser.executable can't be run: correct the path.`,
    );
  }
  if (config.capture.browser.sandbox && process.getuid?.() === 0) {
    throw new VonggacError(
      'bad-configuration',
      'Chromium has no sandbox when it runs as root: run vonggac as an unprivileged user, as a real deployment must, ' +
        'or set capture.browser.sandbox: false where every watched page is your own.',
    );
  }
  return executable;
}

/** Runs the executable with `--version`. Throws `missing` if it does not answer. */
export async function browserVersion(executable: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(executable, ['--version'], { timeout: versionTimeoutMs });
    const named = stdout.toLowerCase().indexOf('chrom');
    const version = named === -1 ? undefined : /\d[\d.]*\d/.exec(stdout.slice(named))?.[0];
    if (version) return version;
  } catch (cause) {
    throw new VonggacError('missing', `The browser ${executable} does not start: reinstall it.`, { cause });
  }
  throw new VonggacError('missing', `${executable} is not Chromium: name one in capture.browser.executable.`);
}
