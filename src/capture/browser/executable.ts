/** Which browser is there, and may it be started? */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserType } from 'playwright';
import type { Config } from '../../config/schema.ts';
import { VonggacError } from '../../core/errors.ts';

export interface BrowserInfo {
  readonly executable: string;
  /** Like `156.0.8078.79`. */
  readonly version: string;
  readonly sandbox: boolean;
}

/** The headless shell comes first: it renders a page in about half the time of the full browser. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

const versionTimeoutMs = 10_000;

/** The configured browser, else the first one on the path, else Playwright's own; null when there is none. */
export function findBrowser(config: Config): string | null {
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

/** Loaded only where no other browser is there: the library takes 60 MB and a third of a second. */
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

/** Throws the refusal that a start of the browser would meet; `run` asks at its own start. */
export function checkBrowserStart(config: Config): string {
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

/** Asks the executable for its version. Throws `missing` when it does not answer. */
export async function browserVersion(executable: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(executable, ['--version'], { timeout: versionTimeoutMs });
    const version = /chrom.*?(\d+(?:\.\d+){1,3})/i.exec(stdout)?.[1];
    if (version) return version;
  } catch (cause) {
    throw new VonggacError('missing', `The browser ${executable} does not start: install it anew.`, { cause });
  }
  throw new VonggacError('missing', `${executable} is no Chromium: name one in capture.browser.executable.`);
}
