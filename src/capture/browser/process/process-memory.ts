/** Measures the memory of a browser cheaply enough to do it often. */
import { readFileSync } from 'node:fs';
import { processTree } from './process-tree.ts';

/** Walking all processes of the machine takes milliseconds, reading a handful almost nothing. */
const walkEveryMs = 1_000;

/** Memory of the tree under `root`, in bytes; the tree itself is looked up at most once a second. */
export function createMemoryMeter(root: number): () => number {
  let tree: number[] = [];
  let walkedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - walkedAt > walkEveryMs) {
      tree = processTree(root);
      walkedAt = now;
    }
    return tree.reduce((sum, pid) => sum + memoryOf(pid), 0);
  };
}

/**
 * Private and shared-buffer memory of one process. Shared buffers count once per process, so the sum errs upwards; the
 * program code that all processes of a browser share, 350 MB in sum, is not counted. 0 without /proc.
 */
function memoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return (kilobytesOf(status, 'RssAnon:') + kilobytesOf(status, 'RssShmem:')) * 1_024;
  } catch {
    return 0;
  }
}

function kilobytesOf(status: string, name: string): number {
  const at = status.indexOf(name);
  return at === -1 ? 0 : Number.parseInt(status.slice(at + name.length, at + name.length + 20), 10);
}
