/** Problems of the monitor itself, other than not running or being offline. */
import type { BackupTrouble } from './backup/plan.ts';
import type { ChannelOutage } from './notices/channel-outage.ts';

export interface MonitorFacts {
  readonly now: number;
  /** Messages that failed before or are overdue. */
  readonly mail: { readonly waiting: number; readonly oldestAt: number | null; readonly outage: ChannelOutage | null };
  /** Channels beside mail whose server does not answer, and since when. */
  readonly channels: readonly { readonly name: string; readonly since: number }[];
  /** Since when every browser look failed in our own browser; null while it works. */
  readonly browserFailingSince: number | null;
  readonly disk: { readonly freeBytes: number; readonly keepFreeBytes: number } | null;
  /** Pages whose look is overdue by more than an interval, and since when the latest of them is due. */
  readonly late: { readonly pages: number; readonly dueAt: number | null };
  /** Of scheduled backups; null when all is well or none are scheduled. */
  readonly backup: BackupTrouble | null;
  /** Whose shift it is while nobody is on duty, and until when; null when somebody is, or without a roster. */
  readonly unmanned: { readonly assigned: string; readonly to: number } | null;
}

export type Trouble =
  | { readonly kind: 'mail'; readonly waiting: number; readonly oldestAt: number; readonly downSince: number | null }
  | { readonly kind: 'channel'; readonly name: string; readonly since: number }
  | { readonly kind: 'browser'; readonly since: number }
  | { readonly kind: 'disk'; readonly freeBytes: number }
  | { readonly kind: 'late'; readonly pages: number; readonly byMs: number }
  | { readonly kind: 'duty'; readonly assigned: string; readonly to: number }
  | ({ readonly kind: 'backup' } & BackupTrouble);

/** A message on its second attempt is not worth reporting. */
const mailPatienceMs = 120_000;
/** A single page can crash the browser; when every page fails for this long, the browser is at fault. */
const browserPatienceMs = 300_000;

/** Worst first. */
export function troublesOf({
  now,
  mail,
  channels,
  unmanned,
  browserFailingSince,
  disk,
  late,
  backup,
}: MonitorFacts): Trouble[] {
  const troubles: Trouble[] = [];
  const downSince = mail.outage?.since ?? null;
  if (mail.waiting > 0 && mail.oldestAt !== null && now - Math.min(mail.oldestAt, downSince ?? now) >= mailPatienceMs)
    troubles.push({ kind: 'mail', waiting: mail.waiting, oldestAt: mail.oldestAt, downSince });
  for (const { name, since } of channels)
    if (now - since >= mailPatienceMs) troubles.push({ kind: 'channel', name, since });
  if (unmanned !== null) troubles.push({ kind: 'duty', ...unmanned });
  if (browserFailingSince !== null && now - browserFailingSince >= browserPatienceMs)
    troubles.push({ kind: 'browser', since: browserFailingSince });
  if (disk !== null && disk.freeBytes <= disk.keepFreeBytes) troubles.push({ kind: 'disk', freeBytes: disk.freeBytes });
  if (late.pages > 0 && late.dueAt !== null) troubles.push({ kind: 'late', pages: late.pages, byMs: now - late.dueAt });
  if (backup !== null) troubles.push({ kind: 'backup', ...backup });
  return troubles;
}
