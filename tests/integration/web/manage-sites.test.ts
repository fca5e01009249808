/** Portals changed, removed and imported at the dashboard, by the registry's own rules. */
import { load } from 'cheerio';
import { expect, onTestFinished, test } from 'vitest';
import { restingAt } from '../../../src/core/timetable.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { getSite, listSites } from '../../../src/store/registry/registry.ts';
import { getTarget } from '../../../src/store/targets/targets.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { finding, seedBaseline, seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const url = 'https://cong.example.gov.vn/';

async function openScene() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('operator');
  const site = await seedSite(desk.store, now, {
    url,
    name: 'Cổng cũ',
    agency: 'Sở cũ',
    recipients: ['a@mot.example', 'b@hai.example'],
    paths: ['/tin'],
  });
  await seedBaseline(desk.store, `${site}.2`, { at: now, status: 'approved' });
  const page = async (path: string) => (await desk.ask(path, { as })).text();
  const version = /name="version" value="([0-9a-f]+)"/.exec(await page(`/sites/${site}/edit`))?.[1] ?? '';
  const fields = {
    name: 'Cổng cũ',
    agency: 'Sở cũ',
    emails: 'a@mot.example b@hai.example',
    importance: 'normal',
    version,
  };
  const edit = (changes: object) => desk.send(`/sites/${site}/edit`, { ...fields, ...changes }, as);
  const audited = async () => {
    const rows = await desk.store.db.selectFrom('audit').selectAll().where('act', '!=', 'signed-in').execute();
    return rows.map(({ actor, act, subject, detailJson }) => [actor, act, subject, JSON.parse(detailJson)]);
  };
  return { desk, as, site, page, edit, audited };
}

test('a portal is changed as a whole, with old and new in the audit log', async () => {
  const { desk, site, page, edit, audited } = await openScene();
  const form = await page(`/sites/${site}/edit`);
  expect(form).toContain('value="Cổng cũ"');
  expect(form).toContain('a@mot.example\nb@hai.example');
  const answer = await edit({
    name: 'Cổng mới',
    agency: 'Sở mới',
    language: 'en',
    emails: 'b@hai.example\nc@ba.example',
    importance: 'high',
    consent: 'Công văn 7',
    probe: 'yes',
    pages: '/van-ban',
    [`stop-${site}.2`]: 'yes',
  });
  expect(answer.headers.get('location')).toBe(`/sites/${site}?done=site-changed`);
  const after = await getSite(desk.store.db, site);
  expect(after).toMatchObject({ name: 'Cổng mới', agency: 'Sở mới', importance: 'high', consent: 'Công văn 7' });
  expect(after).toMatchObject({ mayProbe: 1, recipients: ['b@hai.example', 'c@ba.example'] });
  expect(after?.targets.filter(({ role }) => role === 'registered').map((one) => one.url)).toEqual([
    url,
    `${url}van-ban`,
  ]);
  expect(await getTarget(desk.store.db, `${site}.2`)).toMatchObject({
    role: 'found',
    baselineVersion: 0,
    nextCheckAt: restingAt,
  });
  expect(await audited()).toEqual([
    [
      'operator',
      'site-changed',
      `site ${site}`,
      {
        nameBefore: 'Cổng cũ',
        nameAfter: 'Cổng mới',
        agencyBefore: 'Sở cũ',
        agencyAfter: 'Sở mới',
        language: 'en',
        importanceBefore: 'normal',
        importanceAfter: 'high',
        consentBefore: null,
        consentAfter: 'Công văn 7',
        probe: true,
        recipientsAdded: 'c@ba.example',
        recipientsRemoved: 'a@mot.example',
        pagesAdded: `${url}van-ban`,
        pagesRemoved: `${url}tin`,
      },
    ],
  ]);
});

test('the same again is no change; what is wrong, taken, stale or under attack is refused and changes nothing', async () => {
  const { desk, site, edit, audited } = await openScene();
  await seedSite(desk.store, now, { url: 'https://cong-khac.example/' });
  expect((await edit({})).headers.get('location')).toBe(`/sites/${site}?done=site-unchanged`);
  const refused = async (changes: object) => {
    const answer = await edit(changes);
    expect(answer.status).toBe(400);
    return answer.text();
  };
  const wrong = await refused({ emails: 'không', name: 'Tên vừa gõ' });
  expect(wrong).toContain('không phải là địa chỉ thư điện tử');
  expect(wrong).toContain('value="Tên vừa gõ"');
  expect(await refused({ probe: 'yes' })).toContain('phải có văn bản đồng ý');
  expect(await refused({ pages: 'https://cong-khac.example/' })).toContain('đã được theo dõi từ trước');
  expect(await refused({ version: 'f'.repeat(32) })).toContain('Người khác vừa sửa cổng này');
  const row = await getTarget(desk.store.db, `${site}.2`);
  const stateJson = JSON.stringify({ ...JSON.parse(row?.stateJson ?? ''), status: 'firing' });
  await desk.store.db.updateTable('targets').set({ stateJson }).where('id', '=', `${site}.2`).execute();
  expect(await refused({ [`stop-${site}.2`]: 'yes' })).toContain('đang có sự cố mở');
  expect(await audited()).toEqual([]);
});

