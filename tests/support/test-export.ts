/** What exports need besides the parts of a desk, without a time-stamping authority and without a browser. */
import type { ExportParts } from '../../src/monitor/evidence/export-parts.ts';
import type { PrintingParts } from '../../src/monitor/forms/printing-parts.ts';
import { formsOnce } from './read-once.ts';

export const testExport: Pick<ExportParts, 'askTimeStamp' | 'version' | 'policyVersion'> & PrintingParts = {
  askTimeStamp: async () => ({ ok: false, reason: 'There is no authority in this test.' }),
  version: '0.0.0-test',
  forms: formsOnce,
  printPdf: async (html) => Buffer.from(`%PDF-1.4\n${html}`),
  writeFormDocx: async (document) => Buffer.from(`PK\u0003\u0004${document.about}`),
  policyVersion: () => 'abcdef012345',
};
