/** Settings and contacts at the dashboard: in force at once, below the file, without secrets; and a test of the mail. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { windowAt } from '../../../src/core/duty/watch-windows.ts';
import { dutyShiftOf } from '../../../src/monitor/duty/duty-shift.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { readSettings } from '../../../src/store/records/settings.ts';
import { settingAreas } from '../../../src/web/views/settings/areas.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { type DeskOptions, openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

/** Rows and the moment are named after their setting. */
const nameIn = (key: string, name: string): string => {
  if (name === 'seen-at') return `seen-at:${key}`;
  return /-\d+(-unit)?$/.test(name) ? `${key}:${name}` : name;
};

async function openDesk(options: Partial<DeskOptions> = {}) {
  const desk = await openTestDesk({ now, ...options });
  onTestFinished(desk.close);
  const as = await desk.signedIn('administrator');
  /** One setting of its area's form. */
  const save = (key: string, fields: Readonly<Record<string, string>>) => {
    const area = settingAreas.find(({ settings }) => settings.some((one) => one.key === key));
    const named = Object.entries(fields).map(([name, value]) => [nameIn(key, name), value]);
    return desk.send(`/settings/${area?.id}`, Object.fromEntries(named), as);
  };
  const page = async () => (await desk.ask('/settings', { as })).text();
  return { ...desk, as, save, page };
}

test('a contact is in force at once, kept over a restart, and written down with what it was before', async () => {
  const desk = await openDesk();
  const fields = { 'name-0': 'Trung tâm điều phối', 'email-0': 'truc@dieuphoi.example', 'phone-1': '', 'seen-at': '0' };
  const answer = await desk.save('national.contacts', fields);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/settings?done=setting-changed#national']);
  const contacts = [{ name: 'Trung tâm điều phối', email: 'truc@dieuphoi.example' }];
  expect(desk.parts.config.national.contacts).toEqual(contacts);
  expect((await readSettings(desk.store.db)).get('national.contacts')).toEqual({
    value: contacts,
    changedAt: now,
    changedBy: 'administrator',
  });
  const [row] = await desk.store.db.selectFrom('audit').selectAll().where('act', '=', 'setting-changed').execute();
  expect(row?.subject).toBe('setting national.contacts');
  expect(JSON.parse(row?.detailJson ?? '')).toEqual({ before: '[]', after: JSON.stringify(contacts) });
  expect((await verifyAudit(desk.store.db)).ok).toBe(true);
});

test('the languages of the mails and the time of the daily one are in force at once', async () => {
  const desk = await openDesk();
  await desk.save('mail.languages', { 'mail.languages': 'en vi', 'seen-at': '0' });
  await desk.save('mail.coverageAt', { 'mail.coverageAt': '06:45', 'seen-at': '0' });
  const { mail } = desk.parts.config;
  expect([mail.languages, mail.coverageAt]).toEqual([['en', 'vi'], '06:45']);
  expect(await desk.page()).toContain('<option value="en vi" selected="">');
  for (const [key, typed] of [
    ['mail.languages', ''],
    ['mail.languages', 'fr'],
    ['mail.coverageAt', '24:00'],
  ] as const) {
    expect((await desk.save(key, { [key]: typed, 'seen-at': String(now) })).status).toBe(400);
  }
});

test('a value is put back to its default', async () => {
  const desk = await openDesk();
  await desk.save('mail.hourlyCap', { 'mail.hourlyCap': '20', 'seen-at': '0' });
  expect(desk.parts.config.mail.hourlyCap).toBe(20);
  expect(await desk.page()).toContain('administrator đặt lúc 21:38 ngày 21/11/2026');
  await desk.save('mail.hourlyCap', { 'mail.hourlyCap': '20', reset: 'mail.hourlyCap', 'seen-at': String(now) });
  expect(desk.parts.config.mail.hourlyCap).toBe(200);
  expect((await readSettings(desk.store.db)).size).toBe(0);
});

