/** When a notice may leave: at once, after the quiet hours, or once related ones have been gathered. */
import { quietUntil } from '../../core/duty/quiet-hours.ts';
import { windowAt } from '../../core/duty/watch-windows.ts';
import type { Leaves } from '../../core/notices/events.ts';
import type { RegisteredSite } from '../../store/registry/registry.ts';
import type { CalendarParts } from '../parts.ts';

/** Gathering time: further pages of a site, and further portals, are defaced one after another. */
const gatherMs = 600_000;
/** Delay before a person's decision is mailed, so that undoing it sends no mail at all. */
export const undoMs = 15_000;
/** Least time between two digests. */
export const digestEveryMs = 3_600_000;

/**
 * A watch window has no quiet hours.
 * @param site that the notice is about; null when it is about none
 */
export function leavesAt(
  { calendar, config }: CalendarParts,
  leaves: Leaves,
  site: Pick<RegisteredSite, 'importance'> | null,
  now: number,
): number {
  if (leaves === 'gathered') return now + gatherMs;
  if (typeof leaves === 'string' || site === null || !leaves.quietFor.includes(site.importance)) return now;
  if (windowAt(calendar(now), now) !== null) return now;
  return quietUntil(config.mail.quietHours, now, config.schedule.timezone) ?? now;
}

/** @param before when the newest digest of this kind was due, sent or written; null when there was none */
export function digestLeavesAt(now: number, before: number | null): number {
  return Math.max(now + gatherMs, before === null ? 0 : before + digestEveryMs);
}
