/** Reports of incidents from the first draft to the record that they left; nothing is ever sent by the monitor. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { contentName } from '../../../src/core/backup/manifest.ts';
import type { FormValues } from '../../../src/core/forms/form-template.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { verifyAll } from '../../../src/monitor/audit/verify.ts';
import { remindOfReports } from '../../../src/monitor/forms/remind-of-reports.ts';
import { forgetUnnamedBlobs } from '../../../src/store/evidence/retention.ts';
import { getReport, versionsOf } from '../../../src/store/forms/reports.ts';
import { formsOnce } from '../../support/read-once.ts';
import { runCommand } from '../../support/run-command.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { finding, seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { testExport } from '../../support/test-export.ts';

const hour = 3_600_000;
/** 23:30 on 30 November in Viet Nam: due until the end of 5 December there. */
const detected = Date.parse('2026-11-30T16:30:00Z');
const dueAt = Date.parse('2026-12-05T17:00:00Z');
const an = owner('an');
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n%%EOF\n');
const sent = { number: '12/BC-SYT', sentOn: '2026-12-02', sentTo: 'Cơ quan điều phối quốc gia' };

/** As a browser sends it: of a choice of one, the field itself holds the option. */
const typedOf = (values: FormValues): FormValues => ({
  ...values,
  ...('state:resolved' in values ? { state: 'resolved' } : {}),
  ...('state:unresolved' in values ? { state: 'unresolved' } : {}),
});

let desk: TestDesk;
let incident: number;
beforeEach(async () => {
  desk = await openTestDesk({ now: detected + hour, config: { mail: { operators: ['truc@dieuphoi.example'] } } });
  onTestFinished(() => desk.close());
  const url = 'https://soyte.example.gov.vn/';
  const site = await seedSite(desk.store, detected - hour, {
    url,
    agency: 'Sở Y tế tỉnh An Phú',
    name: 'Cổng Sở Y tế',
  });
  await seedContact(desk.store, site, { name: 'Nguyễn Lan', email: 'lan@soyte.example' });
  const findings = [finding({ reason: { vi: 'Tiêu đề bị thay', en: 'Title replaced' } })];
  const fell = { targetId: `${site}.1`, kind: 'defacement', score: 12, findings } as const;
  const checkId = await seedCheck(desk.store, { ...fell, at: detected, level: 'alarm' });
  incident = await seedIncident(desk.store, { siteId: site, openedAt: detected, targets: [{ ...fell, url, checkId }] });
});

