/**
 * The installed browser, used as a person would. It opens our own pages only, so root may run it without its sandbox.
 */
import { type Browser, chromium } from 'playwright';
import { findBrowser } from '../../src/capture/browser/process/executable.ts';
import { configSchema } from '../../src/config/schema/schema.ts';

export function launchTestBrowser(): Promise<Browser> {
  const executable = findBrowser(configSchema.parse({}));
  return chromium.launch({
    ...(executable === null ? {} : { executablePath: executable }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
