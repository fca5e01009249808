/** Reports are made once when their period closed, kept, mailed to whom they are for, and tried again after a failure. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReportNotice } from '../../../src/core/notices/about-monitor.ts';
import type { Notification } from '../../../src/core/notices/message.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { makeNextReport } from '../../../src/monitor/reports/make-next-report.ts';
import { makeReportFiles } from '../../../src/monitor/reports/make-report-files.ts';
import type { RunReport } from '../../../src/monitor/reports/report-job.ts';
import { scheduleDueReports } from '../../../src/monitor/reports/schedule-reports.ts';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { createMail } from '../../../src/notify/mail/mail.ts';
import { listReports } from '../../../src/store/records/reports.ts';
import { reportPage } from '../../../src/web/views/reports/report-page.tsx';
import { playbookOnce } from '../../support/read-once.ts';
import { seedIncident, seedQuietLooks, seedSite } from '../../support/seed-desk.ts';
import { openSmtpServer } from '../../support/smtp-server.ts';
import { mailBy } from '../../support/test-channels.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const hanoi = (text: string) => Date.parse(`${text}+07:00`);
const day = 86_400_000;
const begin = hanoi('2026-06-01T09:00');
const signal = new AbortController().signal;

let desk: TestDesk;
let delivered: Notification[];
let agencyId: number;

beforeEach(async () => {
  desk = await openTestDesk({
    now: begin,
    config: {
      web: { publicUrl: 'http://vonggac.example' },
      reports: { scheduled: [{ preset: 'half-year', to: ['lanhdao@bo.example'], attach: 'xlsx' }] },
    },
  });
  delivered = [];
  const quiet = await seedSite(desk.store, begin - 40 * day, {
    url: 'https://yen.example/',
    agency: 'Sở Yên Tĩnh',
    recipients: ['vanphong@yen.example'],
  });
  await seedSite(desk.store, begin - 40 * day, { url: 'https://khac.example/', agency: null, recipients: [] });
  ({ agencyId = 0 } = (await desk.store.db
    .selectFrom('sites')
    .select('agencyId')
    .where('id', '=', quiet)
    .executeTakeFirstOrThrow()) as { agencyId?: number });
  await desk.store.db.updateTable('agencies').set({ language: 'en' }).where('id', '=', agencyId).execute();
  await scheduleDueReports(desk.parts);
});
afterEach(() => desk.close());

/** As the process does it, but for the print. */
const run: RunReport = async (job) =>
  makeReportFiles(
    { ...job, config: desk.parts.config, database: '', dataDir: '' },
    {
      db: desk.store.db,
      blobs: desk.store.blobs,
      ports: { renderPage: reportPage, printPdf: async () => new TextEncoder().encode('%PDF-1.7') },
    },
  );

const parts = (runReport: RunReport = run) => ({ ...desk.parts, runReport });

async function makeAll(runReport = run): Promise<number> {
  for (let made = 0; ; made += 1) if (!(await makeNextReport(parts(runReport), signal))) return made;
}

async function send(): Promise<void> {
  const channels = mailBy(async (notification) => {
    delivered.push(notification);
    return { status: 'sent', response: '250 OK' };
  }, desk.parts.config);
  while (await dispatchNext({ ...desk.parts, channels }, 'test')) {}
}

const reportsNow = async () =>
  (await listReports(desk.store.db, { agencyId: null }, { offset: 0, limit: 100 })).reports;
const noticeOf = ({ notice }: Notification) => notice as ReportNotice;

test('what closed before the monitor ran is not reported, nor what is not due yet', async () => {
  desk.setNow(hanoi('2026-06-15T05:59'));
  await scheduleDueReports(desk.parts);
  expect(await reportsNow()).toEqual([]);
});

test('a half-year is reported once on the morning after it closed, also over a restart while it is made', async () => {
  desk.setNow(hanoi('2026-06-15T06:00'));
  await scheduleDueReports(desk.parts);
  // The monitor ends while the process runs: its outcome is never recorded.
  const stopped: RunReport = async (job) => {
    await run(job, signal);
    throw new Error('stopped');
  };
  await expect(makeNextReport(parts(stopped), signal)).rejects.toThrow('stopped');
  desk.setNow(hanoi('2026-06-15T06:10'));
  await scheduleDueReports(desk.parts);
  expect(await makeAll()).toBe(2);
  for (const at of ['2026-06-15T06:11', '2026-06-16T06:00', '2026-07-01T06:00']) {
    desk.setNow(hanoi(at));
    await scheduleDueReports(desk.parts);
    expect(await makeAll()).toBe(0);
  }
  await send();
  const toHead = delivered.filter(({ endpoint }) => endpoint === 'lanhdao@bo.example');
  expect(toHead).toHaveLength(1);
  expect(toHead[0]?.notice).toMatchObject({
    type: 'report',
    period: '6 tháng đầu năm 2026',
    // Nothing was looked at, so nothing is known.
    summary: 'không có số liệu giám sát',
    isQuiet: false,
    file: { name: 'vonggac-bao-cao-6-thang-dau-nam-2026.xlsx' },
    dashboardUrl: expect.stringMatching(/^http:\/\/vonggac\.example\/reports\/\d+$/),
  });
  const rows = await desk.store.db.selectFrom('reports').select(['status', 'slot']).execute();
  expect(rows).toHaveLength(2);
  expect(rows.every(({ status }) => status === 'made')).toBe(true);
});

