/** Campaigns and ignored changes at the dashboard. */

import { expect, onTestFinished, test } from 'vitest';
import type { CommonTrait } from '../../../src/core/incidents/campaign.ts';
import { insertCampaign } from '../../../src/store/incidents/campaigns.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { write } from '../../../src/store/write.ts';
import { finding, seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;

async function openScene(siteCount: number, common: readonly CommonTrait[] = []) {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const { store } = desk;
  const campaign = await write(store.db, (trx) => insertCampaign(trx, { openedAt: now - hour, common }, now - hour));
  const findings = [finding({ reason: { vi: 'Có câu “hacked by”', en: 'It says “hacked by”' } })];
  const sites: number[] = [];
  for (let i = 1; i <= siteCount; i += 1) {
    const url = `https://so${i}.example/`;
    const siteId = await seedSite(store, now - 24 * hour, { url, name: `Cổng số ${i}`, agency: `Cơ quan ${i}` });
    const look = { targetId: `${siteId}.1`, at: now - hour, level: 'alarm', kind: 'defacement', findings } as const;
    const checkId = await seedCheck(store, look);
    const target = { targetId: `${siteId}.1`, url, kind: 'defacement', score: 9, findings, checkId } as const;
    await seedIncident(store, { siteId, openedAt: now - hour, targets: [target], campaignNumber: campaign });
    sites.push(siteId);
  }
  return { ...desk, campaign, sites, fingerprint: findings[0]?.fingerprint ?? '' };
}

const signature: CommonTrait = { trait: 'signature', value: 'Hacked by Kh4i' };

test('an incident leads to its campaign, and the campaign to all of its incidents, in both languages', async () => {
  const scene = await openScene(3, [signature]);
  const token = await scene.signedIn('viewer');
  const incident = await (await scene.ask('/incidents/2', { as: token })).text();
  expect(incident).toContain(`<a href="/campaigns/${scene.campaign}">Thuộc chiến dịch tấn công #1</a>`);
  const page = await (await scene.ask(`/campaigns/${scene.campaign}`, { as: token })).text();
  expect(page).toContain('cùng dòng ký tên “Hacked by Kh4i”');
  expect(page).toContain('3 cổng, 3 cổng chưa khắc phục');
  for (const number of [1, 2, 3]) expect(page).toContain(`href="/incidents/${number}"`);
  const cookie = `vonggac-session=${token}; vonggac-language=en`;
  const english = await (await scene.ask(`/campaigns/${scene.campaign}`, { headers: { cookie } })).text();
  expect(english).toContain('the same signature “Hacked by Kh4i”');
  expect(english).toContain('3 portals, 3 not resolved');
});

test('a campaign of which a person may see nothing is not there', async () => {
  const scene = await openScene(2, [signature]);
  const token = await scene.signedIn('administrator');
  expect((await scene.ask('/campaigns/99', { as: token })).status).toBe(404);
  await scene.store.db
    .updateTable('sites')
    .set({ status: 'removed' })
    .where('id', '=', scene.sites[0] ?? 0)
    .execute();
  const page = await (await scene.ask(`/campaigns/${scene.campaign}`, { as: token })).text();
  expect(page).not.toContain('Cổng số 1');
  expect(page).toContain('Cổng số 2');
  await scene.store.db.updateTable('sites').set({ status: 'removed' }).execute();
  expect((await scene.ask(`/campaigns/${scene.campaign}`, { as: token })).status).toBe(404);
});

test('what attackers wrote stays text on the campaign’s page', async () => {
  const scene = await openScene(2, [{ trait: 'signature', value: '<img src=x onerror=alert(1)> http://evil.example' }]);
  const token = await scene.signedIn('viewer');
  const page = await (await scene.ask(`/campaigns/${scene.campaign}`, { as: token })).text();
  expect(page).not.toContain('<img src=x');
  expect(page).not.toContain('http://evil.example');
  expect(page).toContain('&lt;img src=x');
});

test('ignored changes are listed with what they were, and one button makes one count again', async () => {
  const scene = await openScene(2);
  const { store, sites, fingerprint } = scene;
  const by = { createdAt: now, createdBy: 'an', note: 'Bài báo về tin tặc' };
  for (const siteId of sites)
    await store.db
      .insertInto('ignoredChanges')
      .values({ fingerprint, siteId, expiresAt: now + hour, ...by })
      .execute();
  await store.db
    .insertInto('ignoredChanges')
    .values({ fingerprint: 'title-changed:00', siteId: sites[0] ?? 0, expiresAt: now - 1, ...by })
    .execute();
  const viewer = await scene.signedIn('viewer');
  const shown = await (await scene.ask('/ignored-changes', { as: viewer })).text();
  expect(shown).toContain('Cổng số 1');
  expect(shown).toContain('Có câu “hacked by”');
  expect(shown).toContain('Bài báo về tin tặc');
  expect(shown).not.toContain('title-changed:00');
  expect(shown).not.toContain('forget-ignored');

  const operator = await scene.signedIn('operator');
  expect(await (await scene.ask('/suspects', { as: operator })).text()).toContain('href="/ignored-changes"');
  const path = `/sites/${sites[0]}/forget-ignored`;
  expect((await scene.send(path, { fingerprint }, viewer)).status).toBe(403);
  const answer = await scene.send(path, { fingerprint }, operator);
  expect(answer.headers.get('location')).toBe('/ignored-changes?done=forgotten');
  const left = await store.db
    .selectFrom('ignoredChanges')
    .select('siteId')
    .where('fingerprint', '=', fingerprint)
    .execute();
  expect(left).toEqual([{ siteId: sites[1] }]);
  expect((await scene.send(path, { fingerprint }, operator)).status).toBe(404);
  const { act, subject, actor } = await store.db
    .selectFrom('audit')
    .selectAll()
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();
  expect([act, subject, actor]).toEqual(['change-forgotten', `change ${fingerprint}`, 'operator']);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
});
