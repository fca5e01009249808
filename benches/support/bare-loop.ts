/** The least that a watcher of pages can do: fetch the page, hash it. */
import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';

export interface BareRate {
  readonly perSecond: number;
  readonly cpuMs: number;
}

/** Fetches the addresses in turn, `concurrency` at a time, for `seconds`. `fresh`: a new connection for each, as looks have. */
export async function bareLoop(
  urls: readonly string[],
  options: { readonly concurrency: number; readonly seconds: number; readonly fresh: boolean },
): Promise<BareRate> {
  const dispatcher = new Agent(options.fresh ? { pipelining: 0 } : { connections: options.concurrency });
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const endAt = startedAt + options.seconds * 1_000;
  let next = 0;
  let count = 0;
  const fetchPages = async () => {
    while (performance.now() < endAt) {
      const url = urls[next++ % urls.length] ?? '';
      const { body } = await request(url, { dispatcher });
      createHash('sha256')
        .update(Buffer.from(await body.arrayBuffer()))
        .digest('hex');
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, fetchPages));
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  await dispatcher.close();
  return { perSecond: (count * 1_000) / elapsedMs, cpuMs: (user + system) / 1_000 / count };
}