test('a language that was chosen for the agency while the form was open is not undone unseen', async () => {
  const { desk, site, edit } = await openScene();
  const as = await desk.signedIn('administrator');
  const { agencyId } = (await getSite(desk.store.db, site)) ?? {};
  expect((await desk.send(`/agencies/${agencyId}/language`, { language: 'en' }, as)).status).toBe(303);
  const late = await edit({ emails: 'moi@ba.example' });
  expect(await late.text()).toContain('Người khác vừa sửa cổng này');
  expect(await desk.store.db.selectFrom('agencies').select('language').execute()).toEqual([{ language: 'en' }]);
});

test('what a field can’t show whole stays as it is when nobody touches it', async () => {
  const { desk, site, page, audited, as } = await openScene();
  const consent = `Công văn số 12/CV\nkèm danh sách: ${'cổng thành phần; '.repeat(60)}hết`;
  await desk.store.db.updateTable('sites').set({ consent }).execute();
  const form = load(await page(`/sites/${site}/edit`));
  const value = (name: string) => form(`[name=${name}]`).val()?.toString() ?? '';
  const fields = { name: value('name'), agency: 'Sở cũ', consent: value('consent'), version: value('version') };
  await desk.send(`/sites/${site}/edit`, { ...fields, importance: 'normal', emails: 'b@hai.example c@ba.example' }, as);
  expect((await getSite(desk.store.db, site))?.consent).toBe(consent);
  const detail = { recipientsAdded: 'c@ba.example', recipientsRemoved: 'a@mot.example' };
  expect(await audited()).toEqual([['operator', 'site-changed', `site ${site}`, detail]]);
});

test('recipients under the watched domain alone are warned of', async () => {
  const { edit } = await openScene();
  expect(await (await edit({ emails: 'truc@cong.example.gov.vn' })).text()).toContain(
    'Hãy thêm một địa chỉ ở tên miền khác',
  );
});

test('removing asks first, says what is kept, and ends the open incident', async () => {
  const { desk, as, site, page } = await openScene();
  const target = { targetId: `${site}.1`, url, kind: 'defacement', score: 9, findings: [], checkId: null } as const;
  await seedIncident(desk.store, { siteId: site, openedAt: now, targets: [target] });
  expect(await page(`/sites/${site}/remove`)).toContain('được giữ trên máy chủ đủ thời hạn lưu trữ');
  expect(await listSites(desk.store.db)).toHaveLength(1);
  const answer = await desk.send(`/sites/${site}/remove`, {}, as);
  expect(answer.headers.get('location')).toBe('/?done=site-removed');
  expect(await listSites(desk.store.db)).toEqual([]);
  expect(await listIncidents(desk.store.db, { onlyLive: true, limit: 9 })).toEqual([]);
});

test('whose an incident is stands in the list and on the board; an ignored finding is marked', async () => {
  const { desk, as, site, page } = await openScene();
  const found = finding({ reason: { vi: 'Có câu lạ', en: 'Odd words' } });
  const checkId = await seedCheck(desk.store, { targetId: `${site}.1`, at: now, level: 'alarm', findings: [found] });
  const target = { targetId: `${site}.1`, url, kind: 'defacement', score: 9, findings: [found], checkId } as const;
  const number = await seedIncident(desk.store, { siteId: site, openedAt: now, targets: [target] });
  expect(await page('/incidents')).toContain('Chưa giao');
  const { id } = await desk.store.db.selectFrom('users').select('id').executeTakeFirstOrThrow();
  await desk.send(`/incidents/${number}/assign`, { assignee: String(id) }, as);
  expect(await page('/incidents')).toContain('Người xử lý: operator');
  expect(await page('/')).toMatch(/Sự cố #\d+ · operator/);
  expect(await page(`/incidents/${number}`)).not.toContain('Đang bỏ qua đến');
  await desk.send(`/looks/${checkId}/ignore`, { fingerprint: found.fingerprint ?? '', days: '7', note: 'đúng' }, as);
  expect(await page(`/incidents/${number}`)).toContain('Đang bỏ qua đến 21:38 ngày 28/11/2026, do operator');
});

const head = 'Địa chỉ;Tên cổng;Cơ quan;Thư điện tử;Mức quan trọng';
const sheet = (...rows: string[]) => [head, ...rows, ';;;;', ''].join('\r\n');

test('a list shows every mistake at once, with its line, and lets nothing in', async () => {
  const { desk, as, site } = await openScene();
  const list = sheet(
    'https://moi.example/;Cổng mới;;x@y.example;cao',
    'ftp://sai.example/;;;;',
    'https://hai.example/;<b>Hai</b>;;không;',
    'https://moi.example/;;;;',
    'https://bon.example/;;;;rất cao',
    'https://nam.example/;Sở A;Sở B;a@b.example;cao;thừa',
  );
  const answer = await desk.send('/sites/import', { list }, as);
  expect(answer.status).toBe(400);
  const html = await answer.text();
  const lines = [...html.matchAll(/<legend>Dòng (\d+)</g)].map((match) => match[1]);
  expect(lines).toEqual(['3', '4', '5', '6', '7']);
  for (const sentence of [
    'Chỉ theo dõi được địa chỉ http và https.',
    '“không” không phải là địa chỉ thư điện tử.',
    'đã có ở dòng 2',
    'chỉ nhận cao, thường hoặc thấp',
    'nhiều ô hơn số cột',
  ]) {
    expect(html).toContain(sentence);
  }
  expect((await desk.send('/sites/import/confirm', { list }, as)).status).toBe(400);
  expect((await listSites(desk.store.db)).map(({ id }) => id)).toEqual([site]);
});

test.each([
  ['an unknown column', 'Địa chỉ;Lạ\r\na.example;x', 'Không nhận ra cột “Lạ”'],
  ['no address column', 'Tên cổng\r\nx', 'Dòng đầu tiên phải là tên các cột'],
  ['nothing', '  ', 'Hãy chọn một tệp hoặc dán danh sách.'],
  ['a header alone', head, 'Danh sách không có cổng nào.'],
  ['an open quote', `${head}\r\n"https://a.example/;x`, 'Không đọc được tệp CSV'],
  ['too many lines', `url\n${'a.example\n'.repeat(20_001)}`, 'mỗi lần chỉ nhập được 20000 dòng'],
])('%s is said of the list as a whole', async (_, list, sentence) => {
  const { desk, as } = await openScene();
  const answer = await desk.send('/sites/import', { list }, as);
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(sentence)]);
});

