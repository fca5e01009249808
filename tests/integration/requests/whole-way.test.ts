/** From the form to the end of the period: what is stored, mailed, registered, and by whom it had to be agreed. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { proofText } from '../../../src/core/requests/proof.ts';
import { tendRequests } from '../../../src/monitor/requests/tend-requests.ts';
import { getSite, listSites } from '../../../src/store/registry/registry.ts';
import { findRequest, type StoredRequest } from '../../../src/store/requests/requests.ts';
import { linkIn } from '../../support/deliver-all.ts';
import { openPublicPage, type PublicPage, reportForm, watchForm } from '../../support/public-page.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { seedBaseline, seedSite } from '../../support/seed-desk.ts';
import { seedRequest, watchDetails } from '../../support/seed-request.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const day = 86_400_000;
const an = owner('an.nguyen');
const host = 'snnmt.haithanh.example';

let page: PublicPage;
let records: string[];
beforeEach(async () => {
  records = [];
  page = await openPublicPage({ now, outside: { askTextRecords: async () => records } });
});
afterEach(() => page.desk.close());

async function request(id: number): Promise<StoredRequest> {
  const found = await findRequest(page.desk.parts.db, id);
  if (!found) throw new Error(`no request ${id}`);
  return found;
}

describe('a request to watch', () => {
  test('is confirmed, proven, approved, learned, announced, extended and ended', async () => {
    const { desk } = page;
    const { acts, parts } = desk;
    expect((await page.post('/watch', watchForm)).headers.get('location')).toBe('/sent/watch');
    expect(await request(1)).toMatchObject({ status: 'unconfirmed', confirmedAt: null });

    const [confirm, ...others] = await page.mails();
    expect(others).toEqual([]);
    expect(confirm?.to).toBe(watchForm.email);
    for (const typed of [watchForm.agency, watchForm.contact, host, watchForm.basis])
      expect(`${confirm?.subject} ${confirm?.text} ${confirm?.html}`).not.toContain(typed);
    const path = confirm ? linkIn(confirm) : '';
    // A scanner opens it twice; nothing happens.
    for (const _ of [1, 2]) expect((await page.get(path)).status).toBe(200);
    expect((await request(1)).status).toBe('unconfirmed');
    expect((await page.post(path, { 'request-1': 'yes' })).status).toBe(200);
    expect(await request(1)).toMatchObject({ status: 'waiting', confirmedAt: now });
    expect((await page.post(path, { 'request-1': 'yes' })).status).toBe(410);

    await tendRequests(parts);
    expect((await page.mails()).map(({ to, subject }) => [to, subject])).toEqual([
      ['truc@dieuphoi.example', '[Vọng Gác] 1 yêu cầu chờ xử lý'],
    ]);

    await expect(acts.approveRequest(an, 1)).rejects.toThrow(/Nobody has confirmed yet/);
    expect(await acts.checkRequestHost(an, 1, host)).toEqual({ found: [], published: [] });
    records = [proofText((await request(1)).proofToken)];
    expect(await acts.checkRequestHost(an, 1, host)).toEqual({ found: ['dns'], published: [] });
    const [siteId = 0] = await acts.approveRequest(an, 1);
    expect(await getSite(parts.db, siteId)).toMatchObject({
      url: 'https://snnmt.haithanh.example/',
      agency: watchForm.agency,
      recipients: [watchForm.email],
      consent: `Yêu cầu số 1: ${watchForm.basis}`,
    });
    expect((await getSite(parts.db, siteId))?.targets.filter(({ role }) => role === 'registered')).toHaveLength(2);
    expect(await request(1)).toMatchObject({ status: 'learning', siteIds: [siteId] });
    await tendRequests(parts);
    expect(await page.mails()).toEqual([]);

    for (const target of [`${siteId}.1`, `${siteId}.2`])
      await seedBaseline(desk.store, target, { at: now, status: 'provisional' });
    await tendRequests(parts);
    expect((await request(1)).status).toBe('watched');
    const [watched] = await page.mails();
    expect(watched).toMatchObject({
      to: watchForm.email,
      subject: '[Vọng Gác] Yêu cầu số 1: Cổng của đơn vị đã được theo dõi',
    });

    const end = (await request(1)).periodTo ?? 0;
    expect(new Date(end).toISOString()).toBe('2027-02-20T17:00:00.000Z');
    desk.setNow(end - 6 * day);
    await tendRequests(parts);
    await tendRequests(parts);
    const [ending, ...more] = await page.mails();
    expect(more).toEqual([]);
    const extend = ending ? linkIn(ending) : '';
    expect(await (await page.get(extend)).text()).toContain('20/02/2027');
    expect((await page.post(extend, { to: '2020-01-01' })).status).toBe(400);
    expect((await page.post(extend, { to: '2027-03-31' })).status).toBe(200);
    expect((await page.post(extend, { to: '2028-03-31' })).status).toBe(410);
    expect((await page.mails()).map(({ subject }) => subject)).toEqual([
      '[Vọng Gác] Yêu cầu số 1: Thời hạn theo dõi đã được gia hạn',
    ]);
    desk.setNow(end);
    await tendRequests(parts);
    expect((await getSite(parts.db, siteId))?.status).toBe('active');

    desk.setNow(Date.parse('2027-03-31T17:00:00Z'));
    await tendRequests(parts);
    expect(await getSite(parts.db, siteId)).toMatchObject({
      status: 'paused',
      pauseReason: 'Hết thời hạn của yêu cầu số 1',
    });
    expect((await request(1)).status).toBe('ended');
    expect((await page.mails()).at(-1)?.subject).toBe('[Vọng Gác] Yêu cầu số 1: Đã hết thời hạn theo dõi');
  });

  test('is refused with a reason that the confirmed address reads, and nobody else', async () => {
    const { desk } = page;
    const confirmed = await seedRequest(desk.store, { at: now });
    const unconfirmed = await seedRequest(desk.store, { at: now, confirmedAt: null });
    const reason = 'Cổng không thuộc cơ quan nhà nước';
    for (const id of [confirmed, unconfirmed]) await desk.acts.decideRequest(an, id, 'refuse', reason);
    const mails = await page.mails();
    expect(mails.map(({ to }) => to)).toEqual([watchDetails.email]);
    expect(mails[0]?.text).toContain(reason);
    const notices = await desk.parts.db.selectFrom('notices').select('payloadJson').execute();
    expect(JSON.stringify(notices)).not.toContain(reason);
    const audit = await desk.parts.db.selectFrom('audit').selectAll().execute();
    expect(JSON.stringify(audit)).not.toContain(reason);
  });

  test('for a registered portal adds neither page nor recipient: a contact known before confirms by telephone', async () => {
    const { desk } = page;
    const { acts, parts } = desk;
    const site = await seedSite(desk.store, now, {
      url: `https://${host}/`,
      agency: 'Sở cũ',
      recipients: ['cu@hop.example'],
    });
    const contact = await seedContact(desk.store, site, { name: 'Người cũ', phone: '0225 3000 999' });
    const id = await seedRequest(desk.store, { at: now, isProven: true });
    await expect(acts.approveRequest(an, id)).rejects.toThrow(/Nobody has confirmed yet/);
    await expect(acts.mailRequestHost(an, id, { host, address: watchDetails.email })).rejects.toThrow(/published/);
    const by = { host, method: 'telephone' } as const;
    await expect(acts.recordRequestProof(an, id, { ...by, contactId: 4711 })).rejects.toThrow(/known before/);
    await acts.recordRequestProof(an, id, { ...by, contactId: contact });
    const before = await getSite(parts.db, site);
    expect(await acts.approveRequest(an, id)).toEqual([]);
    expect(await getSite(parts.db, site)).toEqual(before);
    expect(await listSites(parts.db)).toHaveLength(1);
    const proven = await parts.db
      .selectFrom('audit')
      .selectAll()
      .where('act', '=', 'request-proven')
      .executeTakeFirstOrThrow();
    expect(proven).toMatchObject({ actor: 'an.nguyen', subject: `request ${id}` });
    expect(proven.detailJson).toContain(`"contactNumber":${contact}`);
  });
});

describe('a report', () => {
  test('about a registered portal brings its own next look forward, once in ten minutes', async () => {
    const { desk } = page;
    const { parts } = desk;
    const site = await seedSite(desk.store, now, { url: 'https://thuvien.haithanh.example/' });
    const later = now + day;
    const due = async () => {
      const row = parts.db.selectFrom('targets').select('nextCheckAt').where('id', '=', `${site}.1`);
      return (await row.executeTakeFirstOrThrow()).nextCheckAt;
    };
    const rest = () => parts.db.updateTable('targets').set({ nextCheckAt: later }).where('siteId', '=', site).execute();
    await rest();
    await page.post('/report', reportForm);
    expect(await due()).toBe(now);
    expect(await request(1)).toMatchObject({ kind: 'report', status: 'waiting', targetId: `${site}.1` });
    await rest();
    desk.setNow(now + 599_000);
    await page.post('/report', { ...reportForm, seen: 'Vẫn còn', url: 'https://thuvien.haithanh.example/khac' });
    expect(await due()).toBe(later);
    desk.setNow(now + 600_000);
    await page.post('/report', { ...reportForm, url: 'https://thuvien.haithanh.example/nua' });
    expect(await due()).toBe(now + 600_000);
    expect(await parts.db.selectFrom('targets').select('url').where('role', '=', 'registered').execute()).toEqual([
      { url: 'https://thuvien.haithanh.example/' },
    ]);
  });

  test('is answered to a reporter who confirmed the address, also when the answer came first', async () => {
    const { desk } = page;
    await page.post('/report', { ...reportForm, email: 'dan@hopthu.example', consent: 'yes' });
    const [confirm] = await page.mails();
    await desk.acts.decideRequest(an, 1, 'answer', 'Đã chuyển đơn vị xử lý');
    expect(await page.mails()).toEqual([]);
    await page.post(confirm ? linkIn(confirm) : '', { 'request-1': 'yes' });
    const [answer] = await page.mails();
    expect(answer?.to).toBe('dan@hopthu.example');
    expect(answer?.text).toContain('Đã chuyển đơn vị xử lý');
  });
});

test('unconfirmed requests go after 7 days, closed ones after 12 months, with everything personal', async () => {
  const { desk } = page;
  const { parts } = desk;
  await page.post('/watch', watchForm);
  const closed = await seedRequest(desk.store, { at: now });
  await desk.acts.decideRequest(an, closed, 'refuse', 'Không thuộc phạm vi');
  await page.mails();
  const left = async () =>
    (await parts.db.selectFrom('requestDetails').select('requestId').execute()).map((row) => row.requestId);
  desk.setNow(now + 7 * day);
  await tendRequests(parts);
  expect(await left()).toEqual([1, closed]);
  desk.setNow(now + 7 * day + 1);
  await tendRequests(parts);
  expect(await left()).toEqual([closed]);
  desk.setNow(now + 365 * day + 1);
  await tendRequests(parts);
  expect(await left()).toEqual([]);
  expect(await parts.db.selectFrom('requests').selectAll().execute()).toEqual([]);
  expect(
    await parts.db.selectFrom('outbox').select('endpoint').where('endpoint', 'like', '%hopthu%').execute(),
  ).toEqual([]);
});

test('erasing leaves the number and nothing else; exporting hands out everything', async () => {
  const { desk } = page;
  const { parts } = desk;
  const { eraseRequests, exportRequests } = await import('../../../src/monitor/requests/personal-data.ts');
  await page.post('/watch', watchForm);
  await page.mails();
  const [exported] = await exportRequests(parts, an, { email: 'MAI.tt@hopthu.example' });
  expect(JSON.stringify(exported)).toContain(watchForm.contact);
  expect(await eraseRequests(parts, an, { email: watchForm.email })).toBe(1);
  expect(await request(1)).toMatchObject({ status: 'closed', details: null });
  const tables = await parts.db.introspection.getTables();
  for (const { name } of tables) {
    const rows = JSON.stringify(
      await parts.db
        .selectFrom(name as 'requests')
        .selectAll()
        .execute(),
    );
    for (const typed of [watchForm.contact, watchForm.email, watchForm.phone, 'haithanh'])
      expect([name, rows.includes(typed)]).toEqual([name, false]);
  }
});