describe('a report', () => {
  test('is begun with what is known, in the words and the time of the country', async () => {
    const id = await desk.acts.beginReport(an, incident, 'initial');
    const { values, version } = (await getReport(desk.store.db, id)) ?? expect.unreachable();
    expect(version).toBe(1);
    expect(values).toMatchObject({
      'reporter-name': 'Sở Y tế tỉnh An Phú',
      'contact-name': 'Nguyễn Lan',
      system: 'Cổng Sở Y tế',
      'system-domains': 'soyte.example.gov.vn',
      'detected-date': '2026-11-30',
      'detected-time': '23:30',
      'state:unresolved': '1',
      'found:other': '1',
    });
    expect(values.description).toContain('Tiêu đề bị thay');
    expect(values['reporter-address']).toBeUndefined();
  });

  test('is filled again from what is known now, where nobody wrote', async () => {
    const id = await desk.acts.beginReport(an, incident, 'initial');
    const begun = await getReport(desk.store.db, id);
    expect(begun?.values).toMatchObject({ 'state:unresolved': '1', description: expect.any(String) });
    const description = 'Do đơn vị tự ghi';
    desk.setNow(detected + 3 * hour);
    await desk.acts.resolve(an, incident, 'Đã khôi phục');
    const typed = { ...typedOf(begun?.values ?? {}), description };
    expect(await desk.acts.saveReport(an, id, { seen: 1, typed, refills: true })).toEqual({
      status: 'saved',
      version: 2,
    });
    const again = await getReport(desk.store.db, id);
    expect(again?.values).toMatchObject({ 'state:resolved': '1', description });
    expect(again?.values).not.toHaveProperty('state:unresolved');
    const same = { seen: 2, typed: typedOf(again?.values ?? {}), refills: true };
    expect(await desk.acts.saveReport(an, id, same)).toEqual({ status: 'unchanged', version: 2 });
  });

  test('is one of its kind, but for reports of progress', async () => {
    const begin = (form: string) => desk.acts.beginReport(an, incident, form);
    expect(await begin('initial')).toBe(await begin('initial'));
    expect(await begin('progress')).not.toBe(await begin('progress'));
    await expect(begin('other')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('keeps every version with who changed it, and refuses what was edited from an older one', async () => {
    const id = await desk.acts.beginReport(an, incident, 'initial');
    const { values } = (await getReport(desk.store.db, id)) ?? expect.unreachable();
    const typed = { ...values, state: 'unresolved', 'reporter-address': '1 Lê Lợi' };
    expect(await desk.acts.saveReport(an, id, { seen: 1, typed })).toEqual({ status: 'saved', version: 2 });
    expect(await desk.acts.saveReport(an, id, { seen: 2, typed })).toEqual({ status: 'unchanged', version: 2 });
    const late = await desk.acts.saveReport(owner('binh'), id, { seen: 1, typed: { ...typed, system: 'Khác' } });
    expect(late).toEqual({ status: 'conflict', version: 2 });
    const versions = await versionsOf(desk.store.db, id, 10);
    expect(versions.map(({ version, actor }) => [version, actor])).toEqual([
      [2, 'an'],
      [1, 'an'],
    ]);
    expect(versions.map((one) => one.values['reporter-address'])).toEqual(['1 Lê Lợi', undefined]);
    const audit = await desk.store.db.selectFrom('audit').select(['act', 'detailJson']).execute();
    expect(audit.map(({ act }) => act)).toEqual(['report-begun', 'report-edited']);
    expect(audit[1]?.detailJson).toContain('reporter-address');
    expect(audit[1]?.detailJson).not.toContain('Lê Lợi');
  });
});

describe('the record of a report that left', () => {
  const record = async (change: object = {}) => {
    const id = await desk.acts.beginReport(an, incident, 'initial');
    return desk.acts.recordSending(an, id, { ...sent, file: { name: 'ký.pdf', bytes: pdf }, ...change });
  };

  test('keeps the signed file by its hash, also through pruning, and fills in the later reports', async () => {
    await record();
    const row = await desk.store.db.selectFrom('incidentReportSendings').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ ...sent, version: 1, actor: 'an', sizeBytes: pdf.length });
    await forgetUnnamedBlobs(desk.store.db, Number.MAX_SAFE_INTEGER);
    expect(
      await desk.store.db.selectFrom('blobs').select('hash').where('hash', '=', row.fileHash).execute(),
    ).toHaveLength(1);
    expect(Buffer.from((await desk.store.blobs.get(row.fileHash)) ?? [])).toEqual(pdf);
    const final = await getReport(desk.store.db, await desk.acts.beginReport(an, incident, 'final'));
    expect(final?.values).toMatchObject({ 'initial-number': '12/BC-SYT', 'initial-date': '2026-12-02' });
  });

  test('is missed by the check of the record when its file is damaged or gone', async () => {
    await record();
    const { fileHash } = await desk.store.db
      .selectFrom('incidentReportSendings')
      .select('fileHash')
      .executeTakeFirstOrThrow();
    const path = join(desk.parts.config.dataDir, contentName(fileHash));
    const found = async (sample: number | null) =>
      (await verifyAll(desk.parts, { sample, progress: () => undefined })).faults.filter(
        ({ about }) => about === 'blob',
      );
    expect(await found(null)).toEqual([]);
    await writeFile(path, Buffer.concat([pdf, pdf]));
    for (const sample of [null, 25])
      expect(await found(sample)).toMatchObject([
        { detail: expect.stringMatching(/^of a signed report of incident \d+:/) },
      ]);
    await rm(path);
    expect(await found(null)).toMatchObject([{ detail: expect.stringContaining('restore it from a backup') }]);
  });

  test.each([
    ['a file that only has the name of a PDF', { file: { name: 'a.pdf', bytes: Buffer.from('<html>%%EOF') } }],
    ['a PDF that is cut off', { file: { name: 'a.pdf', bytes: Buffer.from('%PDF-1.7\n') } }],
    ['more than 10 MB', { file: { name: 'a.pdf', bytes: Buffer.concat([pdf, Buffer.alloc(10_000_000), pdf]) } }],
    ['no number', { number: ' ' }],
    ['no recipient', { sentTo: '' }],
    ['a day that does not exist', { sentOn: '2026-02-30' }],
  ])('refuses %s', async (_, change) => {
    await expect(record(change)).rejects.toMatchObject({ code: 'bad-input' });
    expect(await desk.store.db.selectFrom('incidentReportSendings').selectAll().execute()).toEqual([]);
  });
});

describe('reminders', () => {
  /** A daemon that was restarted knows only what is stored. */
  const remindAt = async (now: number) => {
    desk.setNow(now);
    await remindOfReports(desk.parts, formsOnce());
    const rows = await desk.store.db
      .selectFrom('outbox')
      .innerJoin('notices', 'notices.id', 'outbox.noticeId')
      .select(['notices.payloadJson', 'outbox.endpoint'])
      .where('notices.type', '=', 'report-due')
      .orderBy('outbox.id')
      .execute();
    return rows.map(({ payloadJson, endpoint }) => `${JSON.parse(payloadJson).stage} ${endpoint}`);
  };
  const operators = 'truc@dieuphoi.example';

  test('leave 48 and 12 hours before the end of the last day, once each, to operators and to the agency’s own', async () => {
    await desk.signedIn('operator', 1);
    await desk.store.db.updateTable('users').set({ email: 'hung@soyte.example' }).where('agencyId', '=', 1).execute();
    expect(await remindAt(dueAt - 48 * hour - 1)).toEqual([]);
    const first = [`48h ${operators}`, '48h hung@soyte.example'];
    expect(await remindAt(dueAt - 48 * hour)).toEqual(first);
    expect(await remindAt(dueAt - 47 * hour)).toEqual(first);
    expect(await remindAt(dueAt - 12 * hour)).toEqual([...first, `12h ${operators}`, '12h hung@soyte.example']);
    expect(await remindAt(dueAt + hour)).toHaveLength(4);
  });

  test('stop once the initial report is recorded as sent, and those that have not left do not leave', async () => {
    expect(await remindAt(dueAt - 48 * hour)).toHaveLength(1);
    const id = await desk.acts.beginReport(an, incident, 'initial');
    await desk.acts.recordSending(an, id, { ...sent, file: { name: 'a.pdf', bytes: pdf } });
    expect(await remindAt(dueAt - 12 * hour)).toEqual([]);
  });

  test('leave at once for what is beyond own means', async () => {
    await desk.acts.markBeyondMeans(an, incident, true);
    await desk.acts.markBeyondMeans(an, incident, true);
    expect(await remindAt(detected + 2 * hour)).toEqual([`at-once ${operators}`]);
    expect(await remindAt(detected + 3 * hour)).toHaveLength(1);
    const events = await desk.store.db.selectFrom('incidentEvents').select('type').execute();
    expect(events.filter(({ type }) => type === 'beyond-means')).toHaveLength(1);
  });

  test('leave for no false alarm', async () => {
    await desk.acts.dismissIncident(an, incident);
    expect(await remindAt(dueAt - 12 * hour)).toEqual([]);
  });
});

describe('the command', () => {
  const run = async (...argv: string[]) => {
    const parts = { ...desk.parts, ...testExport, pictures: desk.pictures, refreshSettings: async () => {} };
    const openOperatorParts = async () => ({ parts: parts as never, close: async () => {} });
    return runCommand({ openOperatorParts }, ['report', 'incident', ...argv]);
  };

  test('prints the report as saved, or filled anew, and overwrites nothing', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'vonggac-report-')), 'a.pdf');
    expect(await run(String(incident), '--form', 'initial', '-o', file)).toMatchObject({ code: 0, out: `${file}\n` });
    const html = await readFile(file, 'utf8');
    expect(html).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(html).toContain('ngày 30 tháng 11 năm 2026');
    expect(await run(String(incident), '--form', 'initial', '-o', file)).toMatchObject({ code: 1 });
  });

  test('says what is wrong with what was typed', async () => {
    expect(await run('1', '--form', 'initial', '-o', 'a.txt')).toMatchObject({ code: 64 });
    expect(await run('1', '--form', 'other', '-o', 'a.pdf')).toMatchObject({ code: 64 });
    expect(await run('99', '--form', 'final', '-o', join(tmpdir(), 'never.pdf'))).toMatchObject({ code: 1 });
  });
});
