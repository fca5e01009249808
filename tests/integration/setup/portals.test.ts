import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { variants } from '../../../fixtures/portals/defaced/deface.ts';
import { type PortalOptions, type Portals, startPortals } from '../../../fixtures/portals/server.ts';

const now = () => new Date('2026-11-20T01:00:00Z');
const open: Portals[] = [];
async function serve(options: Partial<PortalOptions> = {}): Promise<Portals> {
  const portals = await startPortals({ seed: 5, now, ...options });
  open.push(portals);
  return portals;
}
afterEach(async () => {
  for (const portals of open.splice(0)) await portals.close();
});

const text = async (url: string): Promise<string> => (await fetch(url)).text();
/** Every page with the same port in its own addresses, to compare two servers. */
const looks = async (portals: Portals, count: number): Promise<string[]> => {
  const pages: string[] = [];
  for (const { url } of portals.portals) for (let look = 0; look < count; look += 1) pages.push(await text(url));
  return pages;
};

describe('the portals', () => {
  test('change on every request, and by the seed only', async () => {
    const first = await looks(await serve(), 4);
    expect(new Set(first).size).toBe(first.length);
    expect(await looks(await serve(), 4)).toEqual(first);
    expect(await looks(await serve({ seed: 6 }), 4)).not.toEqual(first);
  });

  test('answer every page and everything that a page names', async () => {
    const missing: string[] = [];
    for (const portal of (await serve()).portals) {
      for (const path of ['/', ...portal.paths]) {
        const answer = await fetch(new URL(path, portal.url));
        expect(answer.status).toBe(200);
        const html = await answer.text();
        expect(html).toContain('lang="vi"');
        const named = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:css|js|svg|jpg)[^"]*)"/g)].map(
          ([, file = '']) => file,
        );
        expect(named.length).toBeGreaterThan(5);
        for (const file of new Set(named)) {
          const asset = await fetch(new URL(file, portal.url));
          await asset.arrayBuffer();
          if (asset.status !== 200) missing.push(file);
        }
      }
    }
    expect(missing).toEqual([]);
  });

  test('zip for whom it suits, keep the connection, count pages and not pictures, and know what they do not have', async () => {
    const [portal] = (await serve()).portals;
    if (!portal) throw new Error('no portal');
    const page = await fetch(portal.url);
    await page.text();
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(page.headers.get('connection')).toBe('keep-alive');
    const plain = await fetch(portal.url, { headers: { 'Accept-Encoding': 'identity' } });
    await plain.text();
    expect(plain.headers.get('content-encoding')).toBeNull();
    await text(new URL('/an-lac/style.css', portal.url).href);
    expect(portal.requests()).toBe(2);
    const none = await fetch(new URL('/khong-co', portal.url));
    await none.text();
    expect(none.status).toBe(404);
    expect((await fetch(portal.url, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  test.each(variants)('show "%s" on the home page only, the same until restored', async (variant) => {
    const { portals, foreignUrl } = await serve();
    for (const portal of portals) {
      const before = await text(portal.url);
      expect(portal.deface(variant)).toBe(variant);
      const answer = await fetch(portal.url, { redirect: 'manual' });
      const html = await answer.text();
      if (variant === 'redirect') expect(answer.headers.get('location')).toBe(foreignUrl);
      else expect(html).toMatch(/hack|tấn công|diretas|ENCRYPTED/i);
      const second = await fetch(portal.url, { redirect: 'manual' });
      if (variant === 'in-layout') expect(html).toContain('/logo.svg');
      else expect(await second.text()).toBe(html);
      expect(await text(new URL(portal.paths[0] ?? '/', portal.url).href)).not.toMatch(/hacked/i);
      portal.restore();
      expect((await text(portal.url)).length).toBeGreaterThan(before.length * 0.8);
    }
  });

  test('the foreign page stands under another host name', async () => {
    const { foreignUrl, portals } = await serve();
    expect(new URL(foreignUrl).hostname).not.toBe(new URL(portals[0]?.url ?? '').hostname);
    expect(await text(foreignUrl)).toContain('NHÀ CÁI');
  });

  test('nothing in a defaced page loads from outside or sends anything', async () => {
    const { portals } = await serve();
    for (const portal of portals) {
      for (const variant of variants.filter((one) => one !== 'redirect')) {
        portal.deface(variant);
        expect(await text(portal.url)).not.toMatch(
          /(?:src|action)="(?:https?:)?\/\/|fetch\(|XMLHttpRequest|sendBeacon/,
        );
      }
    }
  });
});

describe('as a process of its own', () => {
  let child: ChildProcess;
  let next: () => Promise<Record<string, unknown>>;
  beforeEach(() => {
    const script = fileURLToPath(new URL('../../../fixtures/portals/serve.ts', import.meta.url));
    child = spawn(process.execPath, [script, '--seed', '9'], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!child.stdout) throw new Error('no output');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    next = async () => JSON.parse((await lines.next()).value ?? '');
  });
  afterEach(() => {
    child.kill();
  });
  const ask = (line: string) => {
    child.stdin?.write(`${line}\n`);
    return next();
  };

  test('prints its addresses, obeys, refuses what it does not know, and ends with its input', async () => {
    const { portals } = (await next()) as { portals: { name: string; url: string }[] };
    expect(portals.map(({ name }) => name)).toEqual(['an-lac', 'hai-thanh', 'van-giang']);
    expect(await ask('deface hai-thanh hacked-en')).toEqual({ ok: true, name: 'hai-thanh', variant: 'hacked-en' });
    expect(await text(portals[1]?.url ?? '')).toContain('Hacked by');
    expect(await ask('restore hai-thanh')).toEqual({ ok: true, name: 'hai-thanh' });
    expect(await ask('deface nobody')).toMatchObject({ ok: false });
    expect(await ask('deface an-lac melted')).toMatchObject({ ok: false });
    expect(await ask('dance an-lac')).toMatchObject({ ok: false });
    const drawn = await ask('deface any');
    expect(drawn).toMatchObject({ ok: true });
    expect(variants).toContain(drawn.variant);
    expect(await ask('deface any')).toMatchObject({ name: drawn.name });
    const ended = once(child, 'exit');
    child.stdin?.end();
    expect((await ended)[0]).toBe(0);
  });
});
