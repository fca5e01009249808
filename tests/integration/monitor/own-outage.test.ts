import { afterEach, describe, expect, it } from 'vitest';
import { sendCoverage } from '../../../src/monitor/notices/send-coverage.ts';
import { blindSince, createCanaries } from '../../../src/monitor/upkeep/blindness.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { getBlindness } from '../../../src/store/records/blindness.ts';
import { captureConfig, type Portal, servePortal, testCapturer } from '../../support/loopback-portal.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const canary = 'https://canary.example/';
const other = 'https://other-canary.example/';
const minute = 60_000;
const black = [0, 0, 0] as const;
const page = { html: portalPage() };
const down = { html: '', failure: 'timed-out' } as const;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const latest = (watch: StagedWatch) =>
  watch.parts.db.selectFrom('checks').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
const types = (watch: StagedWatch) => watch.mails.map(({ notice }) => notice.type);

/** Learned portal and two canaries, all of them up. */
async function watchWithCanaries(needed = 1): Promise<StagedWatch> {
  const watch = await stageWatch({ canaries: { urls: [canary, other], needed } });
  for (const url of [home, canary, other]) watch.show(url, page);
  await watch.register(home);
  await watch.learn();
  return watch;
}

/** Minutes as the daemon lives them: a round of canaries, then the looks that are due. */
async function pass(watch: StagedWatch, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) {
    watch.advance(minute);
    await watch.parts.isBlind();
    await watch.lookAtDue();
    await watch.dispatch();
  }
}

describe('a cut of our own line', () => {
  it('raises no alarm and no outage, is told once, and ends by itself', async () => {
    const watch = await watchWithCanaries();
    for (const url of [home, canary, other]) watch.show(url, down);
    await pass(watch, 26 * 60);
    expect(await latest(watch)).toMatchObject({ level: 'unknown', kind: 'blind' });
    expect(types(watch)).toEqual(['monitor-blind']);
    expect(watch.mails[0]).toMatchObject({ endpoint: 'truc@bo.example', notice: { answered: 0, asked: 2 } });
    for (const url of [home, canary, other]) watch.show(url, page);
    await pass(watch, 20);
    expect(await latest(watch)).toMatchObject({ level: 'clean' });
    expect(types(watch)).toEqual(['monitor-blind', 'monitor-seeing']);
    const [blind, seeing] = watch.mails.map(({ notice }) => notice);
    expect(seeing).toMatchObject({ blindSince: blind && 'blindSince' in blind ? blind.blindSince : 0 });
    expect(await listIncidents(watch.parts.db, { onlyLive: false, limit: 9 })).toEqual([]);
  });

  it('is recognised by the first look that fails: canaries are asked before it is judged', async () => {
    const watch = await watchWithCanaries();
    watch.advance(5 * minute);
    for (const url of [home, canary, other]) watch.show(url, down);
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'unknown', kind: 'blind' });
    expect((await getBlindness(watch.parts.db)).status).toBe('seeing');
  });

  it('neither clears an alarm nor confirms one', async () => {
    const watch = await watchWithCanaries();
    watch.show(home, { html: defacedPage.replace('HACKED BY', 'hello'), colour: black });
    await watch.look(1);
    const before = await watch.parts.db.selectFrom('targets').select('status').executeTakeFirstOrThrow();
    for (const url of [home, canary, other]) watch.show(url, down);
    await pass(watch, 60);
    expect(await watch.parts.db.selectFrom('targets').select('status').executeTakeFirstOrThrow()).toEqual(before);
  });

  it('is remembered over a restart and not told again', async () => {
    const watch = await watchWithCanaries();
    for (const url of [home, canary, other]) watch.show(url, down);
    await pass(watch, 10);
    const { parts } = watch;
    Object.assign(parts, { isBlind: createCanaries(parts, { take: parts.takeCapture }) });
    await pass(watch, 10);
    expect(types(watch)).toEqual(['monitor-blind']);
  });

  it('asks the canaries once for all looks that fail together', async () => {
    const watch = await watchWithCanaries();
    watch.advance(5 * minute);
    const asked = () => watch.requests.filter(({ url }) => url === canary).length;
    const before = asked();
    expect(await Promise.all(Array.from({ length: 30 }, () => watch.parts.isBlind()))).not.toContain(true);
    expect(asked() - before).toBe(1);
  });

  it('is not read out of a round that was stopped', async () => {
    const watch = await watchWithCanaries();
    const stopping = new AbortController();
    const take: typeof watch.parts.takeCapture = async (request) => {
      stopping.abort();
      return watch.parts.takeCapture({ ...request, url: 'https://nowhere.example/' });
    };
    watch.advance(5 * minute);
    const before = await getBlindness(watch.parts.db);
    await createCanaries(watch.parts, { take, signal: stopping.signal })();
    expect(await getBlindness(watch.parts.db)).toEqual(before);
  });

  it('stands in the daily mail', async () => {
    const watch = await watchWithCanaries();
    for (const url of [home, canary, other]) watch.show(url, down);
    await pass(watch, 10);
    await sendCoverage(watch.parts);
    await watch.dispatch();
    expect(watch.mails.at(-1)?.notice).toMatchObject({ type: 'coverage', blindSince: expect.any(Number), unknown: [] });
    expect(await blindSince(watch.parts)).toBe((await getBlindness(watch.parts.db)).since);
    const withoutCanaries = { ...watch.parts.config, canaries: { ...watch.parts.config.canaries, urls: [] } };
    expect(await blindSince({ ...watch.parts, config: withoutCanaries })).toBeNull();
  });
});

