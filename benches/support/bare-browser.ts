/** The least that a watcher of rendered pages can do: open, let ten seconds of page time pass, take the picture. */
import { type CDPSession, chromium } from 'playwright';
import { createGate } from '../../src/capture/outbound-guard.ts';
import type { FilteringProxy } from '../../src/capture/proxy/filtering-proxy.ts';
import type { ProxySession } from '../../src/capture/proxy/proxy-session.ts';

export interface BareBrowserSetting {
  readonly executablePath: string;
  readonly proxy: FilteringProxy;
  readonly concurrency: number;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly maxHeightPx: number;
}

/** Milliseconds for all pages together; one browser, a fresh context for each page, no record of anything. */
export async function bareBrowserLoop(urls: readonly string[], setting: BareBrowserSetting): Promise<number> {
  const browser = await chromium.launch({ executablePath: setting.executablePath, chromiumSandbox: false });
  const { signal } = new AbortController();
  const look = async (url: string) => {
    const exceptions = [{ host: new URL(url).host, addresses: ['127.0.0.0/8'] }];
    const gate = createGate({ ownUrl: url, exceptions, connectTimeoutMs: 15_000, resolveName: async () => [], signal });
    const session = setting.proxy.open(gate, 1e9);
    const context = await browser.newContext({
      proxy: { server: setting.proxy.server, bypass: '<-loopback>' },
      viewport: setting.viewport,
    });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await logIn(cdp, session);
    await cdp.send('Emulation.setVirtualTimePolicy', { policy: 'pause' });
    await page.goto(url, { waitUntil: 'commit' });
    const expired = new Promise<void>((resolve) => cdp.once('Emulation.virtualTimeBudgetExpired', () => resolve()));
    await cdp.send('Emulation.setVirtualTimePolicy', { policy: 'pauseIfNetworkFetchesPending', budget: 10_000 });
    await expired;
    const html = await page.content();
    const { cssContentSize } = await cdp.send('Page.getLayoutMetrics');
    const height = Math.min(setting.maxHeightPx, Math.max(setting.viewport.height, Math.ceil(cssContentSize.height)));
    const { data } = await cdp.send('Page.captureScreenshot', {
      format: 'png',
      optimizeForSpeed: true,
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, width: setting.viewport.width, height, scale: 1 },
    });
    if (html.length < 10_000 || data.length < 10_000) throw new Error(`the bare loop did not see ${url}`);
    await context.close();
    session.close();
  };
  try {
    await Promise.all(urls.slice(0, setting.concurrency).map(look));
    const startedAt = performance.now();
    const queue = [...urls];
    const run = async () => {
      for (let url = queue.shift(); url !== undefined; url = queue.shift()) await look(url);
    };
    await Promise.all(Array.from({ length: setting.concurrency }, run));
    return performance.now() - startedAt;
  } finally {
    await browser.close();
  }
}

/** Playwright's own way to give credentials holds every request, which would make the loop slower than it need be. */
async function logIn(cdp: CDPSession, { username, password }: ProxySession): Promise<void> {
  cdp.on('Fetch.requestPaused', ({ requestId }) => void cdp.send('Fetch.continueRequest', { requestId }));
  cdp.on('Fetch.authRequired', ({ requestId }) => {
    const authChallengeResponse = { response: 'ProvideCredentials', username, password } as const;
    void cdp.send('Fetch.continueWithAuth', { requestId, authChallengeResponse });
  });
  await cdp.send('Fetch.enable', { handleAuthRequests: true, patterns: [{ resourceType: 'Document' }] });
}
