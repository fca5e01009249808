/** What exports need besides the parts of a desk, without a time-stamping authority and without a browser. */
import type { PrintPdf } from '../../src/core/ports.ts';
import type { ExportParts } from '../../src/monitor/evidence/export-parts.ts';

export const testExport: Pick<ExportParts, 'askTimeStamp' | 'version' | 'policyVersion'> & {
  readonly printPdf: PrintPdf;
} = {
  askTimeStamp: async () => ({ ok: false, reason: 'There is no authority in this test.' }),
  version: '0.0.0-test',
  printPdf: async (html) => Buffer.from(`%PDF-1.4\n${html}`),
  policyVersion: () => 'abcdef012345',
};