test('turns, steps of the ladder and own events are in force at once', async () => {
  const desk = await openDesk();
  const { config, calendar } = desk.parts;
  const officers = {
    'name-0': 'Nguyễn An',
    'email-0': 'an@bo.example',
    'name-1': 'Trần Bình',
    'email-1': 'b@bo.example',
  };
  await desk.save('duty.officers', { ...officers, 'seen-at': '0' });
  await desk.save('duty.startsOn', { 'duty.startsOn': '2026-11-21', 'seen-at': '0' });
  await desk.save('duty.shifts', { 'duty.shifts': '07:00\n19:00', 'seen-at': '0' });
  expect(dutyShiftOf(config, now)).toMatchObject({
    officer: { name: 'Trần Bình' },
    to: Date.parse('2026-11-22T07:00+07:00'),
  });
  const steps = {
    'after-0': '30',
    'after-0-unit': 'm',
    'recipient-0': 'second-officer',
    'after-1': '2',
    'after-1-unit': 'h',
    'recipient-1': 'agency-head',
  };
  await desk.save('duty.ladder', { ...steps, 'seen-at': '0' });
  expect(config.duty.ladder).toEqual([
    { after: 1_800_000, to: 'second-officer' },
    { after: 7_200_000, to: 'agency-head' },
  ]);
  expect(windowAt(calendar(now), now)).toBeNull();
  const event = { 'event-0': 'Đại hội', 'from-0': '2026-11-20', 'until-0': '2026-11-21' };
  await desk.save('schedule.watchWindows.events', { ...event, 'seen-at': '0' });
  expect(windowAt(calendar(now), now)?.names).toEqual([{ vi: 'Đại hội', en: 'Đại hội' }]);
  const html = await desk.page();
  for (const text of [
    'name="duty.ladder:after-1" value="2"',
    'value="2026-11-21"',
    '<option value="agency-head" selected="">',
  ]) {
    expect(html).toContain(text);
  }
});

test.each([
  ['duty.startsOn', { 'duty.startsOn': '2027-02-30' }, 'một ngày có thật'],
  ['duty.shifts', { 'duty.shifts': '19:00 07:00' }, 'từ sớm đến muộn'],
  [
    'duty.ladder',
    { 'after-0': '30' },
    'Mỗi cấp phải có thời gian là số nguyên và người được báo; tối đa 10 cấp (dòng 1).',
  ],
  [
    'schedule.watchWindows.events',
    { 'event-0': 'Đại hội', 'from-0': '2027-02-02', 'until-0': '2027-02-01' },
    '(dòng 1)',
  ],
])('%s that can’t be right is kept as typed and said', async (key, fields, sentence) => {
  const desk = await openDesk();
  const before = JSON.stringify(desk.parts.config);
  const answer = await desk.save(key, { ...fields, 'seen-at': '0' });
  expect(answer.status).toBe(400);
  const html = await answer.text();
  expect(html).toContain(sentence);
  for (const typed of Object.values(fields)) expect(html).toContain(typed.split(' ')[0]);
  expect(JSON.stringify(desk.parts.config)).toBe(before);
});

