/** The audit log as people read it: names, changes in words, days, and rows that somebody damaged. */
import { expect, onTestFinished, test } from 'vitest';
import { type AuditEntry, appendAudit } from '../../../src/store/records/audit.ts';
import { write } from '../../../src/store/write.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const day = 86_400_000;

async function openLog(config: object = {}) {
  const desk = await openTestDesk({ now, config });
  onTestFinished(desk.close);
  const agency = 'UBND tỉnh An Lạc';
  const siteId = await seedSite(desk.store, now, { url: 'https://anlac.example/', name: 'Cổng An Lạc', agency });
  const as = await desk.signedIn('administrator');
  const page = async (query = '', who = as) => (await desk.ask(`/audit${query}`, { as: who })).text();
  const record = (...entries: Omit<AuditEntry, 'at' | 'actor'>[]) =>
    write(desk.store.db, async (trx) => {
      for (const entry of entries) await appendAudit(trx, { at: now, actor: 'administrator', ...entry });
    });
  return { ...desk, siteId, as, page, record };
}

/** Text of the rows, newest first, without markup. */
const rowsIn = (html: string) =>
  [...html.matchAll(/<li><p class="meta">.*?<p class="meta hash"/gs)].map(([row]) =>
    row
      .replace(/<[^>]*>?/g, ' ')
      .replaceAll('&quot;', '"')
      .replace(/\s+/g, ' ')
      .trim(),
  );

test('numbers are read as the names of portals, pages, incidents and accounts, with links to them', async () => {
  const log = await openLog();
  const incident = await seedIncident(log.store, {
    siteId: log.siteId,
    openedAt: now,
    targets: [
      {
        targetId: `${log.siteId}.1`,
        url: 'https://anlac.example/',
        kind: 'defacement',
        score: 9,
        findings: [],
        checkId: await seedCheck(log.store, { targetId: `${log.siteId}.1`, at: now }),
      },
    ],
  });
  await log.record(
    { act: 'site-paused', subject: `site ${log.siteId}` },
    { act: 'look-asked', subject: `target ${log.siteId}.1` },
    { act: 'incident-noted', subject: `incident ${incident}`, detail: { note: 'Đã gọi' } },
    {
      act: 'change-ignored',
      subject: 'change title:ab',
      detail: { forMs: day, sites: `${log.siteId} 77`, note: null },
    },
  );
  const html = await log.page();
  expect(html).toContain(`<a href="/sites/${log.siteId}">Cổng An Lạc</a>`);
  expect(html).toContain(`<a href="/targets/${log.siteId}.1">anlac.example</a>`);
  expect(html).toContain(`<a href="/incidents/${incident}">sự cố ${incident}</a>`);
  expect(html).toMatch(/<a href="\/people\/\d+">administrator<\/a>/);
  expect(rowsIn(html)[0]).toContain('cổng: Cổng An Lạc , 77');
  // Who may not open accounts sees the name alone.
  expect(await log.page('', await log.signedIn('auditor'))).not.toContain('href="/people/');
});

test('a portal that is gone keeps its name, and something never stored its number', async () => {
  const log = await openLog();
  await log.send(`/sites/${log.siteId}/remove`, { confirm: 'yes' }, log.as);
  await log.store.db.updateTable('sites').set({ status: 'removed' }).execute();
  await log.record({ act: 'site-paused', subject: `site ${log.siteId}` }, { act: 'site-paused', subject: 'site 900' });
  const html = await log.page();
  expect(html).toContain('Cổng An Lạc (đã ngừng theo dõi)');
  expect(html).not.toContain(`href="/sites/${log.siteId}"`);
  expect(rowsIn(html)[0]).toContain('cổng 900');
});

test('changes are told in words: what was replaced by what', async () => {
  const log = await openLog();
  await log.record(
    { act: 'interval-changed', subject: `target ${log.siteId}.1`, detail: { fromMinutes: null, toMinutes: 10 } },
    { act: 'setting-changed', subject: 'setting schedule.every', detail: { before: '5m', after: '90s' } },
    {
      act: 'setting-changed',
      subject: 'setting mail.operators',
      detail: { before: '["a@x.example","b@x.example"]', after: '["b@x.example","c@x.example"]' },
    },
    { act: 'setting-changed', subject: 'setting mail.hourlyCap', detail: { before: '20', after: null } },
    {
      act: 'site-changed',
      subject: `site ${log.siteId}`,
      detail: { importanceBefore: 'normal', importanceAfter: 'high', agencyBefore: null, agencyAfter: 'Sở Y tế' },
    },
  );
  const [site, cap, operators, every, interval] = rowsIn(await log.page());
  // Rows of one minute are told apart by their second.
  expect(interval).toContain('21:38:00 ngày 21/11/2026');
  expect(interval).toContain('chu kỳ kiểm tra: mặc định → 10 phút');
  expect(every).toContain('5 phút → 1 phút 30 giây');
  expect(operators).toContain('Người vận hành');
  expect(operators).toContain('Thêm: c@x.example');
  expect(operators).toContain('Bớt: a@x.example');
  expect(cap).toContain('20 → mặc định');
  expect(site).toContain('cơ quan: chưa có → Sở Y tế');
  expect(site).toContain('mức quan trọng: Thường → Cao');
});

