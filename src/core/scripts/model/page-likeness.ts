/** How likely one of a page's new scripts is an attacker's. */
import type { ScriptLikeness } from './script-model.ts';

/**
 * Nats that one of several scripts was planted: ln of the mean likelihood ratio. A page with many new scripts therefore
 * needs a stronger one than a page with a single script.
 */
export function pageLikeness(likenesses: readonly Pick<ScriptLikeness, 'nats'>[]): number {
  if (likenesses.length === 0) return 0;
  const most = Math.max(...likenesses.map(({ nats }) => nats));
  const sum = likenesses.reduce((all, { nats }) => all + Math.exp(nats - most), 0);
  return most + Math.log(sum / likenesses.length);
}
