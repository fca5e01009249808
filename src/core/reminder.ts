/** When an incident that nobody took on is told again. */

export interface ReminderRule {
  /** From the alarm to the first reminder, ms. */
  readonly after: number;
  /** From one reminder to the next, ms. */
  readonly every: number;
  /** Reminders of one alarm; an escalation begins anew. */
  readonly most: number;
}

/** What was said of an open incident since it opened or last escalated. */
export interface Told {
  readonly askedAt: number;
  readonly reminders: number;
  readonly lastReminderAt: number | null;
}

export function isReminderDue(told: Told, rule: ReminderRule, now: number): boolean {
  if (told.reminders >= rule.most) return false;
  return told.lastReminderAt === null ? now - told.askedAt >= rule.after : now - told.lastReminderAt >= rule.every;
}