describe('a portal that is down by itself', () => {
  it('is no blindness, and is notified as usual', async () => {
    const watch = await watchWithCanaries();
    watch.show(home, down);
    await pass(watch, 150);
    expect(await latest(watch)).toMatchObject({ level: 'unknown', kind: 'unavailable' });
    expect(types(watch)).toEqual(['unknown-operator']);
  });

  it('stays the portal’s while one canary of two is down too', async () => {
    const watch = await watchWithCanaries();
    watch.show(home, down);
    watch.show(canary, down);
    await pass(watch, 150);
    expect(types(watch)).toEqual(['unknown-operator']);
  });

  it('is not excused by the time that we were blind', async () => {
    const watch = await watchWithCanaries();
    watch.show(home, down);
    await pass(watch, 90);
    for (const url of [canary, other]) watch.show(url, down);
    await pass(watch, 120);
    expect(types(watch)).toEqual(['monitor-blind']);
    for (const url of [canary, other]) watch.show(url, page);
    await pass(watch, 15);
    expect(types(watch)).toEqual(['monitor-blind', 'monitor-seeing']);
    await pass(watch, 40);
    expect(types(watch)).toEqual(['monitor-blind', 'monitor-seeing', 'unknown-operator']);
  });

  it('is looked at without a word about us where no canary is configured', async () => {
    const watch = await stageWatch();
    watch.show(home, page);
    await watch.register(home);
    await watch.learn();
    watch.show(home, down);
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'unknown', kind: 'unavailable' });
    expect((await getBlindness(watch.parts.db)).roundAt).toBeNull();
  });
});

describe('over a real line', () => {
  it('both servers gone is our outage; the portal alone gone is the portal’s', async () => {
    const serve = (html: string) =>
      servePortal((_request, response) => void response.setHeader('content-type', 'text/html').end(html));
    const portal: Portal = await serve(portalPage());
    const rock: Portal = await servePortal((_request, response) => void response.writeHead(404).end());
    open.push(portal, rock);
    const watch = await stageWatch({ canaries: { urls: [rock.url] } });
    const capturer = testCapturer(captureConfig());
    open.push(capturer);
    const take = capturer.take;
    const real: typeof take = (request) => take({ ...request, tier: 'http' });
    Object.assign(watch.parts, { takeCapture: real, isBlind: createCanaries(watch.parts, { take }) });
    await watch.register(portal.url);
    await watch.learn();
    await portal.close();
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'unknown', kind: 'unavailable' });
    await rock.close();
    watch.advance(10 * minute);
    await watch.look(1);
    expect(await latest(watch)).toMatchObject({ level: 'unknown', kind: 'blind' });
  });
});
