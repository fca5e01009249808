/** The `Read` port: untrusted content is read in worker threads, which are abandoned if it blocks them. */
import type { Logger } from 'pino';
import type { Read } from '../core/ports.ts';
import type { Readers } from '../core/readers.ts';
import type { Parcel } from '../threads/worker-pool.ts';
import type { Job } from './jobs.ts';
import { type ReadingThreads, stopping } from './threads.ts';
import { readerLimitMs } from './time-limit.ts';

export function createRead(threads: ReadingThreads, log: Logger): Read {
  return async <Name extends keyof Readers>(
    name: Name,
    input: Parameters<Readers[Name]>[0],
    lane: string,
  ): Promise<Awaited<ReturnType<Readers[Name]>> | null> => {
    const result = await threads.run(() => parcel(name, input), lane);
    if (result.ok && result.reply.status === 'done') {
      return result.reply.value as Awaited<ReturnType<Readers[Name]>>;
    }
    if (!result.ok && result.failure === 'closed') throw stopping();
    const detail = result.ok ? result.reply.status === 'failed' && result.reply.reason : result.detail;
    log.warn({ reader: name, site: lane, detail }, 'a reader failed');
    return null;
  };
}

/** Copies bytes before the transfer: transferring a view would detach its whole pooled buffer from its owner. */
function parcel(name: keyof Readers, input: object): Parcel<Job> {
  const transfer: ArrayBuffer[] = [];
  const packed = (value: unknown): unknown => {
    if (!(value instanceof Uint8Array)) return isPlain(value) ? mapped(value, packed) : value;
    const copy = new Uint8Array(value);
    transfer.push(copy.buffer);
    return copy;
  };
  const job: Job = { type: 'reader', name, input: mapped(input, packed) };
  return { job, transfer, timeLimitMs: readerLimitMs(name) };
}

function mapped(value: object, change: (part: unknown) => unknown): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
