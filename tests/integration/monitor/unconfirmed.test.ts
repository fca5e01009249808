/** Alarms whose confirmation the attacker prevents: by waiting, or by answering nothing that could be judged. */
import { describe, expect, it, test } from 'vitest';
import type { CaptureRequest } from '../../../src/core/domain/capture.ts';
import type { TakeCapture } from '../../../src/core/ports.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { portalPage, type StagedPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const away = 'https://nha-cai.example/';
const minute = 60_000;
const hour = 60 * minute;

async function watched(paths: readonly string[] = []): Promise<StagedWatch> {
  const watch = await stageWatch();
  for (const path of ['', ...paths]) watch.show(new URL(path, home).href, { html: portalPage() });
  await watch.register(home, { paths: [...paths] });
  await watch.learn();
  return watch;
}

/** A script leads away once so much page time has passed. */
function leadAway(watch: StagedWatch, pageTimeOf: (request: CaptureRequest) => number): void {
  const { takeCapture } = watch.parts;
  const late: TakeCapture = async (request, signal) => {
    const outcome = await takeCapture(request, signal);
    if (!outcome.ok || outcome.capture.rendering === null || pageTimeOf(request) < 8_000) return outcome;
    const { capture } = outcome;
    return { ok: true, capture: { ...capture, rendering: { ...outcome.capture.rendering, navigations: [away] } } };
  };
  Object.assign(watch.parts, { takeCapture: late });
}

async function lookFor(watch: StagedWatch, ms: number): Promise<void> {
  const until = watch.now() + ms;
  while (watch.now() < until) await watch.look(1);
}
const suspects = (watch: StagedWatch) => listOpenSuspects(watch.parts.db);
const incidents = (watch: StagedWatch) => listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
const mailsOf = (watch: StagedWatch, type: string) => watch.mails.filter(({ notice }) => notice.type === type);

describe('a script that leads away after eight seconds', () => {
  test('is confirmed: looks that confirm let as much page time pass as the one that saw it', async () => {
    const watch = await watched();
    leadAway(watch, ({ realTime, patient }) => (realTime && !patient ? 4_000 : 10_000));
    await lookFor(watch, 45 * minute);
    expect(await incidents(watch)).toHaveLength(1);
    const browserLooks = watch.requests.filter(({ tier }) => tier === 'browser');
    expect(browserLooks.filter(({ realTime, patient }) => realTime && !patient)).toEqual([]);
    expect(browserLooks.filter(({ realTime }) => realTime)).not.toEqual([]);
  });

  test('stands in the queue for its day where even that does not show it again', async () => {
    const watch = await watched();
    leadAway(watch, ({ realTime }) => (realTime ? 0 : 10_000));
    await lookFor(watch, 45 * minute);
    expect(await suspects(watch)).toMatchObject([{ kind: 'redirection' }]);
    await lookFor(watch, 22 * hour);
    expect(await suspects(watch)).toMatchObject([{ kind: 'redirection' }]);
    expect(await incidents(watch)).toEqual([]);
  });
});

const defaced: StagedPage = { html: portalPage({ title: 'Hacked By Kh4i', extra: '<p>Hacked By Kh4i-Test</p>' }) };
const refusals: [string, StagedPage][] = [
  ['a refusal', { html: '<title>403 Forbidden</title><h1>Forbidden</h1>', status: 403 }],
  ['a time-out', { html: '', failure: 'timed-out' }],
  ['a page that breaks the browser', { html: '', failure: 'page-broke' }],
  ['maintenance', { html: '<title>Bảo trì</title><h1>Hệ thống đang bảo trì</h1>', status: 503 }],
];

describe('after the first alarm nothing is seen but', () => {
  it.each(refusals)('%s: a row in the queue within a quarter of an hour, and operators are mailed', async (_, page) => {
    const watch = await watched();
    watch.show(home, defaced);
    await watch.look(1);
    watch.show(home, page);
    await lookFor(watch, 15 * minute);
    await watch.dispatch();
    expect(await suspects(watch)).toMatchObject([{ targetId: '1.1' }]);
    expect(await incidents(watch)).toEqual([]);
    expect(mailsOf(watch, 'confirmation-overdue')).toMatchObject([{ endpoint: 'truc@bo.example' }]);
    const [row] = await suspects(watch);
    const look = watch.parts.db
      .selectFrom('checks')
      .selectAll()
      .where('id', '=', row?.checkId ?? 0);
    expect(await look.executeTakeFirst()).toMatchObject({ level: 'alarm', captureId: expect.any(Number) });
    await lookFor(watch, 3 * hour);
    await watch.dispatch();
    expect(await suspects(watch)).toHaveLength(1);
    expect(mailsOf(watch, 'confirmation-overdue')).toHaveLength(1);
    watch.show(home, defaced);
    await lookFor(watch, 12 * minute);
    expect(await incidents(watch)).toHaveLength(1);
    expect(await suspects(watch)).toEqual([]);
  });

  it('refusals on several pages at once: one mail for the site', async () => {
    const watch = await watched(['tin-tuc', 'van-ban']);
    const urls = [home, `${home}tin-tuc`, `${home}van-ban`];
    for (const url of urls) watch.show(url, defaced);
    await lookFor(watch, minute);
    for (const url of urls) watch.show(url, refusals[0]?.[1] ?? defaced);
    await lookFor(watch, 30 * minute);
    await watch.dispatch();
    expect((await suspects(watch)).length).toBeGreaterThan(0);
    expect(mailsOf(watch, 'confirmation-overdue')).toHaveLength(1);
  });
});

describe('a change that two pages of a site show', () => {
  it('is one row until the last of them is as before', async () => {
    const watch = await watched(['tin-tuc']);
    const titled: StagedPage = { html: portalPage({ title: 'Xin mời mọi người ghé thăm' }) };
    watch.show(home, titled);
    watch.show(`${home}tin-tuc`, titled);
    await lookFor(watch, 40 * minute);
    expect(await suspects(watch)).toHaveLength(1);
    const [first] = await suspects(watch);
    const firstUrl = first?.targetId === '1.1' ? home : `${home}tin-tuc`;
    watch.show(firstUrl, { html: portalPage() });
    await lookFor(watch, 70 * minute);
    expect(await suspects(watch)).toMatchObject([
      { id: first?.id, targetId: first?.targetId === '1.1' ? '1.2' : '1.1' },
    ]);
    for (const url of [home, `${home}tin-tuc`]) watch.show(url, { html: portalPage() });
    await lookFor(watch, 70 * minute);
    expect(await suspects(watch)).toEqual([]);
  });
});
