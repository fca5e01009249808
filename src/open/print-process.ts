/** A process that prints one document and ends. */
import { setPriority } from 'node:os';
import { printPage } from '../capture/browser/print/print-page.ts';
import type { Config } from '../config/schema/schema.ts';
import { VonggacError } from '../core/errors.ts';

export interface PrintJob {
  readonly config: Pick<Config, 'capture'>;
  readonly html: string;
}

export type Printed = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly why: string };

/** Looks come first; the browser inherits it. */
const politePriority = 10;

process.umask(0o077);
setPriority(politePriority);
// Nobody would read what it prints; the browser ends with its pipe.
process.once('disconnect', () => process.exit(0));
process.once('message', async ({ config, html }: PrintJob) => {
  const printed = await printPage(config, html).then(
    (bytes): Printed => ({ ok: true, bytes }),
    (error: unknown): Printed => ({ ok: false, why: wordsOf(error) }),
  );
  process.send?.(printed, () => process.disconnect());
});

function wordsOf(error: unknown): string {
  if (error instanceof VonggacError) return error.message;
  return `The document could not be printed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
}
