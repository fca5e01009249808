/** Fetches the bodies that the browser still holds, the most informative first, within caps and time. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession } from 'playwright';
import type { TrafficRecord } from '../../traffic/traffic-record.ts';
import type { RecordedHop, RequestList } from './recorded-request.ts';

/** Concurrent requests; each body passes through this process's memory. */
const atOnce = 16;
/** In this order; all other types come last. */
const order = ['Document', 'Script', 'XHR', 'Fetch', 'Stylesheet', 'Image', 'Font'];
const withoutBody: readonly number[] = [204, 205, 304];

/** @param until `performance.now()` after which the rest is left out */
export async function fetchBodies(
  cdp: CDPSession,
  requests: RequestList,
  record: TrafficRecord,
  until: number,
): Promise<void> {
  const wanted = [...requests.all()].flatMap(([id, { hops, isClosed }]) => {
    const hop = isClosed ? undefined : hops.at(-1);
    return hop !== undefined && isWanted(hop) ? [{ id, hop }] : [];
  });
  wanted.sort((a, b) => rankOf(a.hop) - rankOf(b.hop));
  const owed = new Set(wanted.map(({ hop }) => hop));
  const work = async () => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
      const { id, hop } = next;
      const body = hop.bytes > record.room() ? null : await bodyOf(cdp, id);
      // Already settled if the time ran out.
      if (!owed.delete(hop)) return;
      // An empty body means that the browser dropped a picture it could not show.
      if (body === null || (body.byteLength === 0 && hop.bytes > 0)) record.leave(hop.bytes);
      else hop.body = kept(record, body, hop);
    }
  };
  const all = Promise.all(Array.from({ length: atOnce }, work));
  await Promise.race([all, wait(Math.max(0, until - performance.now()), null, { ref: false })]);
  wanted.length = 0;
  for (const { bytes } of owed) record.leave(bytes);
  owed.clear();
}

function isWanted({ answer, isHead, isOver, isDropped, body }: RecordedHop): boolean {
  if (answer === null || body !== null || isHead || isDropped) return false;
  return isOver && !withoutBody.includes(answer.status);
}

function rankOf({ type }: RecordedHop): number {
  const at = order.indexOf(type);
  return at < 0 ? order.length : at;
}

function kept(record: TrafficRecord, bytes: Buffer, { answer }: RecordedHop): NonNullable<RecordedHop['body']> {
  const content = record.keep(bytes, answer?.mediaType || 'application/octet-stream');
  return { content, isWhole: content !== null || bytes.byteLength === 0 };
}

/** Null where the browser has dropped it, or never had it. */
async function bodyOf(cdp: CDPSession, requestId: string): Promise<Buffer | null> {
  try {
    const { body, base64Encoded } = await cdp.send('Network.getResponseBody', { requestId });
    return Buffer.from(body, base64Encoded ? 'base64' : 'utf8');
  } catch {
    return null;
  }
}
