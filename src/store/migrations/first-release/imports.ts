/** Long lists of portals that are being imported. */
import type { Tables } from '../tables.ts';

export const importTables: Tables = {
  imports: {
    columns: {
      id: 'number',
      askedBy: 'text',
      askedAt: 'int',
      unusedJson: 'text',
      step: 'text',
      lines: 'int',
      done: 'int',
      added: 'int',
      extended: 'int',
      unchanged: 'int',
    },
    indexes: { importsUnderWay: { columns: ['id'], where: "step in ('checking', 'registering')" } },
  },
  importLines: {
    columns: {
      importId: 'int',
      position: 'int',
      line: 'int',
      lineJson: 'text',
      state: 'text',
      resultJson: 'text?',
    },
    key: ['importId', 'position'],
    isClustered: true,
    indexes: { importLinesByState: { columns: ['importId', 'state', 'position'] } },
  },
};
