/** An incident's page lists those with indicators or changes in common, of the reader's own portals only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Indicator } from '../../../src/core/domain/finding.ts';
import { finding, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;

let desk: TestDesk;
const sites: number[] = [];
beforeAll(async () => {
  desk = await openTestDesk({ now });
  for (const agency of ['Sở Y tế', 'Sở Y tế', 'Sở Nội vụ']) {
    const n = sites.length + 1;
    sites.push(
      await seedSite(desk.store, now - 90 * hour, { url: `https://cong${n}.example/`, name: `Cổng ${n}`, agency }),
    );
  }
});
afterAll(() => desk.close());

let reasons = 0;

async function attacked(site: number, indicators: readonly Indicator[], same?: string): Promise<number> {
  reasons += 1;
  const text = same ?? `lý do ${reasons}`;
  const findings = [finding({ reason: { vi: text, en: text }, indicators })];
  const target = { targetId: `${site}.1`, url: `https://cong${site}.example/`, kind: 'injection', score: 9 } as const;
  const number = await seedIncident(desk.store, {
    siteId: site,
    openedAt: now - (90 - reasons) * hour,
    targets: [{ ...target, findings, checkId: null }],
  });
  await desk.store.db
    .updateTable('incidents')
    .set({ status: 'resolved', endedAt: now })
    .where('number', '=', number)
    .execute();
  return number;
}

async function similarOn(number: number, as: string): Promise<string> {
  const page = await (await desk.ask(`/incidents/${number}`, { as })).text();
  return /<section[^>]*aria-labelledby="similar"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
}

test('similar incidents are said in words, defanged, rarest first, and only of portals in scope', async () => {
  const [first = 0, second = 0, third = 0] = sites;
  const common: Indicator = { type: 'domain', value: 'pho-bien.com' };
  const rare: Indicator = { type: 'handle', value: '@hiem_gap' };
  const earlier = await attacked(first, [{ type: 'domain', value: 'x.nhacai.com' }], 'một thay đổi');
  const ofOthers = await attacked(third, [{ type: 'domain', value: 'y.nhacai.com' }, rare]);
  const weak = await attacked(second, [common]);
  for (let n = 0; n < 6; n += 1) await attacked(third, [common]);
  const shown = await attacked(first, [common, rare, { type: 'domain', value: 'nhacai.com' }], 'một thay đổi');

  const all = await similarOn(shown, await desk.signedIn('viewer'));
  expect(all).toContain('cùng tên miền <code lang="" dir="auto" translate="no">nhacai[.]com</code>');
  expect(all).toContain('cùng tài khoản');
  expect(all).toContain('cùng một thay đổi trên trang');
  expect(all).toContain('trước đây trên chính cổng này');
  const order = [...all.matchAll(/href="\/incidents\/(\d+)"/g)].map(([, number]) => Number(number));
  expect(order.slice(0, 2).sort()).toEqual([earlier, ofOthers].sort());
  expect(order).toHaveLength(9);
  expect(order.indexOf(weak)).toBeGreaterThan(1);

  const own = await similarOn(shown, await desk.signedIn('viewer', 1));
  expect([...own.matchAll(/href="\/incidents\/(\d+)"/g)].map(([, number]) => Number(number))).toEqual([earlier, weak]);
  expect(own).not.toContain('Cổng 3');
  expect(own).not.toContain('hiem_gap');
});

test('an incident that shares nothing has no such section', async () => {
  const alone = await attacked(sites[0] ?? 0, [{ type: 'domain', value: 'rieng-minh.com' }]);
  expect(await similarOn(alone, await desk.signedIn('viewer'))).toBe('');
});
