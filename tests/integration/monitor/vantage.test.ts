import { afterEach, describe, expect, it } from 'vitest';
import { seenFromId } from '../../../src/core/judge/seen-from.ts';
import { getIncident, listIncidents } from '../../../src/store/incidents/incidents.ts';
import { captureConfig, type Portal, servePortal, testCapturer } from '../../support/loopback-portal.ts';
import { beyond, serveHttpProxy, serveSocksProxy, type TestProxy } from '../../support/proxies.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const black = [0, 0, 0] as const;
const page = { html: portalPage() };
const defaced = { html: defacedPage, colour: black } as const;
const down = { html: '', failure: 'timed-out' } as const;
const hour = 3_600_000;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function watchWithVantage(hosts: string[] = []): Promise<StagedWatch> {
  const watch = await stageWatch({ vantage: [{ name: 'HCM', proxy: 'http://127.0.0.1:1', hosts }] });
  watch.show(home, page);
  await watch.register(home);
  await watch.learn();
  return watch;
}

const latest = (watch: StagedWatch) =>
  watch.parts.db.selectFrom('checks').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();

async function remarks(watch: StagedWatch): Promise<string[]> {
  const { id } = await latest(watch);
  const rows = await watch.parts.db.selectFrom('findings').selectAll().where('checkId', '=', id).execute();
  return rows.filter(({ detector }) => detector === seenFromId).map(({ reasonEn }) => reasonEn);
}

describe('a vantage', () => {
  it('is asked of nothing that is clean', async () => {
    const watch = await watchWithVantage();
    await watch.look(8);
    expect(watch.requests.filter(({ vantage }) => vantage !== undefined)).toEqual([]);
  });

  it('sees a defacement as well: the alarm says that it is everywhere, on the incident and in the mail', async () => {
    const watch = await watchWithVantage();
    watch.show(home, defaced);
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'alarm' });
    expect(await remarks(watch)).toEqual([expect.stringContaining('not only from here')]);
    const [asked] = watch.requests.filter(({ vantage }) => vantage === 'HCM');
    expect(asked).toMatchObject({ url: home, tier: 'browser', profile: 'browser' });
    await watch.look(2);
    await watch.dispatch();
    const [mail] = watch.mails;
    expect(mail?.notice).toMatchObject({
      type: 'incident-opened',
      targets: [{ seenFrom: [{ en: expect.stringContaining('not only from here') }] }],
    });
    const [incident] = await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
    const { targets } = (await getIncident(watch.parts.db, incident?.number ?? 0)) ?? { targets: [] };
    expect(targets[0]?.findings.map(({ detector }) => detector)).toContain(seenFromId);
  });

  it('sees nothing bad: what is seen only from here still opens an incident', async () => {
    const watch = await watchWithVantage();
    watch.show(home, defaced);
    watch.showFrom('HCM', home, page);
    await watch.look(3);
    expect(await remarks(watch)).toEqual([expect.stringContaining('abnormal only from here')]);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toHaveLength(1);
  });

  it('sees a portal that is down from here: no attack, and the outage mail says whose fault it is', async () => {
    const watch = await watchWithVantage();
    watch.show(home, down);
    watch.showFrom('HCM', home, page);
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'unknown', kind: 'unavailable' });
    expect(await remarks(watch)).toEqual([expect.stringContaining('its address is blocked')]);
    watch.advance(3 * hour);
    await watch.look(1);
    await watch.dispatch();
    expect(watch.mails[0]?.notice).toMatchObject({
      type: 'unknown-operator',
      seenFrom: [{ vi: expect.stringContaining('địa chỉ của hệ thống giám sát bị chặn') }],
    });
  });

  it('alone sees the defacement of a portal that shuts us out: it is confirmed, with its evidence', async () => {
    const watch = await watchWithVantage();
    watch.show(home, down);
    watch.showFrom('HCM', home, defaced);
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'alarm', confirmed: 0, status: 200 });
    await watch.look(2);
    const [incident] = await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
    expect(incident).toMatchObject({ kinds: ['defacement'] });
    const kept = await watch.parts.db
      .selectFrom('captures')
      .select('metaJson')
      .where('keptFor', '=', 'evidence')
      .execute();
    expect(JSON.parse(kept[0]?.metaJson ?? '{}')).toMatchObject({ vantage: 'HCM' });
    watch.show(home, page);
    await watch.look(6);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toEqual([]);
  });

  it('whose proxy is dead changes nothing but a remark', async () => {
    const watch = await watchWithVantage();
    watch.show(home, defaced);
    watch.showFrom('HCM', home, { html: '', failure: 'proxy-failed' });
    await watch.look(3);
    expect(await remarks(watch)).toEqual([expect.stringContaining('gave no result')]);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toHaveLength(1);
  });

  it('of other hosts is not asked', async () => {
    const watch = await watchWithVantage(['khac.example.gov.vn']);
    watch.show(home, defaced);
    await watch.look(2);
    expect(watch.requests.some(({ vantage }) => vantage !== undefined)).toBe(false);
  });
});

describe.each([
  ['an HTTP', () => serveHttpProxy()],
  ['a SOCKS5', () => serveSocksProxy()],
] as const)('over %s proxy and real lines', (_, serve) => {
  /** A portal that may close the door to whoever does not come from beyond. */
  async function real() {
    const now = { html: portalPage(), isClosedToUs: false };
    const proxy: TestProxy = await serve();
    const portal: Portal = await servePortal(({ socket }, response) => {
      if (now.isClosedToUs && socket.remoteAddress !== beyond) return void socket.destroy();
      response.setHeader('content-type', 'text/html; charset=utf-8').end(now.html);
    });
    const vantage = [{ name: 'HCM', proxy: proxy.url, hosts: [] }];
    const capturer = testCapturer({ ...captureConfig(), vantage });
    open.push(proxy, portal, capturer);
    const watch = await stageWatch({ vantage });
    const { take } = capturer;
    // The HTTP tier does for both ways here; the browser's own way is tested with the capturer.
    const overHttp: typeof take = (request) => take({ ...request, tier: 'http' });
    Object.assign(watch.parts, { takeCapture: overHttp });
    await watch.register(portal.url);
    await watch.learn();
    return { watch, now, proxy };
  }

  it('a portal that is shut only from here is known to be up', async () => {
    const { watch, now, proxy } = await real();
    expect(proxy.asked).toEqual([]);
    now.isClosedToUs = true;
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'unknown', kind: 'unavailable' });
    expect(await remarks(watch)).toEqual([expect.stringContaining('the portal is up')]);
  });

  it('a page that is defaced is defaced everywhere, and a dead proxy hides nothing', async () => {
    const { watch, now, proxy } = await real();
    now.html = defacedPage;
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'alarm' });
    expect(await remarks(watch)).toEqual([expect.stringContaining('not only from here')]);
    await proxy.close();
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'alarm' });
    expect(await remarks(watch)).toEqual([expect.stringContaining('its proxy could not connect')]);
  });
});
