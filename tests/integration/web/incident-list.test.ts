/** The list of incidents: narrowed by name, kind and person, kept narrow by what is done in it. */

import { load } from 'cheerio';
import { expect, onTestFinished, test } from 'vitest';
import type { AttackKind } from '../../../src/core/domain/finding.ts';
import { insertCampaign } from '../../../src/store/incidents/campaigns.ts';
import { write } from '../../../src/store/write.ts';
import { seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;

async function openScene() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const { store } = desk;
  const campaign = await write(store.db, (trx) =>
    insertCampaign(trx, { openedAt: now - hour, common: [] }, now - hour),
  );
  const fell = async (name: string, agency: string, kinds: readonly AttackKind[]) => {
    const siteId = await seedSite(store, now - 24 * hour, { url: `https://${kinds[0]}.example/`, name, agency });
    const targets = kinds.map((kind, index) => ({
      targetId: `${siteId}.${index + 1}`,
      url: `https://${kinds[0]}.example/`,
      kind,
      score: 9,
      findings: [],
      checkId: null,
    }));
    return seedIncident(store, { siteId, openedAt: now - hour, targets, campaignNumber: campaign });
  };
  await fell('Sở Y tế Đà Nẵng', 'UBND thành phố', ['defacement']);
  await fell('100% trực tuyến', 'Bộ A', ['injection', 'cloaking']);
  await fell('SỞ CÔNG THƯƠNG', 'Bộ B', ['takeover']);
  const as = await desk.signedIn('operator');
  const page = async (path: string) => load(await (await desk.ask(path, { as })).text());
  const listed = async (query: string) => {
    const shown = await page(`/incidents?${query}`);
    return shown('.queue a[data-step]')
      .toArray()
      .map((link) => Number(/\d+$/.exec(link.attribs.href ?? '')?.[0]));
  };
  return { ...desk, as, page, listed };
}

test('incidents are found by part of a name, address or agency, in any case, literally', async () => {
  const { listed } = await openScene();
  expect(await listed('')).toEqual([3, 2, 1]);
  expect(await listed(`q=${encodeURIComponent('ĐÀ NẴNG')}`)).toEqual([1]);
  expect(await listed(`q=${encodeURIComponent('sở công')}`)).toEqual([3]);
  expect(await listed(`q=${encodeURIComponent('bộ')}`)).toEqual([3, 2]);
  expect(await listed('q=injection.example')).toEqual([2]);
  expect(await listed(`q=${encodeURIComponent('%')}`)).toEqual([2]);
  expect(await listed(`q=${encodeURIComponent("' or 1=1 --")}`)).toEqual([]);
});

test('incidents are found by any of their kinds; a kind that there is not narrows nothing', async () => {
  const { listed } = await openScene();
  expect(await listed('kind=cloaking')).toEqual([2]);
  expect(await listed('kind=defacement')).toEqual([1]);
  expect(await listed('kind=toString')).toEqual([3, 2, 1]);
});

test('one sees what was given to oneself, and what is nobody’s', async () => {
  const { listed, send, as } = await openScene();
  await send('/incidents/several', { decision: 'take', 'incident-2': 'yes' }, as);
  expect(await listed('whose=mine')).toEqual([2]);
  expect(await listed('whose=nobody')).toEqual([3, 1]);
  expect(await listed('whose=nobody&kind=takeover')).toEqual([3]);
});

test('the filter stays in the tabs and can be taken off; nothing found says why', async () => {
  const { page } = await openScene();
  const shown = await page('/incidents?kind=takeover&q=x-nobody');
  expect(shown('.empty').text()).toBe('Không có sự cố nào khớp với bộ lọc.');
  const tabs = shown('.tabs a').toArray();
  expect(tabs.map((tab) => tab.attribs.href)).toEqual([
    '/incidents?kind=takeover&q=x-nobody&status=live',
    '/incidents?kind=takeover&q=x-nobody&status=ended',
    '/incidents?kind=takeover&q=x-nobody&status=all',
  ]);
  expect(shown('form.filters > a').attr('href')).toBe('/incidents');
});

test.each([
  ['/incidents?kind=takeover&done=none-chosen', '/incidents?kind=takeover&done=several-decided'],
  ['/campaigns/1', '/campaigns/1?done=several-decided'],
])('what is decided in %s leads back to it, also after the question', async (list, answer) => {
  const { page, send, as } = await openScene();
  const back = (await page(list))('form#several input[name=back]').attr('value') ?? '';
  const fields = { decision: 'resolve', 'incident-3': 'yes', back };
  const asked = load(await (await send('/incidents/several', fields, as)).text());
  expect(asked('form.stack a.button').attr('href')).toBe(back);
  expect(asked('form.stack input[name=back]').attr('value')).toBe(back);
  const done = await send('/incidents/several', { ...fields, sure: 'yes' }, as);
  expect(done.headers.get('location')).toBe(answer);
});

test('a way back that would leave the dashboard leads to the board', async () => {
  const { send, as } = await openScene();
  const fields = { decision: 'acknowledge', 'incident-3': 'yes', back: '//evil.example/' };
  const done = await send('/incidents/several', fields, as);
  expect(done.headers.get('location')).toBe('/?done=several-decided');
});
