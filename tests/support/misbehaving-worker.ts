/** A worker that does what it is told, for tests of the pool: "echo …", "hang", "sort", "exit", "throw". */
import { parentPort, threadId } from 'node:worker_threads';

interface Order {
  readonly act: string;
  readonly bytes?: Uint8Array;
  readonly done?: Int32Array;
}

parentPort?.on('message', (order: Order) => {
  if (order.act === 'exit') process.exit(3);
  if (order.act === 'throw') throw new Error('as told');
  // Never yields an event-loop slot: only termination from outside ends this.
  while (order.act === 'hang');
  if (order.act === 'sort' && order.done) {
    order.done[0] = 1;
    Atomics.notify(order.done, 0);
    // One native call of several seconds, which termination can't interrupt.
    `a${'\u0301\u0316'.repeat(50_000)}`.normalize('NFC');
    order.done[0] = 2;
  }
  parentPort?.postMessage({ act: order.act, threadId, sizeBytes: order.bytes?.length ?? 0 });
});
