/** When scheduled backups are due, which are removed, and what is told of them. */
import { expect, test } from 'vitest';
import {
  afterFailure,
  afterSuccess,
  backupFileName,
  backupTrouble,
  isBackupDue,
  noBackupYet,
  outdatedBackups,
} from '../../../../src/core/backup/plan.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = 1_000 * day;
const done = (at: number) => afterSuccess(noBackupYet(0), { at, file: '/mnt/a.zip', sizeBytes: 1 });
const anyTime = { everyMs: day, slotAt: null };

test('the first is made at once, or at the next time of day', () => {
  expect(isBackupDue(noBackupYet(now), anyTime, now)).toBe(true);
  expect(isBackupDue(noBackupYet(now), { everyMs: day, slotAt: now - hour }, now + 2 * hour)).toBe(false);
  expect(isBackupDue(noBackupYet(now), { everyMs: day, slotAt: now + hour }, now + 2 * hour)).toBe(true);
});

test('the next follows an interval later; one that was late does not move it by a day', () => {
  expect(isBackupDue(done(now), anyTime, now + day - 1)).toBe(false);
  expect(isBackupDue(done(now), anyTime, now + day)).toBe(true);
  const slot = { everyMs: day, slotAt: now + day };
  expect(isBackupDue(done(now + 5 * hour), slot, now + day)).toBe(true);
  expect(isBackupDue(done(now + day + 60_000), slot, now + day + 2 * hour)).toBe(false);
});

test('a failed one is repeated after an hour, and keeps when it began to fail', () => {
  const once = afterFailure(done(now), 'disk-full', 'full', now + day);
  const twice = afterFailure(once, 'no-folder', 'gone', now + day + hour);
  expect(isBackupDue(once, anyTime, now + day + hour - 1)).toBe(false);
  expect(isBackupDue(once, { everyMs: day, slotAt: now }, now + day + hour)).toBe(true);
  expect(twice.failing).toMatchObject({ since: now + day, latestAt: now + day + hour, failure: 'no-folder' });
  expect(afterSuccess(twice, { at: now, file: 'b', sizeBytes: 2 }).failing).toBeNull();
});

test('one that fails is told at once, one that is old after two intervals', () => {
  expect(backupTrouble(done(now), day, now + 2 * day)).toBeNull();
  expect(backupTrouble(done(now), day, now + 2 * day + 1)).toEqual({ is: 'old', doneAt: now });
  expect(backupTrouble(noBackupYet(now), day, now + 2 * day + 1)).toEqual({ is: 'old', doneAt: null });
  expect(backupTrouble(afterFailure(done(now), 'disk-full', 'full', now + day), day, now + day)).toEqual({
    is: 'failing',
    since: now + day,
    failure: 'disk-full',
    doneAt: now,
  });
});

test('only our own oldest ones are removed', () => {
  const own = ['2026-11-03', '2026-11-01', '2026-11-02'].map((date) => backupFileName(`${date}T02:30:00.000Z`));
  expect(own[0]).toBe('vonggac-20261103T023000Z.zip');
  const names = [...own, 'before-the-upgrade.zip', 'vonggac-20261101T023000Z.zip.copy', 'notes.txt'];
  expect(outdatedBackups(names, 2)).toEqual(['vonggac-20261101T023000Z.zip']);
  expect(outdatedBackups(names, 3)).toEqual([]);
});
