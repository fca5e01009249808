/** Composes notices to one person about their account. */

import type { PasswordResetNotice } from './about-monitor.ts';
import type { Frame } from './frame.ts';

export type ResetFacts = Pick<PasswordResetNotice, 'user' | 'seed' | 'until'>;

/** Its link is made when it is sent. */
export function resetNotice({ at }: Frame, { user, seed, until }: ResetFacts): PasswordResetNotice {
  return { type: 'password-reset', at, user, seed, until, link: null };
}
