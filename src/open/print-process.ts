/** A process that makes one document and ends. */
import { setPriority } from 'node:os';
import { printPage } from '../capture/browser/print/print-page.ts';
import type { Config } from '../config/schema/schema.ts';
import { VonggacError } from '../core/errors.ts';
import type { FormDocument } from '../core/forms/form-document.ts';
import { formDocx } from '../monitor/forms/form-docx.ts';

export type PrintJob =
  | { readonly format: 'pdf'; readonly config: Pick<Config, 'capture'>; readonly html: string }
  | { readonly format: 'docx'; readonly document: FormDocument };

export type Printed = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly why: string };

/** Looks come first; the browser inherits it. */
const politePriority = 10;

process.umask(0o077);
setPriority(politePriority);
// Nobody would read what it prints; the browser ends with its pipe.
process.once('disconnect', () => process.exit(0));
process.once('message', async (job: PrintJob) => {
  const made = job.format === 'pdf' ? printPage(job.config, job.html) : formDocx(job.document);
  const printed = await made.then(
    (bytes): Printed => ({ ok: true, bytes }),
    (error: unknown): Printed => ({ ok: false, why: wordsOf(error) }),
  );
  process.send?.(printed, () => process.disconnect());
});

function wordsOf(error: unknown): string {
  if (error instanceof VonggacError) return error.message;
  return `The document could not be printed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
}
