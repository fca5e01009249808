/** Period reports. */
import type { Tables } from '../tables.ts';

export const reportTables: Tables = {
  reports: {
    columns: {
      id: 'number',
      slot: 'text?',
      agencyId: 'int?',
      requestJson: 'text',
      askedBy: 'text',
      askedAt: 'int',
      status: 'text',
      attempts: 'int',
      nextAttemptAt: 'int',
      madeAt: 'int?',
      failure: 'text?',
      documentHash: 'text?',
      pdfHash: 'text?',
      xlsxHash: 'text?',
      csvHash: 'text?',
    },
    unique: [['slot']],
    indexes: {
      reportsOfAgency: { columns: ['agencyId', 'id'] },
      reportsWaiting: { columns: ['nextAttemptAt'], where: "status = 'asked'" },
    },
  },
};