test('each agency gets the summary of a month in its language, also when nothing happened', async () => {
  await seedQuietLooks(desk.store, '1.1', {
    from: hanoi('2026-05-15T00:00'),
    to: hanoi('2026-06-14T23:59'),
    everyMs: 600_000,
  });
  desk.setNow(hanoi('2026-06-15T06:00'));
  await scheduleDueReports(desk.parts);
  await makeAll();
  await send();
  const [summary, ...others] = delivered.filter(({ endpoint }) => endpoint === 'vanphong@yen.example');
  expect(others).toEqual([]);
  if (summary === undefined) throw new Error('no summary');
  expect(noticeOf(summary)).toMatchObject({ language: 'en', period: 'June 2026', scopeName: 'Sở Yên Tĩnh' });
  expect(noticeOf(summary).summary).toMatch(/^no incident, watched \d/);
  const own = (await reportsNow()).filter((report) => report.agencyId === agencyId);
  expect(own).toHaveLength(1);
  expect((await listReports(desk.store.db, { agencyId }, { offset: 0, limit: 9 })).found).toBe(1);
});

test('an incident makes the summary say so', async () => {
  await seedIncident(desk.store, {
    siteId: 1,
    openedAt: hanoi('2026-06-14T23:59'),
    targets: [
      { targetId: '1.1', url: 'https://yen.example/', kind: 'defacement', score: 12, findings: [], checkId: null },
    ],
  });
  desk.setNow(hanoi('2026-06-15T06:00'));
  await scheduleDueReports(desk.parts);
  await makeAll();
  await send();
  const summary = delivered.find(({ endpoint }) => endpoint === 'vanphong@yen.example');
  expect(summary && noticeOf(summary)).toMatchObject({
    isQuiet: false,
    summary: expect.stringMatching(/^1 incident, /),
  });
});

test('a report that cannot be made is tried again and then given up, before the eyes of people', async () => {
  desk.setNow(hanoi('2026-06-15T06:00'));
  await scheduleDueReports(desk.parts);
  const failing: RunReport = async () => ({ ok: false, failure: 'no space left on the disk' });
  expect(await makeAll(failing)).toBe(2);
  expect(await makeAll(failing)).toBe(0);
  for (const minutes of [2, 17, 77]) {
    desk.setNow(hanoi('2026-06-15T06:00') + minutes * 60_000);
    expect(await makeAll(failing)).toBe(2);
  }
  desk.setNow(hanoi('2026-06-16T06:00'));
  expect(await makeAll()).toBe(0);
  expect((await reportsNow()).map(({ status, failure }) => [status, failure])).toEqual([
    ['failed', 'no space left on the disk'],
    ['failed', 'no space left on the disk'],
  ]);
  const page = await (await desk.ask('/reports', { as: await desk.signedIn('viewer') })).text();
  expect(page).toContain('Không lập được');
});

test('a report whose print fails is kept without its PDF', async () => {
  desk.setNow(hanoi('2026-06-15T06:00'));
  await scheduleDueReports(desk.parts);
  const printless: RunReport = async (job) =>
    makeReportFiles(
      { ...job, config: desk.parts.config, database: '', dataDir: '' },
      {
        db: desk.store.db,
        blobs: desk.store.blobs,
        ports: {
          renderPage: reportPage,
          printPdf: async () => {
            throw new Error('no browser');
          },
        },
      },
    );
  await makeAll(printless);
  const [report] = await reportsNow();
  expect(report).toMatchObject({ status: 'made', pdfHash: null, failure: 'no browser' });
  const as = await desk.signedIn('viewer');
  expect(await (await desk.ask(`/reports/${report?.id}`, { as })).text()).toContain('no browser');
  expect((await desk.ask(`/reports/${report?.id}/pdf`, { as })).status).toBe(404);
  expect((await desk.ask(`/reports/${report?.id}/xlsx`, { as })).status).toBe(200);
});

