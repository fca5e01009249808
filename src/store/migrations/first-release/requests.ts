/** Requests of outsiders. Everything personal is in `requestDetails` alone. */
import type { Tables } from '../tables.ts';

export const requestTables: Tables = {
  requests: {
    columns: {
      id: 'number',
      kind: 'text',
      status: 'text',
      source: 'text',
      language: 'text',
      duplicateKey: 'text',
      createdAt: 'int',
      changedAt: 'int',
      confirmedAt: 'int?',
      closedAt: 'int?',
      repeats: 'int',
      periodFrom: 'int?',
      periodTo: 'int?',
      periodAskedAt: 'int?',
      siteIdsJson: 'text',
      targetId: 'text?',
      proofToken: 'text',
    },
    indexes: {
      requestsByStatus: { columns: ['status', 'id'] },
      requestsByKey: { columns: ['duplicateKey', 'status'] },
    },
  },
  requestDetails: { columns: { requestId: 'row', email: 'text', fieldsJson: 'text' } },
  requestProofs: {
    columns: { requestId: 'int', host: 'text', method: 'text', at: 'int', actor: 'text', contactId: 'int?' },
    key: ['requestId', 'host', 'method'],
  },
  requestTokens: {
    columns: {
      tokenHash: 'text',
      requestId: 'int',
      purpose: 'text',
      host: 'text',
      expiresAt: 'int',
    },
    key: ['tokenHash'],
    indexes: { requestTokensOf: { columns: ['requestId'] } },
  },
  requestMails: { columns: { addressHash: 'text', at: 'int' }, key: ['addressHash'] },
  requestDays: { columns: { day: 'int', kind: 'text', count: 'int' }, key: ['day', 'kind'] },
  reportedLooks: { columns: { targetId: 'text', at: 'int' }, key: ['targetId'] },
};
