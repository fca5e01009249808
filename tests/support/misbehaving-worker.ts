/** A worker that does as it is told, for tests of the pool: "echo …", "hang", "exit", "throw". */
import { parentPort, threadId } from 'node:worker_threads';

parentPort?.on('message', (order: { readonly act: string; readonly bytes?: Uint8Array }) => {
  if (order.act === 'exit') process.exit(3);
  if (order.act === 'throw') throw new Error('as told');
  // Not even a turn of the event loop: only termination from outside ends this.
  while (order.act === 'hang');
  parentPort?.postMessage({ act: order.act, threadId, sizeBytes: order.bytes?.length ?? 0 });
});
