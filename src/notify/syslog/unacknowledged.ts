/**
 * Notices that a collector acknowledges nothing any more. Node offers no user timeout for TCP, and the operating system
 * gives up after a quarter of an hour only, so the queue that it shows of the connection is looked at instead.
 */
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Bytes that were written and not acknowledged; null where the system does not show them. */
type ReadQueue = (socket: Socket) => Promise<number | null>;

export interface AcknowledgementWatch {
  /** Something was written. */
  readonly written: () => void;
}

/** Looks in a row at which nothing had been acknowledged. */
const mostStuck = 3;

/** Destroys the socket when it is stuck for three looks in a row; looks only while something is unacknowledged. */
export function watchAcknowledgement(
  socket: Socket,
  everyMs: number,
  readQueue: ReadQueue = queueOf,
): AcknowledgementWatch {
  let timer: NodeJS.Timeout | null = null;
  let stuck = 0;
  let before = 0;

  async function look(): Promise<void> {
    const queue = (await readQueue(socket)) ?? 0;
    timer = null;
    if (queue === 0 || socket.destroyed) {
      stuck = 0;
      before = 0;
      return;
    }
    stuck = before > 0 && queue >= before ? stuck + 1 : 0;
    before = queue;
    if (stuck >= mostStuck) socket.destroy();
    else lookLater();
  }

  function lookLater(): void {
    timer ??= setTimeout(() => void look(), everyMs).unref();
  }

  socket.once('close', () => {
    if (timer !== null) clearTimeout(timer);
  });
  return { written: lookLater };
}

async function queueOf({ localPort, remotePort }: Socket): Promise<number | null> {
  if (localPort === undefined || remotePort === undefined) return null;
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const queue = queueIn(await readFile(file, 'latin1').catch(() => ''), localPort, remotePort);
    if (queue !== null) return queue;
  }
  return null;
}

/** Columns as in `proc(5)`: number, local and remote address with port, state, and the queues `TX:RX`, in hexadecimal. */
export function queueIn(table: string, localPort: number, remotePort: number): number | null {
  const [local, remote] = [localPort, remotePort].map((port) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`);
  for (const line of table.split('\n')) {
    const [, here = '', there = '', , queues = ''] = line.trim().split(' ').filter(Boolean);
    if (local === undefined || remote === undefined || !here.endsWith(local) || !there.endsWith(remote)) continue;
    const queue = Number.parseInt(queues, 16);
    return Number.isNaN(queue) ? null : queue;
  }
  return null;
}
