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
export interface Notified {
  readonly askedAt: number;
  readonly reminders: number;
  readonly lastReminderAt: number | null;
}

export function isReminderDue(notified: Notified, rule: ReminderRule, now: number): boolean {
  if (notified.reminders >= rule.most) return false;
  return notified.lastReminderAt === null
    ? now - notified.askedAt >= rule.after
    : now - notified.lastReminderAt >= rule.every;
}
