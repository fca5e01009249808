/** The audit log, the evidence chain, and single values. */
import type { Tables } from '../tables.ts';

export const recordTables: Tables = {
  audit: {
    columns: {
      seq: 'number',
      at: 'int',
      actor: 'text',
      act: 'text',
      subject: 'text',
      detailJson: 'text',
      previousHash: 'text',
      hash: 'text',
      seal: 'text?',
    },
    unique: [['previousHash']],
    indexes: { auditByActor: { columns: ['actor', 'seq'] }, auditBySubject: { columns: ['subject', 'seq'] } },
  },
  evidence: {
    columns: {
      seq: 'number',
      at: 'int',
      kind: 'text',
      ref: 'text',
      detail: 'text?',
      digest: 'text',
      previousHash: 'text',
      hash: 'text',
      seal: 'text?',
    },
    unique: [['previousHash']],
    indexes: { evidenceOf: { columns: ['kind', 'ref'] } },
  },
  playbookVersions: {
    columns: { id: 'number', part: 'text', stepsJson: 'text?', at: 'int', by: 'text' },
    indexes: { playbookVersionsOf: { columns: ['part', 'id'] } },
  },
  madeWebhooks: {
    columns: {
      name: 'text',
      url: 'text',
      secretSealed: 'text',
      agencyId: 'int?',
      eventsJson: 'text',
      isPaused: 'int',
      changedAt: 'int',
      changedBy: 'text',
    },
    key: ['name'],
  },
  meta: { columns: { key: 'text', value: 'text' }, key: ['key'] },
};
