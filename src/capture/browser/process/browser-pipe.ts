/** Installs the pipe filter between a browser and Playwright. */
import type { ChildProcess } from 'node:child_process';
import type { Browser } from 'playwright';
import { VonggacError } from '../../../core/errors.ts';
import { createPipeFilter, type PipeFilter } from './pipe-filter.ts';

/** Playwright internals: its connection knows the process that it started. */
interface Driven {
  readonly _connection?: {
    readonly toImpl?: (
      browser: Browser,
    ) => { readonly options?: { readonly browserProcess?: { readonly process?: ChildProcess } } } | undefined;
  };
}

/** The file descriptor that the browser writes to. */
const readPipe = 4;

/** Call before the first page. Throws if Playwright's internals changed, since nothing would be bounded then. */
export function filterPipe(browser: Browser): PipeFilter {
  const connection = (browser as Browser & Driven)._connection;
  const pipe = connection?.toImpl?.(browser)?.options?.browserProcess?.process?.stdio[readPipe];
  const [listener, ...others] = pipe?.listeners('data') ?? [];
  if (!pipe || listener === undefined || others.length > 0) {
    throw new VonggacError(
      'missing',
      "The browser's messages can't be bounded: install the locked version of playwright.",
    );
  }
  const filter = createPipeFilter();
  pipe.off('data', listener as () => void);
  pipe.on('data', (chunk: Buffer) => {
    for (const part of filter.push(chunk)) listener.call(pipe, part);
  });
  return filter;
}
