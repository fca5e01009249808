/**
 * Prints one of our own documents as PDF: a browser of its own, without scripts and without any network. Runs in the
 * process of a print (`open/print-process.ts`), never in that of the looks.
 */
import type { Config } from '../../../config/schema/schema.ts';
import { VonggacError } from '../../../core/errors.ts';
import { checkBrowserStart } from '../process/executable.ts';
import { createMemoryMeter } from '../process/process-memory.ts';
import { tinosFiles } from './tinos.ts';

/** Never resolved: every request is answered from memory or refused. */
const origin = 'http://print.invalid';

/** Names that people typed stand in these documents; whatever got through the escaping would still load nothing. */
const contentPolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

const startTimeoutMs = 20_000;
const memoryCheckMs = 100;

/**
 * Size and margins come from the document's own `@page`. A document that links `tinos.css` has that font embedded.
 * Throws `VonggacError` if there is no browser, and `failed` if the document takes too much memory.
 */
export async function printPage(config: Pick<Config, 'capture'>, html: string): Promise<Uint8Array> {
  const executablePath = checkBrowserStart(config);
  const { memoryLimit, sandbox } = config.capture.browser;
  const { chromium } = await import('playwright');
  const browser = await chromium
    .launch({
      executablePath,
      chromiumSandbox: sandbox,
      timeout: startTimeoutMs,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-dev-shm-usage',
        '--font-render-hinting=none',
        '--host-resolver-rules=MAP * ~NOTFOUND',
        '--proxy-server=http://127.0.0.1:9',
        '--proxy-bypass-list=<-loopback>',
      ],
    })
    .catch((cause: unknown) => {
      throw new VonggacError('missing', `The browser ${executablePath} did not start: try it by hand.`, { cause });
    });
  let isTooLarge = false;
  const memory = createMemoryMeter(process.pid);
  const timer = setInterval(() => {
    isTooLarge ||= memory() > memoryLimit;
    if (isTooLarge) void browser.close().catch(() => {});
  }, memoryCheckMs);
  try {
    const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: false });
    // The process that prints has a limit of its own, and thousands of lines on a busy server take their time.
    context.setDefaultTimeout(0);
    const fonts = tinosFiles();
    await context.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      // An answer without content keeps the document where it is.
      if (url.origin !== origin) return route.fulfill({ status: 204 });
      if (url.pathname === '/') {
        const headers = { 'content-security-policy': contentPolicy, 'x-dns-prefetch-control': 'off' };
        return route.fulfill({ contentType: 'text/html; charset=utf-8', headers, body: html });
      }
      const font = fonts(url.pathname);
      return route.fulfill(font ?? { status: 404 });
    });
    const page = await context.newPage();
    await page.goto(`${origin}/`, { waitUntil: 'load' });
    await page.evaluate('document.fonts.ready.then(() => null)');
    return await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  } catch (cause) {
    if (!isTooLarge) throw cause;
    throw new VonggacError('failed', 'The document needs too much memory to be printed: choose a smaller one.', {
      cause,
    });
  } finally {
    clearInterval(timer);
    await browser.close().catch(() => {});
  }
}
