/** A machine whose clock ran hours ahead and was set right: nothing waits until the clock has caught up. */
import { describe, expect, it } from 'vitest';
import { restingAt } from '../../../src/core/timetable.ts';
import { sendCoverageWhenDue } from '../../../src/monitor/notices/send-coverage.ts';
import { beat } from '../../../src/monitor/upkeep/heartbeat.ts';
import { getMeta, setMeta } from '../../../src/store/records/meta.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const canary = 'https://canary.example/';
const minute = 60_000;
const hour = 60 * minute;
const black = [0, 0, 0] as const;
const page = { html: portalPage() };
const down = { html: '', failure: 'timed-out' } as const;
const later = { status: 'later', reason: '451 greylisted' } as const;

/** A learned portal; the clock is seven hours ahead, as where the hardware clock holds local time. */
async function watchAhead(overrides: Record<string, unknown> = {}): Promise<StagedWatch> {
  const watch = await stageWatch(overrides);
  for (const url of [home, canary]) watch.show(url, page);
  await watch.register(home, { emails: ['vanphong@thanhson.example'] });
  await watch.learn();
  await beat(watch.parts);
  watch.advance(7 * hour);
  await pass(watch, 10);
  return watch;
}

/** Minutes as the daemon lives them. */
async function pass(watch: StagedWatch, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) {
    watch.advance(minute);
    await beat(watch.parts);
    await watch.lookAtDue();
    await watch.dispatch();
  }
}

const looks = async (watch: StagedWatch) => (await watch.parts.db.selectFrom('checks').select('id').execute()).length;

describe('after a clock that ran ahead was set right', () => {
  it('portals are looked at as often as before', async () => {
    const watch = await watchAhead();
    const before = await looks(watch);
    await pass(watch, 20);
    const usual = (await looks(watch)) - before;
    expect(usual).toBeGreaterThan(0);
    watch.advance(-7 * hour);
    const atReturn = await looks(watch);
    await pass(watch, 20);
    expect((await looks(watch)) - atReturn).toBeGreaterThanOrEqual(usual - 1);
  });

  it('a defacement is confirmed and mailed within minutes', async () => {
    const watch = await watchAhead();
    watch.advance(-7 * hour);
    watch.show(home, { html: defacedPage, colour: black });
    await pass(watch, 10);
    expect(watch.mails.map(({ notice }) => notice.type)).toContain('incident-opened');
  });

  it('a mail that a server put off is tried again within the usual minutes', async () => {
    const watch = await watchAhead();
    watch.answers.push(later, later, later, later);
    watch.show(home, { html: defacedPage, colour: black });
    await pass(watch, 4);
    watch.answers.length = 0;
    const mailsBefore = watch.mails.length;
    watch.advance(-7 * hour);
    await pass(watch, 5);
    expect(watch.mails.length).toBeGreaterThan(mailsBefore);
  });

  it('mails that left while it was ahead do not fill the cap of the hour', async () => {
    const watch = await watchAhead({
      mail: { from: 'canh-gac@vonggac.example', operators: [], hourlyCap: 1 },
    });
    watch.show(home, { html: defacedPage, colour: black });
    await pass(watch, 5);
    expect(watch.mails.map(({ notice }) => notice.type)).toEqual(['incident-opened']);
    watch.advance(-7 * hour);
    watch.show(home, page);
    await pass(watch, 30);
    expect(watch.mails.map(({ notice }) => notice.type)).toEqual(['incident-opened', 'incident-resolved']);
  });

  it('a cut of our own line is recognised, and its end', async () => {
    const watch = await watchAhead({ canaries: { urls: [canary], needed: 1 } });
    await watch.parts.isBlind();
    watch.advance(-7 * hour);
    for (const url of [home, canary]) watch.show(url, down);
    const passing = async (minutes: number) => {
      for (let passed = 0; passed < minutes; passed += 1) {
        await pass(watch, 1);
        await watch.parts.isBlind();
      }
    };
    await passing(10);
    expect(watch.mails.map(({ notice }) => notice.type)).toEqual(['monitor-blind']);
    for (const url of [home, canary]) watch.show(url, page);
    await passing(10);
    await watch.dispatch();
    expect(watch.mails.map(({ notice }) => notice.type)).toEqual(['monitor-blind', 'monitor-seeing']);
  });

  it('the daily coverage mail comes at its hour, also when the clock was years ahead', async () => {
    const watch = await watchAhead();
    await setMeta(watch.parts.db, 'lastCoverageAt', watch.now() + 24 * 365 * hour);
    watch.advance(-7 * hour);
    await beat(watch.parts);
    watch.advance(24 * hour);
    await sendCoverageWhenDue(watch.parts);
    await watch.dispatch();
    expect(watch.mails.map(({ notice }) => notice.type)).toEqual(['coverage']);
  });
});

it('what is not looked at at all stays so', async () => {
  const watch = await watchAhead();
  await watch.parts.db.updateTable('targets').set({ nextCheckAt: restingAt, nextBrowserAt: restingAt }).execute();
  watch.advance(-7 * hour);
  await beat(watch.parts);
  const rows = await watch.parts.db.selectFrom('targets').select(['nextCheckAt', 'nextBrowserAt']).execute();
  expect(rows).toEqual([{ nextCheckAt: restingAt, nextBrowserAt: restingAt }]);
});

it('a correction of seconds moves nothing', async () => {
  const watch = await watchAhead();
  const dueOf = () => watch.parts.db.selectFrom('targets').select(['nextCheckAt', 'nextBrowserAt']).execute();
  const before = await dueOf();
  watch.advance(-30_000);
  await beat(watch.parts);
  expect(await dueOf()).toEqual(before);
  expect(await getMeta(watch.parts.db, 'heartbeat')).toBe(watch.now());
});
