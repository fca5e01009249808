import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JudgeJob } from '../../../src/reading/jobs.ts';
import { createReading } from '../../../src/reading/reading.ts';
import { timeLimitMs } from '../../../src/reading/time-limit.ts';
import { type CaptureWish, captureFrom } from '../../support/captures.ts';
import { learned, look } from '../../support/detecting.ts';
import { testPolicy } from '../../support/policy.ts';
import { portalPage } from '../../support/portal-pages.ts';

const url = 'https://so.example.gov.vn/';
const hourMs = 3_600_000;
const ordinary = { targetUrl: url, at: 9, baseline: null, ignored: [] };

/** With the product's own time limits, but a short one for what hangs. */
function openJudging(hangingMs = 500) {
  let now = 1_000_000;
  const breaks: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void breaks.push(JSON.parse(line).job) });
  const worker = new URL('../../support/breakable-judge.ts', import.meta.url);
  const { judging, close } = createReading({
    policy: () => testPolicy,
    clock: () => now,
    log,
    worker,
    limitOf: (job: JudgeJob) => (JSON.stringify(job).includes('hang-at') ? hangingMs : timeLimitMs(job)),
  });
  onTestFinished(close);
  const page = (html: string, wish: CaptureWish = {}) => captureFrom(html, { url, ...wish });
  return { judging, close, breaks, page, pass: (ms: number) => (now += ms) };
}

describe('a page that breaks its reader', () => {
  it('holds up no other portal, however many of its pages wait', async () => {
    const { judging, close, page } = openJudging(60_000);
    const hanging = Array.from({ length: 4 }, (_, i) =>
      judging.read(page(`<p>hang-at-read</p>`, { url: `https://hostile.gov.vn/${i}` })).catch(() => null),
    );
    let ended = 0;
    for (const one of hanging) void one.then(() => ended++);
    const looks = Array.from({ length: 20 }, (_, i) =>
      judging.read(page(portalPage(), { url: `https://so${i}.example${i}.gov.vn/` })),
    );
    for (const seen of await Promise.all(looks)) expect(seen?.received?.title).toBe(look(portalPage()).received?.title);
    // The first of them still hangs: nobody waited for it.
    expect(ended).toBe(0);
    await close();
    await Promise.all(hanging);
  });

  it.each(['hang', 'die', 'fill-memory'])(
    'by “%s” gets a second thread, and then none for an hour',
    async (what) => {
      const { judging, breaks, page, pass } = openJudging();
      const bad = page(`<p>${what}-at-read</p>`);
      for (let i = 0; i < 4; i++) expect(await judging.read(bad)).toBeNull();
      expect(breaks).toEqual(['read', 'read']);
      expect(await judging.read(page('<p>Trang khác</p>'))).not.toBeNull();
      pass(hourMs - 1);
      expect(await judging.read(bad)).toBeNull();
      expect(breaks).toHaveLength(2);
      pass(1);
      expect(await judging.read(bad)).toBeNull();
      expect(breaks).toHaveLength(3);
    },
    60_000,
  );

  it('is known by what the browser shows as well as by its bytes', async () => {
    const { judging, breaks, page } = openJudging();
    const html = '<script src="/a.js"></script>';
    const bad = page(html, { rendered: { html: '<p>die-at-read</p>' } });
    for (let i = 0; i < 3; i++) expect(await judging.read(bad)).toBeNull();
    expect(breaks).toHaveLength(2);
    expect(await judging.read(page(html))).not.toBeNull();
    expect(await judging.read(page(html, { rendered: { html: '<p>Đã sửa</p>' } }))).not.toBeNull();
  }, 180_000);

  it('is scanned meanwhile, and a signature in it alarms', async () => {
    const { judging, page } = openJudging();
    const bad = page('<title>x</title><h1>Hacked by Kh4i</h1><p>die-at-read</p>');
    for (let i = 0; i < 3; i++) {
      expect(await judging.read(bad)).toBeNull();
      const found = await judging.scan(bad, {
        ...ordinary,
        baseline: learned([look(portalPage()), look(portalPage())]),
      });
      const score = found?.reduce((sum, { finding }) => sum + finding.score, 0);
      expect(score).toBeGreaterThanOrEqual(testPolicy.thresholds.alarm);
    }
  });

  it('the scan has an end of its own', async () => {
    const { judging, breaks, page } = openJudging();
    expect(await judging.scan(page('<p>hang-at-scan</p>'), ordinary)).toBeNull();
    expect(breaks).toEqual(['scan']);
  });
});

