/** How scheduled backups stand is said where operators look: in the strip of every page, and on the settings page. */
import { expect, onTestFinished, test } from 'vitest';
import { afterFailure, afterSuccess, type BackupState, noBackupYet } from '../../../src/core/backup/plan.ts';
import { setBackupState } from '../../../src/store/records/backup-state.ts';
import { write } from '../../../src/store/write.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;
const done = afterSuccess(noBackupYet(now - 90 * hour), {
  at: now - 60 * hour,
  file: '/mnt/a.zip',
  sizeBytes: 12_345_678,
});

async function shown(path: string, state: BackupState | null, backup: object = { folder: '/mnt' }): Promise<string> {
  const desk = await openTestDesk({ now, config: { backup } });
  onTestFinished(() => desk.close());
  if (state !== null) await write(desk.store.db, (trx) => setBackupState(trx, state));
  return (await desk.ask(path, { as: await desk.signedIn('administrator') })).text();
}

test('a failing one and an old one are in the strip, and that looks go on is seen by its colour', async () => {
  const failing = await shown('/', afterFailure(done, 'disk-full', 'full', now - 2 * hour));
  expect(failing).toMatch(/banner-unknown monitor-strip/);
  expect(failing).toContain('Sao lưu tự động không thành công từ 19:38 ngày 21/11/2026: ổ đĩa đã đầy. Bản gần nhất: ');
  expect(await shown('/suspects', done)).toContain('Đã hai chu kỳ chưa có bản sao lưu mới. Bản gần nhất: ');
});

test('nothing is said while they are made, nor where none are wanted', async () => {
  expect(await shown('/', { ...done, done: { at: now - hour, file: 'a', sizeBytes: 1 } })).not.toContain(
    'monitor-strip',
  );
  expect(await shown('/', afterFailure(done, 'other', 'x', now), {})).not.toContain('monitor-strip');
});

test('the settings page says how they stand', async () => {
  expect(await shown('/settings', null, {})).toContain('Chưa đặt. Trên máy chủ, khai báo mục backup');
  const well = await shown('/settings', { ...done, done: { at: now - hour, file: 'a', sizeBytes: 12_345_678 } });
  expect(well).toContain('12,3 MB, đã đọc lại và đối chiếu');
  expect(well).toContain('Bản sao lưu không chứa các khóa');
});