describe('what the file or the environment says', () => {
  const env = { VONGGAC_MAIL__HOURLY_CAP: '30', VONGGAC_MAIL__OPERATORS: '[truc@donvi.example]' };
  const { mail, origins = {} } = loadConfig(null, env);

  test('is shown with where it was said, and not changed here', async () => {
    const desk = await openDesk({ config: { mail: { hourlyCap: 30, operators: ['truc@donvi.example'] } }, origins });
    expect(mail.hourlyCap).toBe(30);
    expect(await desk.page()).toContain(
      'Do biến môi trường VONGGAC_MAIL__HOURLY_CAP quy định (mail.hourlyCap), không sửa tại đây.',
    );
    const answer = await desk.save('mail.hourlyCap', { 'mail.hourlyCap': '20', 'seen-at': '0' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('hãy sửa tại đó');
    expect(desk.parts.config.mail.hourlyCap).toBe(30);
  });

  test('goes before what was stored earlier, and the page says so', async () => {
    const desk = await openDesk({ config: { mail: { hourlyCap: 30 } }, origins });
    await desk.store.db
      .insertInto('settings')
      .values({ key: 'mail.hourlyCap', valueJson: '"20"', changedAt: now, changedBy: 'thu.ha' })
      .execute();
    expect(await desk.page()).toContain('Giá trị thu.ha từng đặt tại đây không còn hiệu lực.');
  });
});

test.each([
  ['mail.operators', { 'mail.operators': 'truc@a.example\nkhông-phải-thư' }, '(dòng 2)', 'không-phải-thư'],
  ['duty.officers', { 'name-0': 'Nguyễn Văn An', 'phone-0': '0912' }, '(dòng 1)', 'Nguyễn Văn An'],
  ['mail.reminders.after', { 'mail.reminders.after': 'nửa giờ' }, 'Phải là số nguyên kèm đơn vị', 'nửa giờ'],
  ['schedule.every', { 'schedule.every': '30', 'schedule.every:unit': 's' }, 'từ 1 phút đến 1 ngày', '"30"'],
  ['schedule.every', { 'schedule.every': '2', 'schedule.every:unit': 'd' }, 'từ 1 phút đến 1 ngày', '"2"'],
  ['mail.hourlyCap', { 'mail.hourlyCap': '' }, 'Phải là số nguyên từ 1 trở lên.', 'mail.hourlyCap-problem'],
  ['mail.quietHours', { 'mail.quietHours:from': '22:00' }, 'cả giờ bắt đầu và giờ kết thúc', '22:00'],
  [
    'schedule.confirmations',
    { 'schedule.confirmations': '3', 'schedule.confirmations:of': '2' },
    'không được lớn hơn',
    '3',
  ],
])('a mistake in %s is explained beside what was typed', async (key, fields, sentence, typed) => {
  const desk = await openDesk();
  const answer = await desk.save(key, { ...fields, 'seen-at': '0' });
  const page = await answer.text();
  expect(answer.status).toBe(400);
  expect(page).toContain(sentence);
  expect(page).toContain(typed);
  expect((await readSettings(desk.store.db)).size).toBe(0);
});

test('of two who change the same thing the second is told', async () => {
  const desk = await openDesk();
  await desk.save('mail.hourlyCap', { 'mail.hourlyCap': '20', 'seen-at': '0' });
  const answer = await desk.save('mail.hourlyCap', { 'mail.hourlyCap': '40', 'seen-at': '0' });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('Người khác vừa thay đổi mục này.');
  expect(desk.parts.config.mail.hourlyCap).toBe(20);
});

test('only what is meant for the dashboard can be set there', async () => {
  const desk = await openDesk();
  for (const key of ['smtp.host', 'capture.browser.sandbox', 'egress.capture']) {
    expect((await desk.save(key, { [key]: 'x', 'seen-at': '0' })).status, key).toBe(404);
    await desk.send('/settings/mail', { [key]: 'x', [`seen-at:${key}`]: '0' }, desk.as);
  }
  expect((await readSettings(desk.store.db)).size).toBe(0);
});

test('no secret is in any answer, and the auditor reads without changing', async () => {
  const secret = 'bi-mat-khong-ai-thay';
  const config = {
    smtp: { host: 'mail.example', user: 'vonggac', password: secret },
    mail: { pgp: { passphrase: secret } },
    oidc: { issuer: 'https://id.example', clientId: 'vonggac', clientSecret: secret },
    vantage: [{ name: 'xa', proxy: `http://u:${secret}@proxy.example:3128` }],
  };
  const desk = await openDesk({ config });
  const auditor = await desk.signedIn('auditor');
  const read = await (await desk.ask('/settings', { as: auditor })).text();
  expect(read).toContain('đã đặt, không hiển thị');
  expect(read).not.toContain(secret);
  expect(read).not.toContain('Đặt lại mặc định');
  expect((await desk.send('/settings/mail', { 'mail.hourlyCap': '1' }, auditor)).status).toBe(403);
  expect(await desk.page()).not.toContain(secret);
});

test('contacts under a watched domain are pointed at', async () => {
  const desk = await openDesk();
  await seedSite(desk.store, now, { url: 'https://www.anlac.example/' });
  await desk.save('mail.operators', { 'mail.operators': 'truc@anlac.example\nha@dieuphoi.example', 'seen-at': '0' });
  const page = await desk.page();
  expect(page).toContain('có thể không nhận được thư khi tên miền bị chiếm: truc@anlac.example<');
});

test('the language of an agency’s mails is chosen, and audited', async () => {
  const desk = await openDesk();
  await seedSite(desk.store, now, { url: 'https://anlac.example/', agency: 'UBND tỉnh An Lạc' });
  await desk.send('/agencies/1/language', { language: 'en' }, desk.as);
  const agency = await desk.store.db.selectFrom('agencies').selectAll().executeTakeFirst();
  expect(agency).toMatchObject({ name: 'UBND tỉnh An Lạc', language: 'en' });
  const acts = await desk.store.db.selectFrom('audit').select(['act', 'subject']).execute();
  expect(acts).toContainEqual({ act: 'agency-language-chosen', subject: 'agency 1' });
});

describe('the test mail', () => {
  test('goes out at once, and the page says what the server answered', async () => {
    const sent: unknown[] = [];
    const desk = await openDesk({
      deliver: async ({ endpoint, notice }) => {
        sent.push([endpoint, notice.type]);
        return { status: 'sent', response: '250 <b>queued</b> as 4711' };
      },
    });
    const page = await (await desk.send('/settings/test-mail', { to: 'ha@dieuphoi.example' }, desk.as)).text();
    expect(sent).toEqual([['ha@dieuphoi.example', 'test']]);
    expect(page).toContain('Máy chủ thư đã nhận thư gửi ha@dieuphoi.example: 250 &lt;b&gt;queued&lt;/b&gt; as 4711');
  });
  test('that fails says why and how to mend it', async () => {
    const desk = await openDesk({
      deliver: async () => ({ status: 'later', reason: 'The server refused the login.' }),
    });
    const answer = await desk.send('/settings/test-mail', { to: 'ha@dieuphoi.example' }, desk.as);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Chưa gửi được thư: The server refused the login. Hãy kiểm tra các mục smtp');
  });
  test('is sent five times in ten minutes and not more', async () => {
    let sent = 0;
    const desk = await openDesk({
      deliver: async () => {
        sent += 1;
        return { status: 'sent', response: '250' };
      },
    });
    for (let n = 0; n < 6; n += 1) await desk.send('/settings/test-mail', { to: 'ha@dieuphoi.example' }, desk.as);
    expect(sent).toBe(5);
    desk.setNow(now + 601_000);
    await desk.send('/settings/test-mail', { to: 'ha@dieuphoi.example' }, desk.as);
    expect(sent).toBe(6);
  });
});

describe('an area is one form', () => {
  const mail = {
    'mail.languages': 'vi en',
    'seen-at:mail.languages': '0',
    'mail.coverageAt': '07:00',
    'seen-at:mail.coverageAt': '0',
    'mail.hourlyCap': '200',
    'seen-at:mail.hourlyCap': '0',
    'mail.quietHours:from': '',
    'mail.quietHours:to': '',
    'seen-at:mail.quietHours': '0',
  };

  test('of which only what differs is written', async () => {
    const desk = await openDesk();
    const { mail: before } = desk.parts.config;
    const form = {
      ...mail,
      'mail.coverageAt': before.coverageAt,
      'mail.quietHours:from': '22:00',
      'mail.quietHours:to': '06:00',
    };
    const answer = await desk.send('/settings/mail', form, desk.as);
    expect(answer.headers.get('location')).toBe('/settings?done=setting-changed#mail');
    expect([...(await readSettings(desk.store.db)).keys()]).toEqual(['mail.quietHours']);
    expect(desk.parts.config.mail.quietHours).toBe('22:00-06:00');
    const again = await desk.send('/settings/mail', { ...form, 'seen-at:mail.quietHours': String(now) }, desk.as);
    expect(again.headers.get('location')).toBe('/settings?done=settings-unchanged#mail');
  });

  test('that is saved whole or not at all, and nothing typed is lost', async () => {
    const desk = await openDesk();
    const form = { ...mail, 'mail.hourlyCap': 'nhiều', 'mail.coverageAt': '06:15' };
    const answer = await desk.send('/settings/mail', form, desk.as);
    expect(answer.status).toBe(400);
    const html = await answer.text();
    expect(html).toContain('Chưa lưu mục nào: hãy sửa 1 mục được đánh dấu bên dưới.');
    expect(html).toMatch(/name="mail\.hourlyCap"[^>]*value="nhiều"[^>]*aria-invalid="true"/);
    expect(html).toMatch(/name="mail\.coverageAt"[^>]*value="06:15"/);
    expect((await readSettings(desk.store.db)).size).toBe(0);
  });

  test('in which what somebody else changed is shown anew, beside what was typed elsewhere', async () => {
    const desk = await openDesk();
    await desk.save('mail.hourlyCap', { 'mail.hourlyCap': '20', 'seen-at': '0' });
    const form = { ...mail, 'mail.hourlyCap': '40', 'mail.coverageAt': '06:15' };
    const html = await (await desk.send('/settings/mail', form, desk.as)).text();
    expect(html).toMatch(/name="mail\.hourlyCap"[^>]*value="20"/);
    expect(html).toMatch(/name="mail\.coverageAt"[^>]*value="06:15"/);
    expect(html).toContain(`name="seen-at:mail.hourlyCap" value="${now}"`);
  });

  test('with a number and its unit, and a share of looks', async () => {
    const desk = await openDesk();
    await desk.save('schedule.every', { 'schedule.every': '90', 'schedule.every:unit': 's', 'seen-at': '0' });
    const share = { 'schedule.confirmations': '3', 'schedule.confirmations:of': '4', 'seen-at': '0' };
    await desk.save('schedule.confirmations', share);
    expect(desk.parts.config.schedule).toMatchObject({ every: 90_000, confirmations: { needed: 3, of: 4 } });
    const html = await desk.page();
    expect(html).toMatch(/name="schedule\.every" value="90"/);
    expect(html).toContain('<option value="s" selected="">giây</option>');
  });
});
