/** Accounts, sessions, duty, settings. */
import type { Tables } from '../tables.ts';

export const peopleTables: Tables = {
  users: {
    columns: {
      id: 'number',
      name: 'text',
      passwordHash: 'text',
      role: 'text',
      createdAt: 'int',
      disabledAt: 'int?',
      agencyId: 'int?',
      email: 'text?',
      totpSecret: 'text?',
      totpPending: 'text?',
      totpLastStep: 'int?',
      subject: 'text?',
    },
    unique: [['name']],
    indexes: { userOfSubject: { columns: ['subject'], unique: true } },
  },
  sessions: {
    columns: {
      tokenHash: 'text',
      userId: 'int',
      createdAt: 'int',
      expiresAt: 'int',
      lastSeenAt: 'int',
      address: 'text',
      agent: 'text',
    },
    key: ['tokenHash'],
    indexes: { sessionsOfUser: { columns: ['userId'] } },
  },
  savedFilters: {
    columns: { id: 'number', userId: 'int', list: 'text', name: 'text', key: 'text', query: 'text' },
    unique: [['userId', 'list', 'key']],
  },
  apiTokens: {
    columns: {
      id: 'number',
      tokenHash: 'text',
      userId: 'int',
      name: 'text',
      capabilities: 'text',
      agencyId: 'int?',
      createdAt: 'int',
      expiresAt: 'int',
      lastUsedAt: 'int?',
      lastAddress: 'text?',
      revokedAt: 'int?',
    },
    unique: [['tokenHash']],
    indexes: { apiTokensOfUser: { columns: ['userId'] } },
  },
  apiAnswers: {
    columns: {
      tokenId: 'int',
      key: 'text',
      requestHash: 'text',
      createdAt: 'int',
      status: 'int?',
      body: 'text?',
    },
    key: ['tokenId', 'key'],
    indexes: { apiAnswersByAge: { columns: ['createdAt'] } },
  },
  recoveryCodes: { columns: { userId: 'int', codeHash: 'text' }, key: ['userId', 'codeHash'] },
  setupLinks: {
    columns: { tokenHash: 'text', createdAt: 'int', expiresAt: 'int', usedAt: 'int?' },
    key: ['tokenHash'],
  },
  userTokens: {
    columns: { tokenHash: 'text', userId: 'int', purpose: 'text', createdAt: 'int', expiresAt: 'int' },
    key: ['tokenHash'],
    indexes: { userTokensOfUser: { columns: ['userId', 'purpose'] } },
  },
  dutyNotes: { columns: { id: 'number', at: 'int', author: 'text', agencyId: 'int?', text: 'text' } },
  escalationSteps: {
    columns: { incidentNumber: 'int', unownedSince: 'int', to: 'text', index: 'int', at: 'int' },
    key: ['incidentNumber', 'unownedSince', 'to', 'index'],
  },
  maintenance: {
    columns: {
      id: 'number',
      siteId: 'int',
      beginsAt: 'int',
      endsAt: 'int',
      reason: 'text',
      createdBy: 'text',
      createdAt: 'int',
      notifiedAt: 'int?',
    },
    indexes: { maintenanceOfSite: { columns: ['siteId', 'endsAt'] } },
  },
  settings: { columns: { key: 'text', valueJson: 'text', changedAt: 'int', changedBy: 'text' }, key: ['key'] },
};
