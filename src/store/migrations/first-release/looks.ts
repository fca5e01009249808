/** What is learned of a page, its looks with their findings, and what is kept of them. */
import type { Tables } from '../tables.ts';

export const lookTables: Tables = {
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
      seal: 'text?',
    },
    key: ['targetId', 'profile', 'version'],
  },
  baselineCaptures: {
    columns: { targetId: 'text', profile: 'text', version: 'int', captureId: 'int' },
    key: ['targetId', 'profile', 'version', 'captureId'],
  },
  checks: {
    columns: {
      id: 'number',
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
    indexes: {
      // The board's daily strips read the level of thousands of looks: with it in the index no row is read.
      checksOfTarget: { columns: ['targetId', 'at', 'level'] },
      checksByTime: { columns: ['at'] },
      // Both are a small fraction of all looks.
      uncleanLooks: { columns: ['targetId', 'at'], where: `level != 'clean'` },
      keptLooks: { columns: ['targetId', 'at'], where: `"captureId" is not null` },
    },
  },
  // Read by target and time only, a year at once, so the rows are stored in that order.
  lookHours: {
    columns: {
      targetId: 'text',
      at: 'int',
      looks: 'int',
      missed: 'int',
      totalLatenessMs: 'int',
      worstLatenessMs: 'int',
      slots: 'text',
      talliesJson: 'text',
    },
    key: ['targetId', 'at'],
    isClustered: true,
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
      indicatorsJson: 'text?',
    },
    key: ['checkId', 'position'],
    indexes: { findingsByFingerprint: { columns: ['fingerprint'] } },
  },
  captures: {
    columns: {
      id: 'number',
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
    indexes: { capturesOfTarget: { columns: ['targetId', 'at'] } },
  },
  archives: {
    columns: { captureId: 'row', targetId: 'text', at: 'int', keptFor: 'text', hash: 'text', sizeBytes: 'int' },
    indexes: { archivesByUse: { columns: ['keptFor', 'at'] }, archivesByHash: { columns: ['hash'] } },
  },
  archiveBodies: {
    columns: { captureId: 'int', hash: 'text' },
    key: ['captureId', 'hash'],
    isClustered: true,
    indexes: { archiveBodiesByHash: { columns: ['hash'] } },
  },
  lookPictures: {
    columns: { checkId: 'row', targetId: 'text', at: 'int', hash: 'text' },
    indexes: { lookPicturesByTarget: { columns: ['targetId', 'at'] } },
  },
  nameLooks: { columns: { checkId: 'row', lookJson: 'text' } },
  blobs: { columns: { hash: 'text', mediaType: 'text', sizeBytes: 'int', createdAt: 'int' }, key: ['hash'] },
};
