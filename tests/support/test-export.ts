/** What an export needs besides the parts of a desk, without a time-stamping authority. */
import type { ExportParts } from '../../src/monitor/evidence/export-parts.ts';

export const testExport: Pick<ExportParts, 'askTimeStamp' | 'version' | 'policyVersion'> = {
  askTimeStamp: async () => ({ ok: false, reason: 'There is no authority in this test.' }),
  version: '0.0.0-test',
  policyVersion: () => 'abcdef012345',
};
