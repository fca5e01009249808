/** Officers and heads are picked from contacts and accounts, and their rows follow the person. */
import { expect, onTestFinished, test } from 'vitest';
import type { Notice } from '../../../src/core/notices/notice.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { dutyShiftOf } from '../../../src/monitor/duty/duty-shift.ts';
import { audienceOf } from '../../../src/monitor/notices/audience.ts';
import { dutySymptom } from '../../../src/monitor/upkeep/doctor-people.ts';
import { getSite } from '../../../src/store/registry/registry.ts';
import { settingAreas } from '../../../src/web/views/settings/areas.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const agency = 'UBND huyện An Lạc';
const typed = {
  name: 'Trần Thị Mai',
  role: '',
  phone: '0225 3000 211',
  email: 'mai.tt@anlac.example',
  language: '',
  mail: 'alarms',
  nightCap: '',
};
const onRoster = { name: 'Trần Thị Mai', email: 'mai@anlac.example' };

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const site = await seedSite(desk.store, now, { url: 'https://anlac.example/', agency });
  const contact = await seedContact(desk.store, site, {
    ...onRoster,
    role: 'Trưởng phòng',
    phone: '0225 3000 210',
  });
  const as = await desk.signedIn('administrator');
  const save = (key: string, fields: Readonly<Record<string, string>>, seenAt = 0) => {
    const area = settingAreas.find(({ settings }) => settings.some((one) => one.key === key));
    const named = Object.entries(fields).map(([name, value]) => [`${key}:${name}`, value]);
    return desk.send(`/settings/${area?.id}`, { [`seen-at:${key}`]: String(seenAt), ...Object.fromEntries(named) }, as);
  };
  const addAccount = async (name: string, email: string | null, disabledAt: number | null) => {
    const { id } = await desk.store.db
      .insertInto('users')
      .values({ name, email, disabledAt, passwordHash: '', role: 'operator', agencyId: null, createdAt: now })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  };
  const page = async () => (await desk.ask('/settings', { as })).text();
  return { ...desk, person: `contact:${contact}`, contact, as, save, addAccount, page };
}

test('a row takes what it needs from the contact: an officer the telephone, a head the agency unless one is chosen', async () => {
  const desk = await openDesk();
  const { person } = desk;
  expect((await desk.save('duty.officers', { 'person-0': person, 'name-0': 'gõ nhầm' })).status).toBe(303);
  const heads = { 'person-0': person, 'person-1': person, 'agency-1': 'Sở Y tế' };
  expect((await desk.save('duty.heads', heads)).status).toBe(303);
  const { duty } = desk.parts.config;
  expect(duty.officers).toEqual([{ person, ...onRoster, phone: '0225 3000 210' }]);
  expect(duty.heads).toEqual([
    { person, agency, ...onRoster },
    { person, agency: 'Sở Y tế', ...onRoster },
  ]);
  const page = await desk.page();
  expect(page).toContain(`<option value="${person}" selected="">Trần Thị Mai, Trưởng phòng</option>`);
  expect(page).toContain(`<optgroup label="${agency}">`);
  expect(page).toContain(`<option value="${agency}" selected="">`);
  // An agency that is not registered (any more) stays chosen.
  expect(page).toContain('<option value="Sở Y tế" selected="">');
});

test('a row follows the contact, who cannot be removed or lose the address while on the roster', async () => {
  const desk = await openDesk();
  await desk.save('duty.officers', { 'person-0': desk.person });
  await desk.acts.editContact(owner('an'), desk.contact, typed);
  const followed = [{ person: desk.person, name: typed.name, email: typed.email, phone: typed.phone }];
  expect(desk.parts.config.duty.officers).toEqual(followed);
  const acts = await desk.store.db.selectFrom('audit').select(['act', 'actor']).execute();
  expect(acts).toContainEqual({ act: 'setting-changed', actor: 'an' });
  const { agencyId } = await desk.store.db.selectFrom('contacts').select('agencyId').executeTakeFirstOrThrow();
  const refused = await desk.send(`/agencies/${agencyId}/contacts/${desk.contact}/remove`, {}, desk.as);
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining(
      'Đầu mối này là cán bộ trực hoặc lãnh đạo cơ quan: hãy bỏ khỏi danh sách trong Cài đặt trước.',
    ),
  ]);
  await expect(desk.acts.editContact(owner('an'), desk.contact, { ...typed, email: '' })).rejects.toMatchObject({
    vi: expect.stringContaining('phải có thư điện tử'),
  });
  expect(desk.parts.config.duty.officers).toEqual(followed);
  await desk.acts.editContact(owner('an'), desk.contact, { ...typed, phone: '' });
  expect(desk.parts.config.duty.officers).toEqual([{ person: desk.person, name: typed.name, email: typed.email }]);
  const seenAt = (await desk.store.db.selectFrom('settings').select('changedAt').executeTakeFirstOrThrow()).changedAt;
  await desk.save('duty.officers', { 'person-0': 'none', 'name-0': typed.name, 'email-0': typed.email }, seenAt);
  expect(desk.parts.config.duty.officers).toEqual([]);
  expect(await desk.acts.removeContact(owner('an'), desk.contact)).toBe('Trần Thị Mai');
});

