/** Reports of incidents. */
import type { Tables } from '../tables.ts';

export const formTables: Tables = {
  incidentReports: {
    columns: {
      id: 'number',
      incidentNumber: 'int',
      form: 'text',
      version: 'int',
      valuesJson: 'text',
      filledJson: 'text',
      createdAt: 'int',
      createdBy: 'text',
    },
    indexes: { reportsOfIncident: { columns: ['incidentNumber'] } },
  },
  incidentReportVersions: {
    columns: { reportId: 'int', version: 'int', at: 'int', actor: 'text', valuesJson: 'text' },
    key: ['reportId', 'version'],
  },
  incidentReportSendings: {
    columns: {
      id: 'number',
      reportId: 'int',
      version: 'int',
      at: 'int',
      actor: 'text',
      number: 'text',
      sentOn: 'text',
      sentTo: 'text',
      fileHash: 'text',
      fileName: 'text',
      sizeBytes: 'int',
    },
    indexes: { sendingsOfReport: { columns: ['reportId'] }, sendingsByFile: { columns: ['fileHash'] } },
  },
  beyondMeans: { columns: { incidentNumber: 'row', at: 'int', actor: 'text' } },
};
