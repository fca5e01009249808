import { afterEach, describe, expect, it, vi } from 'vitest';
import { createWorkerPool, type WorkerPool } from '../../../src/threads/worker-pool.ts';

interface Order {
  readonly act: string;
  readonly bytes?: Uint8Array;
}
interface Echo {
  readonly act: string;
  readonly threadId: number;
  readonly sizeBytes: number;
}

const pools: WorkerPool<Order, Echo>[] = [];
afterEach(() => vi.useRealTimers());
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function openPool(size: number, timeLimitMs = 30_000, idleMs?: number) {
  const failures: string[] = [];
  const file = new URL('../../support/misbehaving-worker.ts', import.meta.url);
  const onFailure = (failure: string): void => void failures.push(failure);
  const pool = createWorkerPool<Order, Echo>({
    file,
    size,
    timeLimitMs,
    onFailure,
    ...(idleMs === undefined ? {} : { idleMs }),
  });
  pools.push(pool);
  const run = (act: string) => pool.run(() => ({ job: { act }, transfer: [] }));
  return { pool, run, failures };
}

describe('worker pool', () => {
  it.each(['exit', 'throw'])('replaces a worker that ends by %s; the next job works', async (act) => {
    const { run, failures } = openPool(1);
    const before = await run('echo');
    expect(await run(act)).toMatchObject({ ok: false, failure: 'died' });
    const after = await run('echo');
    expect(after).toMatchObject({ ok: true, reply: { act: 'echo' } });
    expect(after).not.toEqual(before);
    expect(failures).toEqual(['died']);
  });

  it('terminates a worker that hangs, and serves the jobs that waited behind it', async () => {
    const { run, failures } = openPool(1, 5_000);
    const results = await Promise.all([run('hang'), run('echo'), run('echo')]);
    expect(results[0]).toMatchObject({ ok: false, failure: 'timed-out' });
    expect(results.slice(1)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(failures).toEqual(['timed-out']);
  });

  it('keeps to its size and uses a free worker again', async () => {
    const { run } = openPool(2);
    const results = await Promise.all(Array.from({ length: 12 }, () => run('echo')));
    const threads = new Set(results.map((result) => (result.ok ? result.reply.threadId : -1)));
    expect(threads.has(-1)).toBe(false);
    expect(threads.size).toBeLessThanOrEqual(2);
  });

  it('transfers buffers instead of copying them', async () => {
    const { pool } = openPool(1);
    const bytes = new Uint8Array(1_000);
    const result = await pool.run(() => ({ job: { act: 'echo', bytes }, transfer: [bytes.buffer] }));
    expect(result).toMatchObject({ ok: true, reply: { sizeBytes: 1_000 } });
    expect(bytes.byteLength).toBe(0);
  });

  it('packs a job only when a worker is free for it', async () => {
    const { pool, run } = openPool(1);
    let packed = false;
    const first = run('echo');
    const second = pool.run(() => {
      packed = true;
      return { job: { act: 'echo' }, transfer: [] };
    });
    expect(packed).toBe(false);
    await Promise.all([first, second]);
    expect(packed).toBe(true);
  });

  it('lets a worker go that has nothing to do, and hires another one when work comes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { run, failures } = openPool(1, 90_000, 60_000);
    const first = await run('echo');
    vi.advanceTimersByTime(59_000);
    expect(await run('echo')).toEqual(first);
    vi.advanceTimersByTime(61_000);
    const third = await run('echo');
    expect(third).toMatchObject({ ok: true });
    expect(third).not.toEqual(first);
    expect(failures).toEqual([]);
  });

  it('settles everything when closed', async () => {
    const { pool, run } = openPool(1);
    const results = Promise.all([run('hang'), run('echo')]);
    await pool.close();
    expect(await results).toMatchObject([{ failure: 'closed' }, { failure: 'closed' }]);
    expect(await run('echo')).toMatchObject({ failure: 'closed' });
  });
});
