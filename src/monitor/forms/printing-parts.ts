import type { FormTemplates } from '../../core/forms/form-template.ts';
import type { PrintPdf, WriteFormDocx } from '../../core/ports.ts';

/** What reports need besides the parts of people's decisions. */
export interface PrintingParts {
  /** Read on first use. */
  readonly forms: () => FormTemplates;
  readonly printPdf: PrintPdf;
  readonly writeFormDocx: WriteFormDocx;
}
