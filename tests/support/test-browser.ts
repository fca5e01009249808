/** The installed browser, driven as a person's. Our own pages only, so root may run it without its sandbox. */
import { type Browser, chromium } from 'playwright';
import { findBrowser } from '../../src/capture/browser/executable.ts';
import { configSchema } from '../../src/config/schema.ts';

export function launchTestBrowser(): Promise<Browser> {
  const executable = findBrowser(configSchema.parse({}));
  return chromium.launch({
    ...(executable === null ? {} : { executablePath: executable }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
