import type { Kysely } from 'kysely';
import { sql } from 'kysely';

type Column = 'id' | 'int' | 'int?' | 'real' | 'text' | 'text?' | 'blob';

const tables: Record<string, { columns: Record<string, Column>; key?: string[]; unique?: string[][] }> = {
  agencies: { columns: { id: 'id', name: 'text' }, unique: [['name']] },
  sites: {
    columns: {
      id: 'id',
      name: 'text',
      url: 'text',
      agencyId: 'int?',
      status: 'text',
      importance: 'text',
      consent: 'text?',
      createdAt: 'int',
    },
  },
  recipients: { columns: { siteId: 'int', email: 'text' }, key: ['siteId', 'email'] },
  targets: {
    columns: {
      id: 'text',
      siteId: 'int',
      position: 'int',
      url: 'text',
      host: 'text',
      everyMs: 'int?',
      status: 'text',
      stateJson: 'text',
      baselineVersion: 'int',
      nextCheckAt: 'int',
      nextTier: 'text',
      nextBrowserAt: 'int',
      leaseOwner: 'text?',
      leaseUntil: 'int?',
      lastCheckId: 'int?',
      lastCheckAt: 'int?',
      lastLevel: 'text?',
      lastKind: 'text?',
      cleanMarkJson: 'text?',
    },
    key: ['id'],
    unique: [['url']],
  },
  baselines: {
    columns: {
      targetId: 'text',
      profile: 'text',
      version: 'int',
      status: 'text',
      revision: 'int',
      learnedAt: 'int',
      approvedAt: 'int?',
      approvedBy: 'text?',
      reason: 'text?',
      content: 'blob',
    },
    key: ['targetId', 'profile', 'version'],
  },
  baselineCaptures: {
    columns: { targetId: 'text', profile: 'text', version: 'int', captureId: 'int' },
    key: ['targetId', 'profile', 'version', 'captureId'],
  },
  checks: {
    columns: {
      id: 'id',
      targetId: 'text',
      at: 'int',
      tier: 'text',
      profile: 'text',
      level: 'text',
      kind: 'text?',
      score: 'real',
      confirmed: 'int',
      baselineVersion: 'int',
      status: 'int?',
      finalUrl: 'text?',
      bodyHash: 'text?',
      failureJson: 'text?',
      captureId: 'int?',
      durationMs: 'int',
      latenessMs: 'int',
    },
  },
  findings: {
    columns: {
      checkId: 'int',
      position: 'int',
      detector: 'text',
      family: 'text',
      kind: 'text',
      score: 'real',
      reasonVi: 'text',
      reasonEn: 'text',
      fingerprint: 'text?',
      placeJson: 'text?',
    },
    key: ['checkId', 'position'],
  },
  captures: {
    columns: {
      id: 'id',
      targetId: 'text',
      at: 'int',
      tier: 'text',
      profile: 'text',
      keptFor: 'text',
      metaJson: 'text',
      bodyHash: 'text',
      renderedHash: 'text?',
      screenshotHash: 'text?',
      thumbnailHash: 'text?',
    },
  },
  blobs: { columns: { hash: 'text', mediaType: 'text', sizeBytes: 'int', createdAt: 'int' }, key: ['hash'] },
  incidents: {
    columns: {
      number: 'id',
      siteId: 'int',
      status: 'text',
      kindsJson: 'text',
      fingerprintsJson: 'text',
      openedAt: 'int',
      changedAt: 'int',
      endedAt: 'int?',
      acknowledgementJson: 'text?',
      previousNumber: 'int?',
    },
  },
  incidentTargets: {
    columns: {
      incidentNumber: 'int',
      targetId: 'text',
      url: 'text',
      level: 'text',
      kind: 'text',
      score: 'real',
      findingsJson: 'text',
      confirmationJson: 'text?',
      checkId: 'int?',
      firedAt: 'int',
      recoveredAt: 'int?',
    },
    key: ['incidentNumber', 'targetId'],
  },
  incidentEvents: {
    columns: { id: 'id', incidentNumber: 'int', at: 'int', actor: 'text', type: 'text', note: 'text?' },
  },
  suspects: {
    columns: {
      id: 'id',
      siteId: 'int',
      targetId: 'text',
      fingerprint: 'text',
      kind: 'text',
      score: 'real',
      checkId: 'int',
      firstSeenAt: 'int',
      lastSeenAt: 'int',
      seenCount: 'int',
      status: 'text',
      endedAt: 'int?',
    },
  },
  ignoredChanges: {
    columns: {
      fingerprint: 'text',
      siteId: 'int',
      createdAt: 'int',
      createdBy: 'text',
      expiresAt: 'int',
      note: 'text?',
    },
    key: ['fingerprint', 'siteId'],
  },
  notices: {
    columns: { id: 'id', type: 'text', siteId: 'int?', incidentNumber: 'int?', at: 'int', payloadJson: 'text' },
  },
  outbox: {
    columns: {
      id: 'id',
      noticeId: 'int',
      recipient: 'text',
      messageId: 'text',
      inReplyTo: 'text?',
      status: 'text',
      attempts: 'int',
      nextAttemptAt: 'int',
      leaseOwner: 'text?',
      leaseUntil: 'int?',
      createdAt: 'int',
      endedAt: 'int?',
      lastError: 'text?',
    },
    unique: [['messageId'], ['noticeId', 'recipient']],
  },
  audit: {
    columns: {
      seq: 'id',
      at: 'int',
      actor: 'text',
      act: 'text',
      subject: 'text',
      detailJson: 'text',
      previousHash: 'text',
      hash: 'text',
    },
    unique: [['previousHash']],
  },
  users: {
    columns: { id: 'id', name: 'text', passwordHash: 'text', role: 'text', createdAt: 'int', disabledAt: 'int?' },
    unique: [['name']],
  },
  sessions: { columns: { tokenHash: 'text', userId: 'int', createdAt: 'int', expiresAt: 'int' }, key: ['tokenHash'] },
  setupLinks: {
    columns: { tokenHash: 'text', createdAt: 'int', expiresAt: 'int', usedAt: 'int?' },
    key: ['tokenHash'],
  },
  meta: { columns: { key: 'text', value: 'text' }, key: ['key'] },
};

