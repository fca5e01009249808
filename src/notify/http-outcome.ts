/** What the answer of a receiver over HTTP means for the next attempt. */
import { retryAfterMs } from '../core/incidents/retry-after.ts';
import type { DeliveryResult } from '../core/notices/message.ts';
import type { RequestOutcome } from '../core/ports.ts';
import { plainText } from '../core/text.ts';

/** Refusals of this very message. Everything else may be mended at the receiver or in our configuration. */
const ofTheMessage = new Set([400, 413, 415, 422]);

/** @param accepted text that the answer must contain; empty: none */
export function httpOutcome(outcome: RequestOutcome, now: number, accepted = ''): DeliveryResult {
  if (!outcome.ok) return { status: 'later', reason: plainText(outcome.reason, 200), server: 'down' };
  const { status, text } = outcome;
  const said = plainText(text, 120);
  const answer = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
  if (status >= 300 && status < 400) {
    return { status: 'later', reason: `HTTP ${status}: redirects are not followed`, server: 'down' };
  }
  if (status >= 200 && status < 300) {
    if (text.includes(accepted)) return { status: 'sent', response: answer };
    return { status: 'later', reason: `The answer does not say that it was accepted. ${answer}`, server: 'answered' };
  }
  const waitMs = retryAfterMs(status, outcome.retryAfter, now);
  return {
    status: 'later',
    reason: answer,
    server: ofTheMessage.has(status) ? 'answered' : 'down',
    ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
  };
}
