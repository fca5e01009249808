/** Approving many learned pages at once, with the real judge: nothing that ever looked attacked passes. */
import { expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { approveSeveral } from '../../../src/monitor/baseline/approve-several.ts';
import { relearn } from '../../../src/monitor/baseline/learn-baseline.ts';
import { lookAgain } from '../../../src/monitor/check/look-again.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const minute = 60_000;
const ids = Array.from({ length: 10 }, (_, index) => `${index + 1}.1`);
const actor = owner('an');

const portal = (n: number) => `https://cong${n}.example.gov.vn/`;

async function approvedOf({ parts }: StagedWatch, ids: readonly string[]): Promise<string[]> {
  await approveSeveral(parts, actor, ids, 'đã xem từng trang');
  const rows = await parts.db.selectFrom('baselines').select('targetId').where('status', '=', 'approved').execute();
  return rows.map(({ targetId }) => targetId).sort();
}

it('leaves a page that was attacked from the start, at its first look only, or while it was learned', async () => {
  const watch = await stageWatch();
  const clean = { html: portalPage() };
  const attacked = { html: defacedPage, colour: [0, 0, 0] as const };
  for (let n = 1; n <= 10; n += 1) {
    watch.show(portal(n), n === 3 || n === 5 ? attacked : clean);
    await watch.register(portal(n));
  }
  await watch.lookAtDue();
  // The attacker shows it once, or the agency mends it before anything is learned.
  watch.show(portal(5), clean);
  watch.advance(minute);
  await watch.lookAtDue();
  watch.show(portal(8), attacked);
  watch.advance(minute);
  await watch.lookAtDue();
  watch.show(portal(8), clean);
  for (let looks = 0; looks < 30; looks += 1) {
    watch.advance(minute);
    await watch.lookAtDue();
  }
  const provisional = await watch.parts.db.selectFrom('baselines').select('targetId').execute();
  // Those that recovered were learned from clean looks alone: nothing but their first looks tells them apart.
  expect(provisional.map(({ targetId }) => targetId)).toEqual(expect.arrayContaining(['5.1', '8.1']));
  expect(await approvedOf(watch, ids)).toEqual(ids.filter((id) => !['3.1', '5.1', '8.1'].includes(id)).sort());
});

it('takes a page that is learned anew, whatever was found against its earlier baseline', async () => {
  const watch = await stageWatch();
  watch.show(portal(1), { html: portalPage() });
  await watch.register(portal(1));
  await watch.learn();
  watch.show(portal(1), {
    html: portalPage({ title: 'Trang chủ', news: 'Giao diện mới', extra: '<p>x</p>'.repeat(40) }),
  });
  await watch.look(4);
  const seen = await watch.parts.db.selectFrom('checks').select('level').where('level', '!=', 'clean').execute();
  expect(seen.length).toBeGreaterThan(0);
  await relearn(watch.parts, '1.1', { actor, reason: 'giao diện mới' });
  await watch.learn();
  await lookAgain(watch.parts, actor, ['1.1']);
  await watch.lookAtDue();
  expect(await approvedOf(watch, ['1.1'])).toEqual(['1.1']);
});