const indexes: [name: string, table: string, columns: string[]][] = [
  ['targetsDue', 'targets', ['nextCheckAt']],
  ['targetsOfSite', 'targets', ['siteId']],
  ['checksOfTarget', 'checks', ['targetId', 'at']],
  ['checksByTime', 'checks', ['at']],
  ['capturesOfTarget', 'captures', ['targetId', 'at']],
  ['incidentsOfSite', 'incidents', ['siteId', 'number']],
  ['incidentEventsOfIncident', 'incidentEvents', ['incidentNumber']],
  ['findingsByFingerprint', 'findings', ['fingerprint']],
  ['noticesOfIncident', 'notices', ['incidentNumber']],
  ['outboxDue', 'outbox', ['status', 'nextAttemptAt']],
];

/** Dialect-neutral but for the names of two types. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, { columns, key, unique }] of Object.entries(tables)) {
    let table = db.schema.createTable(name);
    for (const [column, type] of Object.entries(columns)) {
      if (type === 'id') table = table.addColumn(column, 'integer', (c) => c.primaryKey().autoIncrement());
      else {
        const sqlType = { int: 'bigint', real: 'double precision', text: 'text', blob: 'blob' } as const;
        const optional = type.endsWith('?');
        const base = type.replace('?', '') as keyof typeof sqlType;
        table = table.addColumn(column, sqlType[base], (c) => (optional ? c : c.notNull()));
      }
    }
    if (key) table = table.addPrimaryKeyConstraint(`${name}Key`, key as never[]);
    for (const [index, set] of (unique ?? []).entries()) {
      table = table.addUniqueConstraint(`${name}Unique${index}`, set as never[]);
    }
    await table.execute();
  }
  for (const [name, table, columns] of indexes) await db.schema.createIndex(name).on(table).columns(columns).execute();
  await db.schema
    .createIndex('oneOpenIncidentPerSite')
    .unique()
    .on('incidents')
    .column('siteId')
    .where(sql.ref('status'), 'in', ['open', 'acknowledged'])
    .execute();
  await db.schema
    .createIndex('oneOpenSuspectPerChange')
    .unique()
    .on('suspects')
    .columns(['siteId', 'fingerprint'])
    .where(sql.ref('status'), '=', 'open')
    .execute();
}