test('an agency imports for itself alone and touches no portal of another one', async () => {
  const { desk, site } = await openScene();
  await seedSite(desk.store, now, { url: 'https://cua-minh.example/', agency: 'Sở mình' });
  const { agencyId } = (await listSites(desk.store.db)).find((one) => one.agency === 'Sở mình') ?? {};
  const as = await desk.signedIn('operator', agencyId ?? 0);
  const list = sheet(`${url};;;ke@khac.example;`, 'https://moi.example/;;Sở cũ;;');
  const html = await (await desk.send('/sites/import', { list }, as)).text();
  expect(html).toContain('đã được theo dõi từ trước');
  expect(html).toContain('không phải là cơ quan của bạn');
  await desk.send('/sites/import/confirm', { list: sheet('https://moi.example/;;;a@b.example;') }, as);
  expect((await listSites(desk.store.db)).map((one) => one.agency)).toEqual(['Sở cũ', 'Sở mình', 'Sở mình']);
  expect((await getSite(desk.store.db, site))?.recipients).not.toContain('ke@khac.example');
});

test('a file from a spreadsheet is taken in a browser, previewed and confirmed on a phone', async () => {
  const { desk, as, site } = await openScene();
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const browser = await launchTestBrowser();
  onTestFinished(async () => {
    await browser.close();
    await web.close();
  });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'vi-VN' });
  await context.addCookies([{ name: 'vonggac-session', value: as, url: web.url }]);
  const page = await context.newPage();
  await page.goto(`${web.url}/sites/add`);
  await page.getByRole('link', { name: 'Nhập cả danh sách từ tệp' }).click();
  const upload = (name: string, text: string) =>
    page
      .getByLabel('Tệp Excel (.xlsx), CSV hoặc YAML')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await upload('lon.yaml', 'x'.repeat(700_000));
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByText('Tệp này lớn hơn 512 kB').waitFor();
  await page.goto(`${web.url}/sites/import`);
  await upload(
    'cong.csv',
    `\ufeff${sheet('https://moi.example/;"Cổng ""mới""";Sở A;x@y.example;cao', `${url};;;c@ba.example;`)}`,
  );
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByText('Cổng mới: 1 trang, 1 địa chỉ nhận thư').waitFor();
  expect(await page.getByRole('row').allInnerTexts()).toEqual([
    expect.stringContaining('Dòng'),
    expect.stringMatching(/^2\s[\s\S]*Cổng "mới"/),
    expect.stringMatching(/^3\s[\s\S]*Đã có, bổ sung 0 trang, 1 địa chỉ nhận thư/),
  ]);
  expect(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
    false,
  );
  expect(await listSites(desk.store.db)).toHaveLength(1);
  await page.getByRole('button', { name: 'Đăng ký tất cả' }).click();
  await page.getByText('Đã đăng ký 1 cổng mới, bổ sung 1 cổng').waitFor();
  const [known, fresh] = await listSites(desk.store.db);
  expect([known?.id, known?.recipients.includes('c@ba.example')]).toEqual([site, true]);
  expect(fresh).toMatchObject({ name: 'Cổng "mới"', agency: 'Sở A', importance: 'high', recipients: ['x@y.example'] });
});
