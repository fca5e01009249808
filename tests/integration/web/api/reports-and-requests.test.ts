/** Reports, requests and the state of the monitor through the API. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tokenCapabilities } from '../../../../src/core/people/api-token.ts';
import { saveMadeReport } from '../../../../src/store/records/reports.ts';
import { write } from '../../../../src/store/write.ts';
import { type ApiScene, now, openApiScene } from '../../../support/api-scene.ts';

let scene: ApiScene;

beforeEach(async () => {
  scene = await openApiScene();
});

afterEach(() => scene.desk.close());

test('a period report is asked for, made in the background, and fetched', async () => {
  const { desk, overall } = scene;
  const { body: asked } = await overall('POST', '/reports', { from: '2026-11-01', to: '2026-11-20', language: 'en' });
  expect(asked).toMatchObject({ status: 'asked', preset: 'custom', to: '2026-11-20T17:00:00.000Z', files: [] });
  expect((await overall('GET', `/reports/${asked.id}/files/pdf`)).status).toBe(404);
  const hash = createHash('sha256').update('made').digest('hex');
  await desk.store.blobs.put(hash, Buffer.from('made'));
  const files = { documentHash: hash, pdfHash: null, xlsxHash: hash, csvHash: hash };
  await write(desk.store.db, (trx) => saveMadeReport(trx, asked.id, { ...files, at: now, failure: 'no browser' }));
  expect((await overall('GET', `/reports/${asked.id}`)).body).toMatchObject({ status: 'made', files: ['xlsx', 'csv'] });
  const table = await overall('GET', `/reports/${asked.id}/files/csv`);
  expect([table.body, table.headers.get('content-disposition')]).toEqual([
    'made',
    'attachment; filename="vonggac-report-1-nov-2026-to-20-nov-2026.csv"',
  ]);
});

test('a period that is none is refused with what is wrong', async () => {
  const { overall } = scene;
  expect((await overall('POST', '/reports', {})).body).toMatchObject({ code: 'bad-input' });
  expect((await overall('POST', '/reports', { from: '2026-13-40', to: '2026-11-20' })).status).toBe(422);
});

test('whoever serves one agency reports on that one, and on no other', async () => {
  const { api, own, other } = scene;
  const as = api.as(await api.token('viewer', { agencyId: own.agencyId }));
  expect((await as('POST', '/reports', { preset: 'month' })).body).toMatchObject({ agencyId: own.agencyId });
  expect((await as('POST', '/reports', { preset: 'month', agencyId: other.agencyId })).status).toBe(404);
});

test('an incident says until when it must be reported, and what was sent', async () => {
  const { api, own } = scene;
  const as = api.as(await api.token('viewer', { agencyId: own.agencyId }));
  const { body } = await as('GET', `/incidents/${own.incident}/reports`);
  expect(body).toMatchObject({ isDue: false, items: [{ form: 'initial', version: 2, sendings: [{ version: 2 }] }] });
  const report = await as('GET', `/incident-reports/${own.incidentReport}`);
  expect(report.body.values).toMatchObject({ 'reporter-name': own.word });
  expect((await as('GET', `/incident-reports/${own.incidentReport}/signed/${own.sending + 1}`)).status).toBe(404);
});

test('a token that was narrowed to one agency neither sees requests nor takes evidence out', async () => {
  const { desk, api, own } = scene;
  const token = await api.token('administrator', { may: tokenCapabilities, name: 'narrow' });
  await desk.store.db.updateTable('apiTokens').set({ agencyId: own.agencyId }).where('name', '=', 'narrow').execute();
  const as = api.as(token);
  const refused = await Promise.all([
    as('GET', '/requests'),
    as('GET', `/requests/${own.watchRequest}`),
    as('POST', `/incidents/${own.incident}/evidence`, { recipient: 'A05', purpose: 'Điều tra' }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
  expect((await as('GET', `/sites/${own.site}`)).status).toBe(200);
});

test('health names the troubles of the monitor, channels only for whoever serves every agency', async () => {
  const { desk, api, own, overall } = scene;
  desk.setHealth({ ok: true, heartbeatAt: now, blindSince: null, freeBytes: 1_000_000 });
  const disk = { kind: 'disk', freeBytes: 1_000_000 };
  expect((await overall('GET', '/health')).body.troubles).toContainEqual(disk);
  const as = api.as(await api.token('viewer', { agencyId: own.agencyId }));
  expect((await as('GET', '/health')).body.troubles).toContainEqual(disk);
});
