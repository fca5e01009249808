/** When an unacknowledged incident is notified again. */

export interface ReminderRule {
  /** From the alarm to the first reminder, ms. */
  readonly after: number;
  /** Between reminders, ms. */
  readonly every: number;
  /** Maximum reminders per alarm; an escalation starts over. */
  readonly most: number;
}

/** Notices of an open incident since it opened or last escalated. */
export interface Told {
  readonly askedAt: number;
  readonly reminders: number;
  readonly lastReminderAt: number | null;
}

export function isReminderDue(told: Told, rule: ReminderRule, now: number): boolean {
  if (told.reminders >= rule.most) return false;
  return told.lastReminderAt === null ? now - told.askedAt >= rule.after : now - told.lastReminderAt >= rule.every;
}
