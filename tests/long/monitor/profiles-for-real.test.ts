/** A cloaking portal on loopback, real HTTP and a real Chromium: what each visitor is shown, and what the judge says. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPolicy } from '../../../src/config/policy.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { judgeHere } from '../../../src/core/judge/judge-here.ts';
import type { ProfileTurn } from '../../../src/core/judge/profile-turns.ts';
import { type Baseline, learnBaseline } from '../../../src/core/learned/baseline.ts';
import { observe } from '../../../src/monitor/check/look/observe.ts';
import type { Observed } from '../../../src/monitor/check/look/observed.ts';
import type { Question } from '../../../src/monitor/check/look/question.ts';
import { createPictures } from '../../../src/pictures/pictures.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { type Portal, servePortal, testCapturer, testNow } from '../../support/loopback-portal.ts';
import { portalPage } from '../../support/portal-pages.ts';
import { sharedRead } from '../../support/shared-threads.ts';
import { stageWatch } from '../../support/staged-watch.ts';

const log = pino({ level: 'silent' });
const capturer = testCapturer();
const pictures = createPictures({ log, workers: 1 });
const policy = loadPolicy(configSchema.parse({}));
const parts = {
  takeCapture: capturer.take,
  read: sharedRead,
  isBlind: async () => false,
  pictures,
  judging: judgeHere(policy),
  policy,
  clock: () => testNow,
  log,
};
const open: Portal[] = [];
afterAll(async () => {
  await capturer.close();
  await pictures.close();
  for (const portal of open) await portal.close();
});

type Show = (request: IncomingMessage, response: ServerResponse) => string | undefined;

/** A portal that is learned while it is honest, and then shows each visitor what `show` says. */
async function learnedPortal(show: Show) {
  let isHonest = true;
  const portal = await servePortal((request, response) => {
    if (new URL(request.url ?? '/', 'http://x').pathname !== '/') return void response.writeHead(404).end();
    const html = isHonest ? portalPage() : show(request, response);
    if (html !== undefined) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  open.push(portal);
  const ask = (question: Partial<Question>, baseline: Baseline | null, onLoad = () => {}): Promise<Observed> =>
    observe(
      parts,
      { url: portal.url, tiers: ['http'], realTime: false, ...question },
      async () => {
        onLoad();
        return { baseline, ownOf: async () => null, ignored: [], pastFingerprints: [] };
      },
      () => false,
    );
  const first = await ask({ tiers: ['http', 'browser'] }, null);
  isHonest = false;
  const baseline: Baseline = {
    targetId: '1.1',
    profile: 'browser',
    version: 1,
    status: 'approved',
    learnedAt: 1,
    revision: 0,
    content: learnBaseline(first.looks, 1),
  };
  return {
    portal,
    visit: (turn: ProfileTurn, onLoad?: () => void) => ask({ tiers: [turn.tier], profileTurn: turn }, baseline, onLoad),
    look: (question: Partial<Question>) => ask(question, baseline),
  };
}

const spam = portalPage({
  extra: Array.from({ length: 8 }, (_, i) => `<a href="https://bet${i}.example/">cá cược ${i}</a>`).join(' '),
});
const isBot = (request: IncomingMessage) => /Googlebot/.test(request.headers['user-agent'] ?? '');

describe('a portal that cloaks', () => {
  it('by user agent is caught by the search bot profile', async () => {
    const { visit, look } = await learnedPortal((request) => (isBot(request) ? spam : portalPage()));
    expect((await look({})).verdict.level).toBe('clean');
    const { verdict, answeredProfiles, seenBy } = await visit({ profile: 'search-bot', tier: 'http' });
    expect(verdict).toMatchObject({
      level: 'alarm',
      kind: 'cloaking',
      onlyFor: { profile: 'search-bot', alone: true },
    });
    expect({ answeredProfiles, seenBy }).toEqual({ answeredProfiles: ['search-bot'], seenBy: 'http' });
  });

  it('by referrer is caught by the search-click profile, although nothing answers where it leads', async () => {
    const { visit } = await learnedPortal((request, response) => {
      if (request.headers.referer?.includes('google.') !== true) return portalPage();
      response.writeHead(302, { location: 'http://nha-cai.invalid/vao' }).end();
      return undefined;
    });
    const { verdict, answeredProfiles } = await visit({ profile: 'search-click', tier: 'http' });
    expect(verdict).toMatchObject({ level: 'alarm', kind: 'cloaking', onlyFor: { profile: 'search-click' } });
    expect(answeredProfiles).toEqual([]);
  });

  it('by a script that reads the referrer or the user agent is caught by turns with a browser', async () => {
    const script = `<script>
      if (/google\\./.test(document.referrer) || /Android/.test(navigator.userAgent)) location = 'http://nha-cai.invalid/vao';</script>`;
    const { visit } = await learnedPortal(() => portalPage({ head: script }));
    for (const profile of ['phone', 'search-click'] as const) {
      const { verdict, seenBy } = await visit({ profile, tier: 'browser' });
      // Not alone: the script is read as code as well, whoever looks.
      expect(verdict).toMatchObject({ level: 'alarm', kind: 'cloaking', onlyFor: { profile } });
      expect(seenBy).toBe('browser');
    }
  });

  it('from the monitor by its name is noticed', async () => {
    const { visit } = await learnedPortal((request) =>
      request.headers['user-agent']?.includes('VongGac') === true ? spam : portalPage(),
    );
    const { verdict } = await visit({ profile: 'declared', tier: 'http' });
    expect(verdict).toMatchObject({ kind: 'cloaking', onlyFor: { profile: 'declared', alone: true } });
  });
});

describe('a portal that does not', () => {
  it('may turn the bot away', async () => {
    const { visit } = await learnedPortal((request, response) => {
      if (!isBot(request)) return portalPage();
      response
        .writeHead(403, { 'content-type': 'text/html' })
        .end('<title>403 Forbidden</title><h1>Access denied</h1>');
      return undefined;
    });
    expect((await visit({ profile: 'search-bot', tier: 'http' })).verdict).toMatchObject({
      level: 'clean',
      findings: [],
    });
  });

  it('costs one parse where it answers both alike', async () => {
    const { visit } = await learnedPortal(() => portalPage({ visits: 7 }));
    const { looks, captures, verdict } = await visit({ profile: 'search-bot', tier: 'http' });
    expect(verdict.level).toBe('clean');
    expect([looks.length, captures.length]).toEqual([1, 1]);
  });

  it('is not learned, asked or parsed at all while both get what they last got', async () => {
    const { portal } = await learnedPortal(() => portalPage());
    const turn = { profile: 'search-bot', tier: 'http' } as const;
    const observed = await observe(
      parts,
      { url: portal.url, tiers: ['http'], profileTurn: turn, realTime: false },
      async () => expect.unreachable('an unchanged page needs no reference'),
      () => true,
    );
    expect(observed).toMatchObject({ looks: [], answeredProfiles: ['search-bot'], verdict: { level: 'clean' } });
  });

  it('is asked by a bot where it tells people that there is no page', async () => {
    const { look, portal } = await learnedPortal((request, response) => {
      if (isBot(request)) return spam.replace(/<p>[^<]*<\/p>/g, '');
      response.writeHead(404, { 'content-type': 'text/html' }).end('<title>404</title><h1>Không tìm thấy trang</h1>');
      return undefined;
    });
    const { verdict } = await look({});
    expect(portal.headers.some(isBot)).toBe(true);
    expect(verdict).toMatchObject({ level: 'alarm', kind: 'cloaking' });
  });

  it('gets no cookie back from one visitor in the next one’s look', async () => {
    const { visit, portal } = await learnedPortal((_request, response) => {
      response.setHeader('set-cookie', 'seen=1; Max-Age=86400');
      return portalPage();
    });
    await visit({ profile: 'search-click', tier: 'browser' });
    await visit({ profile: 'search-bot', tier: 'http' });
    await visit({ profile: 'search-bot', tier: 'http' });
    expect(portal.headers.filter(({ url }) => url === '/').map(({ headers }) => headers.cookie)).not.toContain(
      'seen=1',
    );
  });
});

describe('a page that behaves while it is watched', () => {
  const signed = `document.querySelector('main').insertAdjacentHTML('beforeend', '<h2>Hacked by Bong Dem</h2>')`;
  /** Written by hand, each after a trick that a page has against an unreal browser. */
  const asksItsDice = `if (/native code/.test(Math.random.toString())) ${signed}`;
  const comparesClocks = `(async () => {
      const served = async () => Number(await (await fetch('/?time')).text());
      const before = await served();
      setTimeout(async () => { if (await served() - before > 1500) ${signed} }, 2000);
    })()`;

  it('and asks whether its dice are loaded hears that they are not', async () => {
    const { look } = await learnedPortal(() => portalPage({ extra: `<script type="module">${asksItsDice}</script>` }));
    expect((await look({ tiers: ['browser'], realTime: false })).verdict.level).toBe('alarm');
  });

  it('and compares its clock with the server’s is seen through in real time', async () => {
    const { look } = await learnedPortal((request) =>
      request.url === '/?time'
        ? String(Date.now())
        : portalPage({ extra: `<script type="module">${comparesClocks}</script>` }),
    );
    const virtual = await look({ tiers: ['browser'], realTime: false });
    const real = await look({ tiers: ['browser'], realTime: true });
    const visible = ({ looks }: Observed) => looks[0]?.rendered?.blocks.some(({ text }) => text.includes('Bong Dem'));
    expect([visible(virtual), visible(real)]).toEqual([false, true]);
    expect(real.verdict.level).toBe('alarm');
  });

  it('opens an incident once a look in real time has met it, with evidence that says how it was seen', async () => {
    const watch = await stageWatch();
    let isHonest = true;
    const portal = await servePortal((request, response) => {
      if (request.url === '/?time') return void response.end(String(Date.now()));
      if (request.url !== '/') return void response.writeHead(404).end();
      const extra = isHonest ? '' : `<script type="module">${comparesClocks}</script>`;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(portalPage({ extra }));
    });
    open.push(portal);
    Object.assign(watch.parts, { takeCapture: capturer.take });
    await watch.register(portal.url);
    await watch.learn();
    isHonest = false;
    await watch.parts.db.updateTable('targets').set({ nextTier: 'browser' }).execute();
    await watch.look(1);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toEqual([]);
    Object.assign(watch.parts, { random: () => 0.1 });
    await watch.parts.db.updateTable('targets').set({ nextTier: 'browser' }).execute();
    await watch.look(1);
    Object.assign(watch.parts, { random: () => 0.9 });
    await watch.look(2);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toMatchObject([
      { kinds: ['defacement'] },
    ]);
    const evidence = await watch.parts.db
      .selectFrom('captures')
      .select('metaJson')
      .where('keptFor', '=', 'evidence')
      .where('tier', '=', 'browser')
      .execute();
    expect(evidence.map(({ metaJson }) => JSON.parse(metaJson).rendering.realTime)).toContain(true);
  });
});