test('its files outlive pruning while it is kept, and go with it', async () => {
  desk.setNow(hanoi('2026-06-15T06:00'));
  await scheduleDueReports(desk.parts);
  await makeAll();
  const [report] = await reportsNow();
  const hash = report?.xlsxHash ?? '';
  // The files on disk are as young as this test.
  const later = (days: number) => ({ ...desk.parts, clock: () => Date.now() + days * day });
  await prune(later(30));
  expect(await desk.store.blobs.get(hash)).not.toBeNull();
  await prune(later(1_830));
  expect(await reportsNow()).toEqual([]);
  expect(await desk.store.blobs.get(hash)).toBeNull();
});

test('the mail brings the file, unless it is larger than allowed', async () => {
  const smtp = await openSmtpServer();
  try {
    const { config } = desk.parts;
    const mail = createMail({
      config: { ...config, smtp: { ...config.smtp, host: smtp.host, port: smtp.port, security: 'none' } },
      clock: desk.parts.clock,
      log: desk.parts.log,
      playbook: playbookOnce(config.playbook.file),
    });
    desk.setNow(hanoi('2026-06-15T06:00'));
    await scheduleDueReports(desk.parts);
    await makeAll();
    while (await dispatchNext({ ...desk.parts, channels: mailBy(mail.deliver, config) }, 'test')) {}
    const mails = await Promise.all(smtp.messages.map((_, index) => smtp.read(index)));
    const toHead = mails.find(({ to }) => to?.[0]?.address === 'lanhdao@bo.example');
    expect(toHead?.subject).toMatch(/^\[Vọng Gác\] Báo cáo 6 tháng đầu năm 2026: /);
    expect(toHead?.text?.replace(/\s+/g, ' ')).toContain('Báo cáo đầy đủ được gửi kèm thư này.');
    const [file] = toHead?.attachments ?? [];
    expect(file?.filename).toBe('vonggac-bao-cao-6-thang-dau-nam-2026.xlsx');
    expect(
      Buffer.from(file?.content as ArrayBuffer)
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  } finally {
    await smtp.close();
  }
});

test('an attachment over the limit is only linked', async () => {
  desk.setNow(hanoi('2026-06-15T06:00'));
  await scheduleDueReports(desk.parts);
  const config = { ...desk.parts.config, reports: { ...desk.parts.config.reports, attachUpTo: 5 } };
  while (await makeNextReport({ ...parts(), config }, signal)) {}
  await send();
  expect(delivered.map((one) => noticeOf(one).file)).toEqual([null, null]);
});

test('people ask for a report of what they may see, and find it made', async () => {
  const own = await desk.signedIn('viewer', agencyId);
  const asked = await desk.send('/reports', { period: 'month', language: 'vi', scope: 'agency:4711' }, own);
  expect(asked.status).toBe(303);
  const path = new URL(asked.headers.get('location') ?? '', 'http://x').pathname;
  expect(await (await desk.ask(path, { as: own })).text()).toContain('Báo cáo đang được lập');
  await makeAll();
  const page = await (await desk.ask(path, { as: own })).text();
  expect(page).toContain('Cơ quan: Sở Yên Tĩnh (1 cổng)');
  expect(page).toContain(`${path}/pdf`);
  expect(await (await desk.ask('/reports', { as: await desk.signedIn('viewer', 4_711) })).text()).not.toContain(
    'Sở Yên',
  );
  const wrong = await desk.send('/reports', { period: 'custom', from: '2026-06-02', to: '2026-06-01' }, own);
  expect([wrong.status, await wrong.text()]).toEqual([
    400,
    expect.stringContaining('Kỳ báo cáo phải bắt đầu trước khi kết thúc'),
  ]);
});

test('every watch window that is over can be chosen by its name', async () => {
  const operator = await desk.signedIn('operator');
  const form = await (await desk.ask('/reports', { as: operator })).text();
  const shown = [...form.matchAll(/value="(window:[\d-]{10})"[^>]*>([^<]+)</g)].map(([, value = '', name = '']) => [
    value,
    name,
  ]);
  expect(shown.length).toBeGreaterThan(2);
  for (const [value = '', name = ''] of shown.slice(0, 3)) {
    expect((await desk.send('/reports', { period: value, language: 'vi', scope: '' }, operator)).status).toBe(303);
    const row = await desk.store.db.selectFrom('reports').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
    expect(JSON.stringify(row).toLowerCase()).toContain(name.replace(/ \(\d{4}\)$/, '').toLowerCase());
    await makeAll();
  }
});
