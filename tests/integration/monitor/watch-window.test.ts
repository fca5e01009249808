/** What a watch window changes, lived through with the clock at the midnight of Hà Nội. */
import { expect, it } from 'vitest';
import { sumUpWindow } from '../../../src/monitor/duty/sum-up-window.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const hanoi = (text: string) => Date.parse(`${text}+07:00`);

async function intervalAfterLookAt(watch: StagedWatch, at: string): Promise<number> {
  watch.advance(hanoi(at) - watch.now());
  await watch.lookAtDue();
  const { nextCheckAt } = await watch.parts.db.selectFrom('targets').select('nextCheckAt').executeTakeFirstOrThrow();
  return nextCheckAt - watch.now();
}

it('looks three times as often from the first midnight of the window to its last, and no longer', async () => {
  const event = { name: 'Đại hội', from: '2026-12-10', to: '2026-12-12' };
  const watch = await stageWatch({
    schedule: { learnLooks: 3, learnEvery: '1m', every: '6m', watchWindows: { events: [event], faster: 3 } },
  });
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  const usual = { least: 5.4 * 60_000, most: 6.6 * 60_000 };
  const intervals = [];
  for (const at of ['2026-12-09T23:59:59', '2026-12-10T00:10:00', '2026-12-12T23:59:59', '2026-12-13T00:10:00']) {
    intervals.push(await intervalAfterLookAt(watch, at));
  }
  const isUsual = intervals.map((ms) => ms >= usual.least && ms <= usual.most);
  const isTight = intervals.map((ms) => ms >= usual.least / 3 && ms <= usual.most / 3);
  expect(isUsual).toEqual([true, false, false, true]);
  expect(isTight).toEqual([false, true, true, false]);
});

it('mails the officer on duty too, in the window only, and the other one after midnight', async () => {
  const watch = await stageWatch({
    schedule: {
      learnLooks: 3,
      learnEvery: '1m',
      watchWindows: { events: [{ name: 'Đại hội', from: '2026-12-10', to: '2026-12-11' }] },
    },
    duty: {
      officers: [
        { name: 'An', email: 'an@bo.example' },
        { name: 'Bình', email: 'binh@bo.example' },
      ],
      startsOn: '2026-12-10',
    },
  });
  const other = 'https://hahoa.example.gov.vn/';
  const third = 'https://yenlap.example.gov.vn/';
  const all = [home, other, third];
  for (const url of all) {
    watch.show(url, { html: portalPage() });
    await watch.register(url);
  }
  await watch.learn();
  const told: string[][] = [];
  const falls = ['2026-12-10T23:50:00', '2026-12-11T00:10:00', '2026-12-12T00:10:00'];
  for (const [index, at] of falls.entries()) {
    watch.advance(hanoi(at) - watch.now());
    // Unlike each other, so that they make no campaign.
    const html = defacedPage.replaceAll(/kh4i-test/gi, `Nhom-${index * 7_919}`);
    watch.show(all[index] ?? '', { html, colour: [index * 90, 0, 0] });
    await watch.lookAtDue();
    await watch.dispatch();
    const opened = watch.mails.splice(0).filter(({ notice }) => notice.type === 'incident-opened');
    told.push(opened.map(({ endpoint }) => endpoint));
  }
  expect(told).toEqual([
    ['tinhoc@co-quan.example', 'an@bo.example'],
    ['tinhoc@co-quan.example', 'binh@bo.example'],
    ['tinhoc@co-quan.example'],
  ]);
});

it('is summed up once at its end, to the operators and the officer who had the last turn', async () => {
  const watch = await stageWatch({
    mail: { from: 'canh-gac@vonggac.example', operators: ['truc@bo.example'] },
    schedule: { watchWindows: { events: [{ name: 'Đại hội', from: '2026-12-10', to: '2026-12-11' }] } },
    duty: { officers: [{ name: 'An', email: 'an@bo.example' }] },
  });
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  watch.advance(hanoi('2026-12-11T20:00:00') - watch.now());
  watch.show(home, { html: defacedPage, colour: [0, 0, 0] });
  await watch.lookAtDue();
  const summaries = async (at: string) => {
    watch.advance(hanoi(at) - watch.now());
    await sumUpWindow(watch.parts);
    await watch.dispatch();
    return watch.mails.splice(0).filter(({ notice }) => notice.type === 'window-summary');
  };
  expect(await summaries('2026-12-11T23:59:59')).toEqual([]);
  const told = await summaries('2026-12-12T00:00:00');
  expect(told.map(({ endpoint }) => endpoint)).toEqual(['truc@bo.example', 'an@bo.example']);
  expect(told[0]?.notice).toMatchObject({ names: [{ vi: 'Đại hội' }], incidents: [{ number: 1, status: 'open' }] });
  expect(await summaries('2026-12-12T00:01:00')).toEqual([]);
});
