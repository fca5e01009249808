/** Of several new scripts of a page, how likely one of them is an attacker's. */
import type { ScriptLikeness } from './script-model.ts';

/**
 * Nats that one of some scripts, whichever, was planted: ln of the mean likelihood ratio. So a page with many new scripts
 * must show a more telling one than a page with a single one.
 */
export function pageLikeness(likenesses: readonly Pick<ScriptLikeness, 'nats'>[]): number {
  if (likenesses.length === 0) return 0;
  const most = Math.max(...likenesses.map(({ nats }) => nats));
  const sum = likenesses.reduce((all, { nats }) => all + Math.exp(nats - most), 0);
  return most + Math.log(sum / likenesses.length);
}
