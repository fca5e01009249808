import { afterEach, describe, expect, it, vi } from 'vitest';
import { createWorkerPool, type WorkerPool } from '../../../src/threads/worker-pool.ts';

interface Order {
  readonly act: string;
  readonly bytes?: Uint8Array;
  readonly done?: Int32Array;
}
interface Echo {
  readonly act: string;
  readonly threadId: number;
  readonly sizeBytes: number;
}

const pools: WorkerPool<Order, Echo>[] = [];
afterEach(() => vi.useRealTimers());
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function openPool(size: number, timeLimitMs = 30_000, idleMs?: number, patienceMs?: number) {
  const failures: string[] = [];
  const file = new URL('../../support/misbehaving-worker.ts', import.meta.url);
  const onFailure = (failure: string): void => void failures.push(failure);
  const pool = createWorkerPool<Order, Echo>({
    file,
    size,
    timeLimitMs,
    onFailure,
    ...(idleMs === undefined ? {} : { idleMs }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  pools.push(pool);
  const run = (act: string, lane?: string) => pool.run(() => ({ job: { act }, transfer: [] }), lane);
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

  it('lets each lane hold one worker: what two of three lanes send may hang, and the third goes on', async () => {
    const { run, failures } = openPool(3);
    const hanging = Array.from({ length: 8 }, (_, n) => run('hang', `hostile ${n % 2}`));
    for (let turn = 0; turn < 5; turn += 1) expect(await run('echo', `other ${turn}`)).toMatchObject({ ok: true });
    expect(failures).toEqual([]);
    expect(await Promise.race([...hanging, 'under way'])).toBe('under way');
  });

  it('gives lanes their turns, however many jobs one of them has waiting', async () => {
    const { run } = openPool(1);
    const order: string[] = [];
    const note = (lane: string) => run('echo', lane).then(() => void order.push(lane));
    await Promise.all([note('long'), note('long'), note('long'), note('long'), note('short'), note('other')]);
    expect(order).toEqual(['long', 'long', 'short', 'other', 'long', 'long']);
  });

  it('does not take an answer for missing that came while the own loop stood', async () => {
    const { pool, run, failures } = openPool(1);
    await run('echo');
    const answered = pool.run(() => ({ job: { act: 'echo' }, transfer: [], timeLimitMs: 300 }));
    // In a timer: those that are due come right after it, before any message is read.
    setTimeout(() => {
      const until = performance.now() + 900;
      while (performance.now() < until);
    }, 0);
    expect(await answered).toMatchObject({ ok: true });
    expect(failures).toEqual([]);
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

  it('a job may have a time limit of its own', async () => {
    const { pool, failures } = openPool(1);
    // The first job of a worker has the time to load what it needs beside.
    await pool.run(() => ({ job: { act: 'echo' }, transfer: [] }));
    const result = await pool.run(() => ({ job: { act: 'hang' }, transfer: [], timeLimitMs: 300 }));
    expect(result).toMatchObject({ failure: 'timed-out', detail: 'no answer within 300 ms' });
    expect(failures).toEqual(['timed-out']);
  });

  it('hires a second worker only once something has waited for the first', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { pool, run } = openPool(2, 90_000, undefined, 1_000);
    const first = await run('echo');
    expect(await Promise.all(Array.from({ length: 5 }, () => run('echo')))).toEqual(Array(5).fill(first));
    vi.advanceTimersByTime(1_000);
    expect(await run('echo')).toEqual(first);
    const hanging = run('hang');
    const waiting = run('echo');
    vi.advanceTimersByTime(1_000);
    expect(await waiting).toMatchObject({ ok: true });
    expect(await waiting).not.toEqual(first);
    const closed = pool.close();
    expect(await hanging).toMatchObject({ failure: 'closed' });
    await closed;
  });

  it('a worker that can’t even be ended holds up no closing', async () => {
    const { pool, run } = openPool(1);
    await run('echo');
    const done = new Int32Array(new SharedArrayBuffer(4));
    const sorting = pool.run(() => ({ job: { act: 'sort', done }, transfer: [] }));
    await Atomics.waitAsync(done, 0, 0).value;
    await pool.close();
    expect(await sorting).toMatchObject({ failure: 'closed' });
    expect(done[0]).toBe(1);
  });

  it('hires no second worker while the first is only starting', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { run } = openPool(2, 90_000, undefined, 1_000);
    const jobs = Promise.all([run('echo', 'one'), run('echo', 'other')]);
    // The worker is not up yet: nothing but this test has run since it was hired.
    vi.advanceTimersByTime(1_500);
    const threads = (await jobs).map((result) => (result.ok ? result.reply.threadId : -1));
    expect(new Set(threads).size).toBe(1);
  });

  it('settles everything when closed', async () => {
    const { pool, run } = openPool(1);
    const results = Promise.all([run('hang'), run('echo')]);
    await pool.close();
    expect(await results).toMatchObject([{ failure: 'closed' }, { failure: 'closed' }]);
    expect(await run('echo')).toMatchObject({ failure: 'closed' });
  });
});
