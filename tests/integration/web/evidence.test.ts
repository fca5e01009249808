/** Evidence on the incident's page: who may hold it, who may take it out, and that all of it is on record. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verifyPackage } from '../../../src/monitor/evidence/verify/verify-package.ts';
import { chainEvidence } from '../../../src/store/evidence/evidence.ts';
import { write } from '../../../src/store/write.ts';
import { finding, seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const police = { recipient: 'Phòng PA05 <b>Công an</b> tỉnh', purpose: 'điều tra' };

async function openScene(config: object = {}) {
  const desk = await openTestDesk({ now, config });
  onTestFinished(desk.close);
  const url = 'https://sonoivu.example/';
  const site = await seedSite(desk.store, now - 60 * minute, { url, agency: 'Sở Nội vụ' });
  const fell = {
    targetId: `${site}.1`,
    kind: 'defacement',
    score: 12,
    findings: [finding({ reason: { vi: 'Tiêu đề bị thay', en: 'The title was replaced' } })],
  } as const;
  const checkId = await seedCheck(desk.store, { ...fell, at: now - minute, level: 'alarm' });
  await write(desk.store.db, (trx) => chainEvidence(trx, 'check', [checkId], now - minute));
  const targets = [{ ...fell, url, checkId }];
  const incident = await seedIncident(desk.store, { siteId: site, openedAt: now - minute, targets });
  const { agencyId } = await desk.store.db.selectFrom('sites').select('agencyId').executeTakeFirstOrThrow();
  const path = `/incidents/${incident}`;
  return { ...desk, incident, path, agencyId: agencyId ?? 0 };
}

test('an operator downloads the package, which verifies; the page says who took it and the folder keeps nothing', async () => {
  const desk = await openScene();
  const as = await desk.signedIn('operator');
  const answer = await desk.send(`${desk.path}/evidence`, police, as);
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="vonggac-su-co-${desk.incident}.zip"`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(answer.headers.get('content-length')).toBe(String(bytes.byteLength));
  const file = join(desk.store.dir, 'downloaded.zip');
  await writeFile(file, bytes);
  const { claims, outcome, manifest } = await verifyPackage(file, { key: null, roots: null });
  expect(claims.filter(({ state }) => state === 'broken')).toEqual([]);
  expect([outcome, manifest?.export.recipient, manifest?.export.by]).toEqual([
    'signer-unknown',
    police.recipient,
    'operator',
  ]);
  expect(await readdir(join(desk.store.dir, 'exports'))).toEqual([]);
  const page = await (await desk.ask(desk.path, { as })).text();
  expect(page).toContain('operator giao cho Phòng PA05 &lt;b&gt;Công an&lt;/b&gt; tỉnh');
  expect(page).toMatch(/SHA-256 của manifest\.json: [0-9a-f]{64}/);
});

test('without recipient or purpose nothing is exported', async () => {
  const desk = await openScene();
  const as = await desk.signedIn('operator');
  for (const fields of [{ ...police, recipient: ' ' }, { ...police, purpose: '' }, {}]) {
    const answer = await desk.send(`${desk.path}/evidence`, fields as Record<string, string>, as);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Hãy ghi bên nhận và mục đích');
  }
});

test('a second package is refused while one is being made', async () => {
  const desk = await openScene();
  const as = await desk.signedIn('operator');
  const both = await Promise.all([1, 2].map(() => desk.send(`${desk.path}/evidence`, police, as)));
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  for (const answer of both) await answer.arrayBuffer();
  expect((await desk.send(`${desk.path}/evidence`, police, as)).status).toBe(200);
});

test('an agency’s account sees the hold and the guide, but neither packages nor who took them', async () => {
  const desk = await openScene();
  const operator = await desk.signedIn('operator');
  await (await desk.send(`${desk.path}/evidence`, police, operator)).arrayBuffer();
  const as = await desk.signedIn('operator', desk.agencyId);
  expect((await desk.send(`${desk.path}/evidence`, police, as)).status).toBe(403);
  const page = await (await desk.ask(desk.path, { as })).text();
  expect(page).not.toContain('PA05');
  expect(page).not.toContain(`${desk.path}/evidence"`);
  expect(page).toContain(`${desk.path}/hold`);
  expect((await desk.ask(`${desk.path}/hand-over`, { as })).status).toBe(200);
});

test('evidence is held and released from the page, each with its reason', async () => {
  const desk = await openScene();
  const as = await desk.signedIn('operator');
  expect((await desk.send(`${desk.path}/hold`, {}, as)).status).toBe(409);
  expect((await desk.send(`${desk.path}/hold`, { note: 'Công an yêu cầu' }, as)).status).toBe(303);
  const page = await (await desk.ask(desk.path, { as })).text();
  expect(page).toContain('Đang được lưu giữ, không bị xóa theo thời hạn (operator,');
  expect(page).toContain('Công an yêu cầu');
  expect((await desk.send(`${desk.path}/release`, { note: 'Đã bàn giao' }, as)).status).toBe(303);
  expect(await (await desk.ask(desk.path, { as })).text()).toContain('Chứng cứ bị xóa khi hết thời hạn lưu.');
});

test('the guide names the configured contacts, or says where to add them', async () => {
  const contacts = [{ name: 'Phòng An ninh mạng <i>', phone: '069 219 4053', email: 'pa05@congan.example' }];
  const desk = await openScene({ evidence: { contacts } });
  const guide = await (await desk.ask(`${desk.path}/hand-over`, { as: await desk.signedIn('viewer') })).text();
  expect(guide).toContain('Phòng An ninh mạng &lt;i&gt;');
  expect(guide).toContain('href="tel:0692194053"');
  const bare = await openScene();
  const empty = await bare.ask(`${bare.path}/hand-over`, { as: await bare.signedIn('viewer') });
  expect(await empty.text()).toContain('evidence.contacts');
});
