/** Starts the watched portals as a process of their own, so that serving does not count as the product's work. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface PageServer {
  /** One per host, `http://127.0.1.N:PORT`. */
  readonly origins: readonly string[];
  readonly requestCount: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function startPageServer(hosts: number): Promise<PageServer> {
  const child = fork(join(import.meta.dirname, 'page-server-process.ts'), [String(hosts)], { execArgv: [] });
  const exited = once(child, 'exit');
  const answer = async <T>(): Promise<T> => {
    const message = await Promise.race([once(child, 'message').then(([value]) => value as T), exited.then(() => null)]);
    if (message === null) throw new Error('the page server ended too early');
    return message;
  };
  const { origins } = await answer<{ origins: string[] }>();
  return {
    origins,
    async requestCount() {
      child.send('count');
      return (await answer<{ requestCount: number }>()).requestCount;
    },
    async close() {
      child.disconnect();
      await exited;
    },
  };
}
