/** Special visitors beside the ordinary one, from the schedule to the incident and back. */

import { describe, expect, it } from 'vitest';
import type { SpecialProfile } from '../../../src/core/domain/capture.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { approveBaseline } from '../../../src/monitor/baseline/approve-baseline.ts';
import { relearn } from '../../../src/monitor/baseline/learn-baseline.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { getTarget } from '../../../src/store/targets/targets.ts';
import { portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const hour = 3_600_000;
const spam = portalPage({
  extra: ['nhat', 'hai', 'ba', 'bon', 'nam', 'sau']
    .map((name) => `<a href="https://${name}.example/vao">sòng bạc ${name}</a>`)
    .join(' '),
});

async function watched(options: { paths?: string[]; schedule?: object } = {}): Promise<StagedWatch> {
  // A third of the usual looks: the turns are what counts here.
  const schedule = { learnLooks: 3, learnEvery: '1m', every: '20m', browserEvery: '50m', ...options.schedule };
  const watch = await stageWatch({ schedule });
  for (const path of ['', ...(options.paths ?? [])]) watch.show(new URL(path, home).href, { html: portalPage() });
  await watch.register(home, { paths: options.paths ?? [] });
  await watch.learn();
  return watch;
}

/** Looks until that visitor's next look was made. */
async function lookUntil(watch: StagedWatch, profile: SpecialProfile): Promise<void> {
  const before = watch.requests.length;
  for (let looks = 0; looks < 60; looks += 1) {
    await watch.look(1);
    if (watch.requests.slice(before).some((request) => request.profile === profile)) return;
  }
  expect.unreachable(`no look as ${profile} within 60 looks`);
}
const live = (watch: StagedWatch) => listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
const profileRows = (watch: StagedWatch) =>
  watch.parts.db
    .selectFrom('baselines')
    .select(['profile', 'version', 'status', 'revision'])
    .where('profile', '!=', 'browser')
    .orderBy('profile')
    .execute();

describe('the turns of special visitors', () => {
  it('come right after an ordinary look of the same check, and all of them within the configured time', async () => {
    const watch = await watched();
    const from = watch.requests.length;
    const until = watch.now() + 7 * hour;
    while (watch.now() < until) await watch.look(1);
    const requests = watch.requests.slice(from);
    const special = requests.flatMap((request, i) => (request.profile === 'browser' ? [] : [i]));
    expect(new Set(special.map((i) => requests[i]?.profile))).toEqual(
      new Set(['search-bot', 'search-click', 'phone', 'declared']),
    );
    expect(special.length).toBeLessThanOrEqual(8);
    for (const i of special) expect(requests[i - 1]?.profile).toBe('browser');
    const phones = special.filter((i) => requests[i]?.profile === 'phone');
    for (const i of phones) expect([requests[i - 1]?.tier, requests[i]?.tier]).toEqual(['browser', 'browser']);
    const levels = await watch.parts.db.selectFrom('checks').select(['level', 'profile']).distinct().execute();
    expect(levels).toEqual([{ level: 'clean', profile: 'browser' }]);
  });

  it('never come where they are switched off', async () => {
    const watch = await watched({ schedule: { profilesEvery: '0s' } });
    await watch.look(30);
    expect(watch.requests.filter((request) => request.profile !== 'browser')).toEqual([]);
  });

  it('wait while the portal shows itself to nobody', async () => {
    const watch = await watched();
    watch.show(home, { html: '', failure: 'timed-out' });
    const from = watch.requests.length;
    const before = await getTarget(watch.parts.db, '1.1');
    watch.advance(3 * hour);
    await watch.look(3);
    expect(watch.requests.slice(from).filter((request) => request.profile !== 'browser')).toEqual([]);
    const after = await getTarget(watch.parts.db, '1.1');
    expect(after?.profileTurn).toBe(before?.profileTurn);
  });
});

describe('what only a search bot is shown', () => {
  it('is confirmed by further looks as one, opens an incident that says so, and ends when the bot sees the page again', async () => {
    const watch = await watched();
    watch.show(home, { html: spam }, 'search-bot');
    await lookUntil(watch, 'search-bot');
    expect(await live(watch)).toEqual([]);
    await watch.look(2);
    const [incident] = await live(watch);
    expect(incident).toMatchObject({
      kinds: ['cloaking'],
      targets: [{ kind: 'cloaking', confirmation: { alarms: 2 } }],
    });
    expect(incident?.targets[0]?.findings[0]?.reason.vi).toMatch(/^Chỉ máy tìm kiếm mới thấy/);
    const checkId = incident?.targets[0]?.checkId ?? 0;
    const shown = await watch.parts.db
      .selectFrom('checks')
      .innerJoin('captures', 'captures.id', 'checks.captureId')
      .select(['checks.profile', 'captures.profile as captured', 'captures.keptFor'])
      .where('checks.id', '=', checkId)
      .executeTakeFirstOrThrow();
    expect(shown).toEqual({ profile: 'search-bot', captured: 'search-bot', keptFor: 'evidence' });
    await watch.dispatch();
    expect(watch.mails.map((mail) => mail.notice.type)).toEqual(['incident-opened']);

    await watch.look(6);
    expect(await live(watch)).toHaveLength(1);
    watch.show(home, { html: portalPage() }, 'search-bot');
    await watch.look(2);
    expect(await live(watch)).toHaveLength(1);
    await watch.look(2);
    expect(await live(watch)).toEqual([]);
  });

  it('can be accepted by a person: the bot may see it from then on, the ordinary visitor may not', async () => {
    const watch = await watched();
    watch.show(home, { html: spam }, 'search-bot');
    await lookUntil(watch, 'search-bot');
    await watch.look(2);
    const [incident] = await live(watch);
    const approval = { checkId: incident?.targets[0]?.checkId ?? 0, actor: owner('an'), reason: 'đối tác' };
    expect(await approveBaseline(watch.parts, approval)).toBe(1);
    expect(await profileRows(watch)).toMatchObject([{ profile: 'search-bot', version: 1, status: 'approved' }]);
    expect((await getTarget(watch.parts.db, '1.1'))?.baselineVersion).toBe(1);
    await lookUntil(watch, 'search-bot');
    expect(await live(watch)).toEqual([]);
    const { kind } = await watch.parts.db
      .selectFrom('checks')
      .select('kind')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(kind).toBeNull();
  });
});

describe('what special visitors teach', () => {
  it('is kept for them, only when it is their own, and forgotten when the page is learned anew', async () => {
    const watch = await watched();
    await lookUntil(watch, 'phone');
    expect(await profileRows(watch)).toEqual([]);
    watch.show(home, { html: portalPage({ extra: '<p>Phiên bản dành cho điện thoại di động</p>' }) }, 'phone');
    await lookUntil(watch, 'phone');
    expect(await profileRows(watch)).toEqual([{ profile: 'phone', version: 1, status: 'provisional', revision: 0 }]);
    watch.show(home, { html: portalPage({ extra: '<p>Ứng dụng dành cho điện thoại di động</p>' }) }, 'phone');
    await lookUntil(watch, 'phone');
    expect(await profileRows(watch)).toEqual([{ profile: 'phone', version: 1, status: 'provisional', revision: 1 }]);
    await relearn(watch.parts, '1.1', { actor: owner('an'), reason: null });
    expect(await profileRows(watch)).toMatchObject([{ profile: 'phone', status: 'replaced' }]);
  });
});

describe('spam that comes and goes', () => {
  /** One alarm that the looks after it do not see again: shown once per cookie, address or dice. */
  async function once(watch: StagedWatch): Promise<void> {
    watch.show(home, { html: spam, colour: [0, 0, 0], finalUrl: 'https://nha-cai.example/vao' });
    await watch.look(1);
    watch.show(home, { html: portalPage() });
    await watch.look(3);
  }

  it('is a suspect that waits a day, and an incident when it comes a second time within that day', async () => {
    const watch = await watched();
    await once(watch);
    expect(await live(watch)).toEqual([]);
    expect(await listOpenSuspects(watch.parts.db)).toHaveLength(1);
    await watch.look(8);
    expect(await listOpenSuspects(watch.parts.db)).toHaveLength(1);
    await once(watch);
    expect(await live(watch)).toMatchObject([{ kinds: ['redirection'] }]);
    await watch.dispatch();
    expect(watch.mails.map((mail) => mail.notice.type)).toEqual(['incident-opened']);
  });

  it('that does not come back within the day leaves the queue', async () => {
    const watch = await watched();
    await once(watch);
    watch.advance(24 * hour);
    await watch.look(8);
    expect(await listOpenSuspects(watch.parts.db)).toEqual([]);
    await once(watch);
    expect(await live(watch)).toEqual([]);
    expect(await listOpenSuspects(watch.parts.db)).toHaveLength(1);
  });

  it('is looked for in real time as long as it may return', async () => {
    const watch = await watched();
    await once(watch);
    const from = watch.requests.length;
    await watch.look(8);
    const browsers = watch.requests.slice(from).filter((request) => request.tier === 'browser');
    expect(browsers.length).toBeGreaterThan(0);
    expect(browsers.every((request) => request.realTime)).toBe(true);
  });
});