test('an account is picked and followed too, with a telephone that is typed', async () => {
  const desk = await openDesk();
  const id = await desk.addAccount('ha.nt', 'ha@bo.example', null);
  await desk.addAccount('da.nghi', 'nghi@bo.example', now);
  await desk.addAccount('khong.thu', null, null);
  await desk.save('duty.officers', { 'person-0': `account:${id}`, 'phone-0': '024 3000 0101' });
  const place = { role: 'operator', agencyId: null, email: 'ha.nt@bo.example' } as const;
  await desk.acts.movePerson(owner('an'), id, place);
  expect(desk.parts.config.duty.officers).toEqual([
    { person: `account:${id}`, name: 'ha.nt', email: 'ha.nt@bo.example', phone: '024 3000 0101' },
  ]);
  await expect(desk.acts.movePerson(owner('an'), id, { ...place, email: '' })).rejects.toMatchObject({
    vi: expect.stringContaining('phải có thư điện tử'),
  });
  const page = await desk.page();
  expect(page).toContain('>ha.nt</option>');
  for (const absent of ['da.nghi', 'khong.thu']) expect(page).not.toContain(`>${absent}</option>`);
});

test('an officer whose account is disabled is not chosen, and strip, duty page and doctor say that nobody is', async () => {
  const desk = await openDesk();
  const id = await desk.addAccount('ha.nt', 'ha@bo.example', null);
  await desk.save('duty.officers', { 'person-0': `account:${id}` });
  const { config } = desk.parts;
  const notice = { type: 'coverage', at: now } as unknown as Notice;
  const watching = () => audienceOf({ ...desk.parts, config: withOperators }, 'responsible', notice, site);
  const withOperators = Object.create(config, { mail: { value: { ...config.mail, operators: ['truc@bo.example'] } } });
  const site = (await getSite(desk.store.db, 1)) ?? expect.unreachable();
  expect(watching()).toContain('ha@bo.example');
  expect(watching()).not.toContain('truc@bo.example');
  await desk.acts.disablePerson(owner('an'), id);
  expect(dutyShiftOf(config, now)).toMatchObject({ officer: null, assigned: { name: 'ha.nt' }, second: null });
  expect(watching()).not.toContain('ha@bo.example');
  expect(watching()).toContain('truc@bo.example');
  const told = 'tài khoản của ha.nt đã bị khóa';
  for (const path of ['/', '/duty']) expect(await (await desk.ask(path, { as: desk.as })).text()).toContain(told);
  const { ok, detail } = await dutySymptom(desk.store.db, config, now);
  expect([ok, detail]).toEqual([false, expect.stringContaining('the account of ha.nt is disabled')]);
  await desk.acts.enablePerson(owner('an'), id);
  expect(dutyShiftOf(config, now)?.officer?.email).toBe('ha@bo.example');
});

test('somebody who is gone is named by the row, and nothing that was typed is lost', async () => {
  const desk = await openDesk();
  const answer = await desk.save('duty.officers', {
    'name-0': 'Nguyễn An',
    'email-0': 'an@bo.example',
    'person-1': 'contact:999',
  });
  expect(answer.status).toBe(400);
  const page = await answer.text();
  expect(page).toContain('hãy chọn người khác (dòng 2)');
  expect(page).toContain('value="an@bo.example"');
  expect(desk.parts.config.duty.officers).toEqual([]);
});