describe('a page that breaks its judge', () => {
  it('is not even read for an hour after the second time', async () => {
    const { judging, breaks, page, pass } = openJudging();
    const bad = page('<p>die-at-assess</p>');
    for (let i = 0; i < 2; i++) {
      const seen = await judging.read(bad);
      expect(seen).not.toBeNull();
      expect(await judging.assess(ordinary, { looks: seen === null ? [] : [seen], failures: [] })).toBeNull();
    }
    expect(await judging.read(bad)).toBeNull();
    expect(breaks).toEqual(['assess', 'assess']);
    pass(hourMs);
    expect(await judging.read(bad)).not.toBeNull();
  });

  it('what broke once for reasons of ours is judged as usual', async () => {
    const { judging, page } = openJudging();
    const seen = await judging.read(page('<p>Trang bình thường</p>'));
    const observation = { looks: seen === null ? [] : [seen], failures: [] };
    const told = { ...ordinary, ignored: ['die-at-assess'] };
    for (let i = 0; i < 3; i++) {
      expect(await judging.assess(told, observation)).toBeNull();
      expect(await judging.assess(ordinary, observation)).not.toBeNull();
    }
  });
});

describe('a page that breaks learning', () => {
  it('teaches nothing, twice an hour, and is judged all the same', async () => {
    const { judging, breaks, pass } = openJudging();
    const baseline = learned([look(portalPage()), look(portalPage())]);
    // Another page each time: it is the learning of this target that breaks.
    const seen = (i: number) => [look(`<p>Tin số ${i}: die-at-refine die-at-learnProfile</p>`)];
    for (let i = 0; i < 4; i++) expect(await judging.refine(baseline, seen(i), 9)).toBeNull();
    expect(breaks).toEqual(['refine', 'refine']);
    expect(await judging.assess(ordinary, { looks: seen(9), failures: [] })).not.toBeNull();
    const visit = { ...look('<p>die-at-learnProfile</p>'), profile: 'phone' as const };
    for (let i = 0; i < 4; i++) expect(await judging.learnProfile(null, baseline, visit, [])).toBeNull();
    expect(breaks).toHaveLength(4);
    pass(hourMs);
    expect(await judging.refine(baseline, seen(5), 9)).toBeNull();
    expect(breaks).toHaveLength(5);
  });
});

it('no page is read, judged or learned in the caller’s thread, short ones neither', async () => {
  const { judging, page } = openJudging();
  const dies = {
    job: page('<p>die-at-read</p>'),
    look: look('<p>die-at-assess die-at-learn die-at-refine</p>'),
  };
  const seen = { looks: [dies.look], failures: [] };
  const visit = { ...look('die-at-learnProfile'), profile: 'phone' as const };
  const baseline = learned([look(portalPage()), look(portalPage())]);
  expect(await judging.read(dies.job)).toBeNull();
  expect(await judging.assess(ordinary, seen)).toBeNull();
  expect(await judging.learn(seen.looks, 9)).toBeNull();
  expect(await judging.replace(null, look('die-at-replace'), 9)).toBeNull();
  expect(await judging.refine(baseline, seen.looks, 9)).toBeNull();
  expect(await judging.learnProfile(null, baseline, visit, [])).toBeNull();
});
