/** The page about duty: who has it, the year ahead, and what is handed over. */
import { load } from 'cheerio';
import { expect, onTestFinished, test } from 'vitest';
import { seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const hanoi = (text: string) => Date.parse(`${text}+07:00`);
const officers = [
  { name: 'Nguyễn An', email: 'an@bo.example', phone: '0912 345 678' },
  { name: 'Trần Bình', email: 'binh@bo.example' },
];

async function openDesk(at: string, config: object = { duty: { officers, startsOn: '2027-02-04' } }) {
  const desk = await openTestDesk({ now: hanoi(at), config });
  onTestFinished(desk.close);
  await seedSite(desk.store, hanoi(at), { url: 'https://so.example/' });
  const as = await desk.signedIn('operator');
  const read = async (path: string, session = as) => load(await (await desk.ask(path, { as: session })).text());
  return { desk, as, read };
}

test('the officer changes at midnight in Hà Nội, on the page and on the board', async () => {
  const { desk, read } = await openDesk('2027-02-04T23:59:00');
  for (const path of ['/duty', '/']) expect((await read(path))('.on-duty b').first().text()).toBe('Nguyễn An');
  desk.setNow(hanoi('2027-02-05T00:00:00'));
  for (const path of ['/duty', '/']) expect((await read(path))('.on-duty b').first().text()).toBe('Trần Bình');
});

test('whoever is on duty is called and written to with one press', async () => {
  const { read } = await openDesk('2027-02-04T12:00:00');
  for (const path of ['/duty', '/']) {
    const $ = await read(path);
    const links = $('.on-duty .reach a').toArray();
    expect(links.slice(0, 2).map((one) => $(one).attr('href'))).toEqual(['tel:0912345678', 'mailto:an@bo.example']);
  }
});

test('shows the window that is on, and the windows of twelve months', async () => {
  const { read } = await openDesk('2027-02-06T12:00:00');
  const $ = await read('/duty');
  expect($('p.window-on').text()).toBe('Đang trong đợt cao điểm Tết Nguyên đán, đến hết ngày 11/02/2027.');
  const rows = $('section[aria-labelledby=year] tbody tr')
    .toArray()
    .map((row) => $(row).text());
  expect(rows.some((row) => row.includes('Quốc khánh 2/9') && row.includes('01/09/2027'))).toBe(true);
  expect(rows.some((row) => row.includes('05/09/2027') && row.includes('5 ngày'))).toBe(true);
});

test('a note is handed over to the next shift, kept as typed, shown as text, and audited', async () => {
  const { desk, as, read } = await openDesk('2027-02-06T12:00:00');
  const answer = await desk.send('/duty/notes', { note: '<b>Đã gọi</b> Sở Y tế' }, as);
  expect(answer.headers.get('location')).toBe('/duty?done=handed-over');
  const $ = await read('/duty');
  expect($('.duty-notes .quote').text()).toBe('<b>Đã gọi</b> Sở Y tế');
  const audit = await desk.store.db.selectFrom('audit').select(['act', 'subject', 'actor']).execute();
  expect(audit.at(-1)).toEqual({ act: 'duty-handed-over', subject: 'duty-note 1', actor: 'operator' });
  const empty = await desk.send('/duty/notes', { note: '  ' }, as);
  expect(empty.status).toBe(400);
  expect(load(await empty.text())('.problem').text()).toContain('Ghi chú đang trống');
});

test('without a roster and out of windows the board says nothing, and the page how to make one', async () => {
  const { read } = await openDesk('2027-03-10T12:00:00', {});
  expect((await read('/'))('.on-duty').length).toBe(0);
  expect((await read('/duty'))('.on-duty').text()).toContain('Cài đặt');
});

test('steps that would call nobody are said to those who see every agency, and to nobody else', async () => {
  const ladder = [{ after: '30m', to: 'agency-head' }];
  const { desk, read } = await openDesk('2027-02-06T12:00:00', { duty: { officers, ladder } });
  await seedSite(desk.store, hanoi('2027-02-06T12:00:00'), { url: 'https://anlac.example/', agency: 'UBND An Lạc' });
  expect((await read('/duty'))('.on-duty .problem').text()).toContain(
    'Chưa khai người nhận ở cấp “lãnh đạo cơ quan” cho: ',
  );
  const bound = await desk.signedIn('operator', 2);
  const $ = await read('/duty', bound);
  expect($('.on-duty b').length).toBe(2);
  expect($('.problem').length).toBe(0);
});

test('maintenance is announced on the portal’s page in local time, shown, and ended', async () => {
  const { desk, as, read } = await openDesk('2027-03-10T12:00:00');
  const fields = { begins: '2027-03-10T22:00', ends: '2027-03-11T04:00', reason: 'Nâng cấp <máy chủ>' };
  const answer = await desk.send('/sites/1/maintenance', fields, as);
  expect(answer.headers.get('location')).toBe('/sites/1?done=maintenance-announced');
  const row = await desk.store.db.selectFrom('maintenance').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ beginsAt: hanoi('2027-03-10T22:00:00'), endsAt: hanoi('2027-03-11T04:00:00') });
  expect((await read('/sites/1'))('.maintenance').text()).toContain('Sắp tới');
  desk.setNow(hanoi('2027-03-10T23:00:00'));
  const $ = await read('/sites/1');
  expect($('.maintenance').text()).toContain('thư báo động được giữ lại');
  expect($('.maintenance .quote').text()).toBe('Nâng cấp <máy chủ>');
  expect((await desk.send('/sites/1/maintenance', { ...fields, ends: 'mai' }, as)).status).toBe(409);
  const ended = await desk.send(`/sites/1/maintenance/${row.id}/end`, {}, as);
  expect(ended.headers.get('location')).toBe('/sites/1?done=maintenance-ended');
  expect((await read('/sites/1'))('.maintenance li').length).toBe(0);
});