test('an address that is a contact’s is read with the contact’s name', async () => {
  const officers = [{ name: 'Nguyễn Thu Hà', email: 'ha.nt@dieuphoi.example' }];
  const log = await openLog({ duty: { officers } });
  await log.record({ act: 'mail-tested', subject: 'dashboard', detail: { address: 'ha.nt@dieuphoi.example' } });
  expect(rowsIn(await log.page())[0]).toContain('Nguyễn Thu Hà (ha.nt@dieuphoi.example)');
  // A contact of an agency, who acknowledged by the link in a mail.
  await seedContact(log.store, log.siteId, { name: 'Trần Thị Mai', email: 'Mai@anlac.example' });
  const used = { act: 'acknowledge-link-used', subject: `site ${log.siteId}`, at: now } as const;
  await write(log.store.db, (trx) => appendAudit(trx, { ...used, actor: 'mai@anlac.example' }));
  expect(rowsIn(await log.page())[0]).toContain('Trần Thị Mai (mai@anlac.example)');
});

test('days and names narrow the list, and days that can’t be are said', async () => {
  const log = await openLog();
  await write(log.store.db, async (trx) => {
    for (const [index, at] of ['2026-11-18T16:59:59Z', '2026-11-18T17:00:00Z', '2026-11-20T01:00:00Z'].entries()) {
      const subject = index === 1 ? (`site ${log.siteId}` as const) : 'mail';
      await appendAudit(trx, { at: Date.parse(at), actor: `nguoi-${index}`, act: 'mail-retried', subject });
    }
  });
  const who = async (query: string) =>
    rowsIn(await log.page(query)).map((row) => /Người thực hiện: (\S+)/.exec(row)?.[1]);
  // Days of the configured time zone, both included.
  expect(await who('?from=2026-11-19&to=2026-11-19')).toEqual(['nguoi-1']);
  expect(await who('?to=2026-11-18')).toEqual(['nguoi-0']);
  expect(await who('?subject=an+lac')).toEqual(['nguoi-1']);
  expect(await who(`?subject=${encodeURIComponent('Cổng An Lạc')}`)).toEqual(['nguoi-1']);
  const wrong = await log.page('?from=2026-11-20&to=2026-11-19');
  expect(wrong).toContain('Ngày lọc không hợp lệ');
  expect(wrong).toContain('value="2026-11-20"');
  expect(await log.page('?from=2026-02-30')).toContain('Ngày lọc không hợp lệ');
});

test('rows damaged by hand do not break the page: they are shown as unreadable', async () => {
  const log = await openLog();
  await log.record(
    { act: 'site-paused', subject: `site ${log.siteId}` },
    { act: 'maintenance-announced', subject: `site ${log.siteId}`, detail: { from: '2026-99-99T99:99:99.999Z' } },
    { act: 'site-resumed', subject: `site ${log.siteId}` },
    { act: 'mail-tested', subject: 'dashboard' },
  );
  const damage = (set: object, act: string) =>
    log.store.db.updateTable('audit').set(set).where('act', '=', act).execute();
  await damage({ detailJson: '{"half' }, 'site-paused');
  await damage({ detailJson: '[1,{"a":{}}]' }, 'site-resumed');
  await damage({ at: 9e15, subject: '', act: '<b>' }, 'mail-tested');
  const answer = await log.ask('/audit', { as: log.as });
  expect(answer.status).toBe(200);
  const [odd, resumed, announced, paused] = rowsIn(await answer.text());
  expect(odd).toContain('không đọc được thời điểm');
  for (const row of [paused, resumed]) expect(row).toContain('Chi tiết của dòng này không đọc được');
  expect(paused).toContain('Cổng An Lạc');
  expect(announced).toContain('2026-99-99T99:99:99.999Z');
});

test('what people do with channels, tokens, requests and reports is worded, with no name of the product’s own', async () => {
  const log = await openLog();
  await log.record(
    {
      act: 'webhook-added',
      subject: 'channel soc',
      detail: { host: 'soc.example', agency: '', events: 'incident, campaign' },
    },
    { act: 'api-token-made', subject: 'token 4', detail: { name: 'siem', capabilities: 'see, judge' } },
    { act: 'request-proven', subject: 'request 7', detail: { host: 'anlac.example', method: 'telephone' } },
    { act: 'report-sent', subject: 'incident 99', detail: { form: 'initial', number: '12/BC', sentOn: '2026-11-21' } },
    { act: 'change-ignored', subject: 'change title:ab', detail: { forMs: day } },
    { act: 'mail-retried', subject: 'mail' },
    { act: 'playbook-edited', subject: 'playbook attacks.defacement', detail: { steps: 4 } },
  );
  const rows = rowsIn(await log.page());
  const texts = [
    'kênh soc tên miền: soc.example sự kiện: sự cố, tấn công hàng loạt',
    'khóa API 4 tên: siem quyền: xem, xử lý sự cố',
    'yêu cầu 7 tên miền: anlac.example bằng cách: điện thoại',
    'loại báo cáo: ban đầu số văn bản: 12/BC ngày gửi: 21/11/2026',
    'thay đổi title:ab trong: 1 ngày',
    'Yêu cầu gửi lại thư đang chờ',
    'các bước ứng phó: Thay đổi giao diện',
  ];
  expect(texts.filter((text) => !rows.some((row) => row.includes(text)))).toEqual([]);
  expect(rows.join(' ').replaceAll('soc.example', '')).not.toMatch(
    /\b(?:channel|token|request|telephone|campaign|judge|initial|events|host|attacks)\b/,
  );
});
