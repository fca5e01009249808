/** What clients of the API rely on: cursors, idempotency keys, ETags, problems, jobs. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { owner } from '../../../../src/core/people/actor.ts';
import { prune } from '../../../../src/monitor/upkeep/prune.ts';
import { type ApiScene, minute, now, openApiScene, reason } from '../../../support/api-scene.ts';
import { seedSite } from '../../../support/seed-desk.ts';

let scene: ApiScene;

beforeEach(async () => {
  scene = await openApiScene();
});

afterEach(() => scene.desk.close());

test('a list is walked by its cursors: every item once, also when others arrive meanwhile', async () => {
  const { desk, overall } = scene;
  for (let site = 0; site < 7; site += 1) await seedSite(desk.store, now, { url: `https://s${site}.gov.vn/` });
  const as = overall;
  const seen: number[] = [];
  let next: string | null = '';
  while (next !== null) {
    const { body }: { body: { items: { id: number }[]; next: string | null } } = await as(
      'GET',
      `/sites?limit=2${next === '' ? '' : `&cursor=${next}`}`,
    );
    seen.push(...body.items.map(({ id }) => id));
    if (seen.length === 4) await seedSite(desk.store, now, { url: 'https://giua-chung.gov.vn/' });
    next = body.next;
  }
  expect(seen).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
  expect((await as('GET', '/sites?cursor=bogus')).body).toMatchObject({
    code: 'bad-request',
    errors: [{ at: 'cursor' }],
  });
  expect((await as('GET', '/sites?limit=201')).status).toBe(400);
});

test('the state of the sites can be asked for', async () => {
  const { overall } = scene;
  const as = overall;
  expect((await as('GET', '/sites?state=alarm')).body.items).toHaveLength(2);
  expect((await as('GET', '/sites?state=ok')).body.items).toEqual([]);
});

test('the same request with an idempotency key is done once, and another one with it is refused', async () => {
  const { own, overall } = scene;
  const as = overall;
  const key = { 'idempotency-key': 'dot-1' };
  const comment = () => as('POST', `/incidents/${own.incident}/comment`, { text: 'Một lần' }, key);
  const [first, second] = [await comment(), await comment()];
  expect(second.body).toEqual(first.body);
  const notes = first.body.events.filter(({ note }: { note: string | null }) => note === 'Một lần');
  expect(notes).toHaveLength(1);
  const otherRequest = await as('POST', `/incidents/${own.incident}/comment`, { text: 'Khác' }, key);
  expect(otherRequest.body).toMatchObject({ code: 'key-reused', status: 422 });
});

test('answers that were kept for their keys go with the daily pruning after a day', async () => {
  const { desk, own, overall } = scene;
  const kept = () => desk.store.db.selectFrom('apiAnswers').select('key').execute();
  await overall('POST', `/incidents/${own.incident}/comment`, { text: 'một' }, { 'idempotency-key': 'k-1' });
  desk.setNow(now + 86_399_999);
  await prune(desk.parts);
  expect(await kept()).toEqual([{ key: 'k-1' }]);
  desk.setNow(now + 86_400_000);
  await prune(desk.parts);
  expect(await kept()).toEqual([]);
});

test('a token that keeps too many answers gets no further key, and other tokens do', async () => {
  const { desk, api, own, overall } = scene;
  const comment = (as: typeof overall, key: string) =>
    as('POST', `/incidents/${own.incident}/comment`, { text: key }, { 'idempotency-key': key });
  expect((await comment(overall, 'first')).status).toBe(200);
  const { tokenId } = await desk.store.db.selectFrom('apiAnswers').select('tokenId').executeTakeFirstOrThrow();
  const rows = Array.from({ length: 4_999 }, (_, index) => {
    return { tokenId, key: `k${index}`, requestHash: 'x', createdAt: now, status: 200, body: '{}' };
  });
  for (let from = 0; from < rows.length; from += 1_000)
    await desk.store.db
      .insertInto('apiAnswers')
      .values(rows.slice(from, from + 1_000))
      .execute();
  expect((await comment(overall, 'another')).body).toMatchObject({ code: 'too-many' });
  expect((await comment(overall, 'first')).status).toBe(200);
  expect((await comment(api.as(await api.token('operator')), 'another')).status).toBe(200);
});

test('a token prints one document at a time, so that it cannot keep everybody else from printing', async () => {
  const printing = Promise.withResolvers<Uint8Array>();
  const slow = await openApiScene({ printPdf: () => printing.promise, writeFormDocx: async () => Buffer.from('PK') });
  const path = `/incident-reports/${slow.own.incidentReport}/files`;
  const first = slow.overall('GET', `${path}/pdf`);
  const second = await slow.overall('GET', `${path}/docx`);
  expect([second.status, second.headers.get('retry-after')]).toEqual([429, '10']);
  expect((await slow.api.as(await slow.api.token('viewer'))('GET', `${path}/docx`)).status).toBe(200);
  printing.resolve(Buffer.from('%PDF'));
  expect((await first).status).toBe(200);
  expect((await slow.overall('GET', `${path}/docx`)).status).toBe(200);
  await slow.desk.close();
});

test('of two equal requests at the same time one is done', async () => {
  const { own, overall } = scene;
  const as = overall;
  const send = () => as('POST', `/incidents/${own.incident}/comment`, { text: 'Cùng lúc' }, { 'idempotency-key': 'k' });
  const answers = await Promise.all([send(), send(), send()]);
  expect(answers.filter(({ status }) => status === 409).every(({ body }) => body.code === 'key-in-use')).toBe(true);
  const { body } = await as('GET', `/incidents/${own.incident}`);
  expect(body.events.filter(({ note }: { note: string | null }) => note === 'Cùng lúc')).toHaveLength(1);
});

test('a refused request frees its key', async () => {
  const { own, overall, desk } = scene;
  const as = overall;
  const key = { 'idempotency-key': 'thu-lai' };
  expect((await as('POST', `/incidents/${own.incident}/reopen`, reason, key)).status).toBe(409);
  await desk.acts.resolve(owner('an'), own.incident);
  expect((await as('POST', `/incidents/${own.incident}/reopen`, reason, key)).status).toBe(200);
});

test('what was read and has changed since is not acted on', async () => {
  const { desk, own, overall } = scene;
  const as = overall;
  const path = `/incidents/${own.incident}`;
  const etag = (await as('GET', path)).headers.get('etag') ?? '';
  expect((await as('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304);
  await desk.acts.comment(owner('an'), own.incident, 'Có thông tin mới');
  const refused = await as('POST', `${path}/resolve`, reason, { 'if-match': etag });
  expect(refused.body).toMatchObject({ code: 'changed', status: 412 });
  const fresh = (await as('GET', path)).headers.get('etag') ?? '';
  expect((await as('POST', `${path}/resolve`, reason, { 'if-match': fresh })).status).toBe(200);
});

test('problems are in Vietnamese unless another language is asked for, and name the field', async () => {
  const { own, overall } = scene;
  const as = overall;
  const path = `/incidents/${own.incident}/comment`;
  const vi = await as('POST', path, { text: 7 });
  expect(vi.body).toMatchObject({ title: 'Dữ liệu không hợp lệ', code: 'bad-input', errors: [{ at: '/text' }] });
  const en = await as('POST', path, { text: 7 }, { 'accept-language': 'en' });
  expect(en.body).toMatchObject({ title: 'The data is not valid' });
  expect((await as('POST', path, '{"text"')).body).toMatchObject({ code: 'bad-request' });
  expect((await as('POST', path, 'text=a', { 'content-type': 'text/plain' })).body).toMatchObject({ code: 'not-json' });
  expect((await as('POST', path, { text: 'a'.repeat(1_000_001) })).body).toMatchObject({ code: 'too-large' });
  expect((await as('GET', '/khong-co')).body).toMatchObject({ code: 'not-found' });
});

test('evidence is made in the background and fetched by the token that asked for it', async () => {
  const { desk, api, own, overall } = scene;
  const as = overall;
  const { body: job } = await as('POST', `/incidents/${own.incident}/evidence`, {
    recipient: 'A05',
    purpose: 'Điều tra',
  });
  await expect
    .poll(async () => (await as('GET', `/evidence-jobs/${job.id}`)).body.status, { timeout: 60_000 })
    .not.toBe('running');
  const done = await as('GET', `/evidence-jobs/${job.id}`);
  expect(done.body).toMatchObject({ status: 'done', incidentNumber: own.incident });
  const file = await as('GET', `/evidence-jobs/${job.id}/file`);
  expect(file.headers.get('content-type')).toBe('application/zip');
  expect(file.body).toBeGreaterThan(1_000);
  const another = api.as(await api.token('administrator'));
  expect((await another('GET', `/evidence-jobs/${job.id}`)).status).toBe(404);
  desk.setNow(now + 61 * minute);
  expect((await as('GET', `/evidence-jobs/${job.id}/file`)).status).toBe(404);
});
