/** Scheduled backups: what they are called, which older ones are removed, when the next is due, and how they stand. */

/** Names sort by time. @param iso RFC 3339 in UTC */
export function backupFileName(iso: string): string {
  return `vonggac-${iso.slice(0, 19).replace(/[-:]/g, '')}Z.zip`;
}

const ownName = /^vonggac-\d{8}T\d{6}Z\.zip$/;

/** The oldest of our own backups beyond the number to keep; files of other names are nobody's to remove. */
export function outdatedBackups(names: readonly string[], keep: number): string[] {
  return names
    .filter((name) => ownName.test(name))
    .toSorted()
    .toReversed()
    .slice(keep);
}

/** Why a scheduled backup failed, as far as an operator can do something about it. */
export const backupFailures = [
  'disk-full',
  'no-folder',
  'not-writable',
  'passphrase',
  'damaged',
  'record',
  'other',
] as const;
export type BackupFailure = (typeof backupFailures)[number];

/** How scheduled backups stand. */
export interface BackupState {
  /** When they were first seen configured. */
  readonly since: number;
  /** The latest that was made and verified. */
  readonly done: { readonly at: number; readonly file: string; readonly sizeBytes: number } | null;
  /** Attempts that failed since then. */
  readonly failing: {
    readonly since: number;
    readonly latestAt: number;
    readonly failure: BackupFailure;
    /** For the log and `doctor`. */
    readonly detail: string;
  } | null;
}

export const noBackupYet = (now: number): BackupState => ({ since: now, done: null, failing: null });

export function afterFailure(state: BackupState, failure: BackupFailure, detail: string, now: number): BackupState {
  return { ...state, failing: { since: state.failing?.since ?? now, latestAt: now, failure, detail } };
}

export function afterSuccess(state: BackupState, done: NonNullable<BackupState['done']>): BackupState {
  return { ...state, done, failing: null };
}

const retryMs = 3_600_000;
const halfDayMs = 43_200_000;

export interface BackupRhythm {
  readonly everyMs: number;
  /** The latest moment of the configured time of day; null: no such time, due as soon as the interval is over. */
  readonly slotAt: number | null;
}

/** The first is due at once, or at the next time of day. A failed attempt is repeated within an hour. */
export function isBackupDue(state: BackupState, { everyMs, slotAt }: BackupRhythm, now: number): boolean {
  const { since, done, failing } = state;
  if (failing !== null) return now >= failing.latestAt + Math.min(retryMs, everyMs);
  if (slotAt === null) return done === null || now >= done.at + everyMs;
  // One that took long, or was repeated, must not move the next by a day.
  return done === null ? slotAt >= since : slotAt - done.at >= everyMs - halfDayMs;
}

export type BackupTrouble =
  | { readonly is: 'failing'; readonly since: number; readonly failure: BackupFailure; readonly doneAt: number | null }
  | { readonly is: 'old'; readonly doneAt: number | null };

/** Null while the latest attempt succeeded and is no older than twice the interval. */
export function backupTrouble(state: BackupState, everyMs: number, now: number): BackupTrouble | null {
  const { since, done, failing } = state;
  const doneAt = done?.at ?? null;
  if (failing !== null) return { is: 'failing', since: failing.since, failure: failing.failure, doneAt };
  return now - (doneAt ?? since) > 2 * everyMs ? { is: 'old', doneAt } : null;
}
