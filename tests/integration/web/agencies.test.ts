/** The page of an agency: what it says of portals, incidents and history, and contacts that are kept by hand. */
import { expect, onTestFinished, test } from 'vitest';
import { seedContact } from '../../support/seed-contact.ts';
import { finding, seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;
const day = 24 * hour;

async function openDesk() {
  const desk = await openTestDesk({
    now,
    config: { duty: { officers: [{ name: 'Hà', email: 'ha@bo.example', phone: '024 1' }] } },
  });
  onTestFinished(desk.close);
  const url = 'https://anlac.example/';
  const site = await seedSite(desk.store, now - 200 * day, { url, name: 'Cổng An Lạc', agency: 'UBND huyện An Lạc' });
  const as = await desk.signedIn('operator');
  const row = await desk.store.db.selectFrom('agencies').select('id').executeTakeFirstOrThrow();
  const path = `/agencies/${row.id}`;
  const read = async (from = path, who = as) => (await desk.ask(from, { as: who })).text();
  return { ...desk, site, url, as, path, agencyId: row.id, read };
}

const plain = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

const typed = {
  name: 'Trần Thị Mai',
  role: 'Trưởng phòng',
  phone: '0225 3000 210',
  email: 'mai@anlac.example',
  mail: 'alarms',
  language: '',
  nightCap: '2',
};

test('a contact is added, changed and removed, and a mistake loses nothing that was typed', async () => {
  const desk = await openDesk();
  const wrong = await desk.send(`${desk.path}/contacts`, { ...typed, phone: 'gọi sau' }, desk.as);
  const again = await wrong.text();
  expect(wrong.status).toBe(400);
  expect(plain(again)).toContain('“gọi sau” không phải là số điện thoại');
  for (const kept of ['Trần Thị Mai', 'Trưởng phòng', 'gọi sau', 'mai@anlac.example'])
    expect(again).toContain(`"${kept}"`);
  expect((await desk.send(`${desk.path}/contacts`, typed, desk.as)).headers.get('location')).toBe(
    `${desk.path}?done=contact-added`,
  );
  const page = await desk.read();
  expect(page).toContain('href="tel:02253000210"');
  expect(plain(page)).toContain('Mọi thư báo động · ban đêm tối đa 2 thư');
  const [contact] = await desk.store.db.selectFrom('contacts').selectAll().execute();
  const edit = `${desk.path}/contacts/${contact?.id}`;
  const bad = await desk.send(edit, { ...typed, name: 'Mai Trần', email: 'mai' }, desk.as);
  expect([bad.status, (await bad.text()).includes('"Mai Trần"')]).toEqual([400, true]);
  const same = await desk.send(edit, typed, desk.as);
  expect(same.headers.get('location')).toBe(`${desk.path}?done=contact-unchanged`);
  const changed = await desk.send(edit, { ...typed, name: 'Mai Trần', mail: 'off' }, desk.as);
  expect(changed.headers.get('location')).toBe(`${desk.path}?done=contact-changed`);
  expect(plain(await desk.read())).toContain('Không nhận thư');
  const removed = await desk.send(`${edit}/remove`, {}, desk.as);
  expect(removed.headers.get('location')).toBe(`${desk.path}?done=contact-removed`);
  expect(plain(await desk.read())).toContain('Chưa khai báo đầu mối nào');
});

test('who may only look sees whom to call and nothing to press', async () => {
  const desk = await openDesk();
  await seedContact(desk.store, desk.site, { name: 'Mai', phone: '0225 3000 210' });
  const page = await desk.read(desk.path, await desk.signedIn('viewer', desk.agencyId));
  expect(page).toContain('href="tel:02253000210"');
  expect(page).not.toContain(`action="${desk.path}/contacts"`);
  expect(page).not.toContain(`href="${desk.path}/contacts/`);
});

test('availability comes from the hourly sums: what the monitor missed is no fault of the portal, and missing days are said', async () => {
  const desk = await openDesk();
  const target = `${desk.site}.1`;
  // Ten days: one look an hour answered; one failed, one when the monitor was offline.
  for (let n = 0; n < 240; n += 1) {
    const level = n < 2 ? ('unknown' as const) : ('clean' as const);
    const kind = n === 0 ? ('unavailable' as const) : n === 1 ? ('blind' as const) : null;
    await seedCheck(desk.store, { targetId: target, at: now - n * hour, level, kind });
  }
  // 238 of 239 answered.
  const text = plain(await desk.read());
  expect(text).toContain('30 ngày: 99,58 % thiếu 20 ngày');
  expect(text).toContain('90 ngày: 99,58 % thiếu 80 ngày');
});

test('a portal without history, and one whose sums cannot be read, are said to have none', async () => {
  const desk = await openDesk();
  expect(plain(await desk.read()).match(/chưa có dữ liệu/g)).toHaveLength(2);
  await seedCheck(desk.store, { targetId: `${desk.site}.1`, at: now, level: 'unknown', kind: 'unavailable' });
  await desk.store.db.updateTable('lookHours').set({ talliesJson: '{"v":1' }).execute();
  expect((await desk.ask(desk.path, { as: desk.as })).status).toBe(200);
});

test('incidents are those that are open, however old, and those of the last year', async () => {
  const desk = await openDesk();
  const findings = [finding({ reason: { vi: 'Bị sửa', en: 'Changed' } })];
  const target = {
    targetId: `${desk.site}.1`,
    url: desk.url,
    kind: 'defacement',
    score: 12,
    findings,
    checkId: null,
  } as const;
  for (const [openedAt, endedAt] of [
    [now - 500 * day, now - 400 * day],
    [now - 380 * day, now - 300 * day],
  ] as const) {
    const number = await seedIncident(desk.store, { siteId: desk.site, openedAt, targets: [target] });
    await desk.store.db
      .updateTable('incidents')
      .set({ status: 'resolved', endedAt })
      .where('number', '=', number)
      .execute();
  }
  await seedIncident(desk.store, { siteId: desk.site, openedAt: now - 600 * day, targets: [target] });
  const page = await desk.read();
  expect([...page.matchAll(/href="\/incidents\/(\d+)"/g)].map(([, number]) => number)).toEqual(['3', '2']);
});

test('the number stands beside the button on the incident’s page, and a missing one is said with the way to add it', async () => {
  const desk = await openDesk();
  const findings = [finding({ reason: { vi: 'Bị sửa', en: 'Changed' } })];
  const target = {
    targetId: `${desk.site}.1`,
    url: desk.url,
    kind: 'defacement',
    score: 12,
    findings,
    checkId: null,
  } as const;
  const number = await seedIncident(desk.store, { siteId: desk.site, openedAt: now, targets: [target] });
  const nobody = await desk.read(`/incidents/${number}`);
  expect(plain(nobody)).toContain('Chưa có số điện thoại của cơ quan.');
  expect(nobody).toContain(`href="${desk.path}#contacts"`);
  expect(nobody).toContain('href="tel:0241"');
  await seedContact(desk.store, desk.site, { name: 'Trần Thị Mai', role: 'Trưởng phòng', phone: '0225 3000 210' });
  const page = await desk.read(`/incidents/${number}`);
  const [, actions = ''] = /id="actions"([\s\S]*?)<\/section>/.exec(page) ?? [];
  expect(actions.indexOf('/acknowledge')).toBeGreaterThan(-1);
  expect(actions.indexOf('tel:02253000210')).toBeGreaterThan(actions.indexOf('/acknowledge'));
  expect(plain(actions)).toContain('Trần Thị Mai Trưởng phòng · Đầu mối của cơ quan');
  for (const from of ['/', `/sites/${desk.site}`, `/incidents/${number}`]) {
    expect(await desk.read(from)).toContain(`href="${desk.path}"`);
  }
});

test('what was entered by hand is shown as text, whatever it is', async () => {
  const desk = await openDesk();
  await seedContact(desk.store, desk.site, {
    name: '<img src=x onerror=alert(1)>‮',
    role: '"><script>alert(1)</script>',
    phone: '+84 1"onmouseover="x',
    email: 'a"b@anlac.example',
  });
  const page = await desk.read();
  expect(page).not.toContain('<img src=x');
  expect(page).not.toContain('<script>alert');
  expect(page).not.toContain('"onmouseover');
  expect(page).not.toContain('‮');
});
