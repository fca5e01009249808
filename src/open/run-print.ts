/** Starts the process of a print, one at a time, and ends it when it takes too long. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { killTree } from '../capture/browser/process/process-tree.ts';
import type { Config } from '../config/schema/schema.ts';
import { VonggacError } from '../core/errors.ts';
import type { PrintPdf, WriteFormDocx } from '../core/ports.ts';
import { workerFile } from '../threads/worker-file.ts';
import type { Printed, PrintJob } from './print-process.ts';

const heapMegabytes = 512;
/** A report with hundreds of pages on a busy small server. */
const limitMs = 300_000;
const longestHtml = 20_000_000;
/** More people than that wait behind a daemon that has trouble. */
const longestQueue = 8;

export interface Printing {
  readonly printPdf: PrintPdf;
  readonly writeFormDocx: WriteFormDocx;
  close(): Promise<void>;
}

export function createPrinting(config: Config): Printing {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const running = new Set<ChildProcess>();
  let isClosed = false;
  const inTurn = async (job: PrintJob): Promise<Uint8Array> => {
    if (waiting >= longestQueue || isClosed)
      throw new VonggacError('refused', 'Too many documents are being printed: try again in a minute.', {
        vi: 'Đang có quá nhiều văn bản chờ in: hãy thử lại sau ít phút.',
      });
    waiting += 1;
    const mine = last.then(() => printOnce(job, running, () => isClosed));
    last = mine.catch(() => {});
    try {
      return await mine;
    } finally {
      waiting -= 1;
    }
  };
  return {
    async printPdf(html) {
      if (html.length > longestHtml)
        throw new VonggacError('refused', 'The document is too long to be printed: choose less.', {
          vi: 'Văn bản quá dài để in: hãy chọn ít nội dung hơn.',
        });
      // Only what a browser needs of the configuration: the rest holds passwords.
      return inTurn({ format: 'pdf', config: { capture: config.capture }, html });
    },
    writeFormDocx: (document) => inTurn({ format: 'docx', document }),
    async close() {
      isClosed = true;
      for (const { pid } of running) if (pid !== undefined) killTree(pid);
      await last;
    },
  };
}

async function printOnce(job: PrintJob, running: Set<ChildProcess>, isClosed: () => boolean): Promise<Uint8Array> {
  if (isClosed()) throw new VonggacError('failed', 'The document was not printed: the program is stopping.');
  const child = fork(fileURLToPath(workerFile(import.meta.url, 'print-process')), [], {
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  running.add(child);
  const timer = setTimeout(() => child.pid !== undefined && killTree(child.pid), limitMs);
  try {
    child.send(job);
    const printed = await printedBy(child);
    if (printed.ok) return printed.bytes;
    throw new VonggacError('failed', printed.why);
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

function printedBy(child: ChildProcess): Promise<Printed> {
  return new Promise((resolve) => {
    const fail = (why: string) => resolve({ ok: false, why });
    child.once('message', (printed: Printed) => resolve(printed));
    child.once('error', (error) => fail(`The process that prints could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      fail(`The process that prints ended early (${signal ?? `exit code ${code}`}): try again with less content.`),
    );
  });
}
