/**
 * `Idempotency-Key`: a client that got no answer sends the same request again, and gets the answer of the first instead
 * of a second act.
 */
import { createHash } from 'node:crypto';
import { freeAnswerKey, keepAnswer, takeAnswerKey } from '../../store/people/api-tokens.ts';
import { write } from '../../store/write.ts';
import type { Web } from '../web.ts';
import { ProblemError } from './problem.ts';

const shape = /^[\x21-\x7e]{1,128}$/;

export interface KeyedRequest {
  readonly tokenId: number;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  /** JSON; empty where there is none. */
  readonly body: string;
}

/** Runs `act` once for the key; a refused request frees it, since nothing was done. */
export async function onceOnly(
  { parts }: Web,
  request: KeyedRequest,
  now: number,
  act: () => Promise<Answered>,
): Promise<Answered> {
  const { tokenId, key } = request;
  if (!shape.test(key)) {
    throw new ProblemError({ code: 'bad-request', errors: [{ at: 'Idempotency-Key', message: '1–128 ASCII' }] });
  }
  const requestHash = createHash('sha256')
    .update([request.method, request.path, request.body].join('\n'))
    .digest('hex');
  const known = await write(parts.db, (trx) => {
    return takeAnswerKey(trx, { tokenId, key, requestHash, createdAt: now });
  });
  if (known === 'full') throw new ProblemError({ code: 'too-many', detail: 'Idempotency-Key' });
  if (known) {
    if (known.requestHash !== requestHash) throw new ProblemError({ code: 'key-reused' });
    // Under way, or cut off by the end of the process: whether it was done can only be seen at what it changes.
    if (known.status === null) throw new ProblemError({ code: 'key-in-use' });
    return { status: known.status, body: known.body ?? '' };
  }
  let answer: Answered;
  try {
    answer = await act();
  } catch (error) {
    await freeAnswerKey(parts.db, { tokenId, key });
    throw error;
  }
  await keepAnswer(parts.db, { tokenId, key }, answer);
  return answer;
}
