/** Starts the name servers as a process of their own, so that answering does not count as the product's work. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface NameServers {
  /** As `names.resolvers` and `egress.dns` are written. */
  readonly resolver: string;
  readonly exceptions: readonly string[];
  /** Questions received so far. */
  readonly questionCount: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function startNameServers(hosts: number): Promise<NameServers> {
  const child = fork(join(import.meta.dirname, 'name-servers-process.ts'), [String(hosts)], { execArgv: [] });
  const exited = once(child, 'exit');
  const answer = async <T>(): Promise<T> => {
    const message = await Promise.race([once(child, 'message').then(([value]) => value as T), exited.then(() => null)]);
    if (message === null) throw new Error('the name servers ended too early');
    return message;
  };
  return {
    ...(await answer<{ resolver: string; exceptions: string[] }>()),
    async questionCount() {
      child.send('count');
      return answer<number>();
    },
    async close() {
      child.disconnect();
      await exited;
    },
  };
}
