/** `vonggac report list`: the period reports that are kept. */
import { Command } from 'commander';
import { listReports } from '../../../store/records/reports.ts';
import { type Context, withOperatorParts } from '../../command.ts';
import { instant } from '../../terminal.ts';

/** The newest ones. */
const most = 500;

export function reportListCommand(context: Context): Command {
  return new Command('list')
    .description('the period reports that were made, newest first')
    .option('--json', 'one array')
    .addHelpText('after', '\nExample:\n  vonggac report list --json')
    .action((options: { json?: boolean }, command: Command) => list(context, command, options.json ?? false));
}

async function list(context: Context, command: Command, isJson: boolean): Promise<void> {
  const { terminal } = context;
  await withOperatorParts(context, command, { create: false, readonly: true }, async ({ db }) => {
    const { reports, found } = await listReports(db, { agencyId: null }, { offset: 0, limit: most });
    const rows = reports.map(({ id, asked, status, madeAt, askedBy, failure }) => ({
      id,
      period: asked.span.name.en,
      from: instant(asked.span.from),
      to: instant(asked.span.to),
      scope: asked.scopeName,
      language: asked.language,
      status,
      madeAt: madeAt === null ? null : instant(madeAt),
      askedBy,
      failure,
    }));
    if (isJson) return terminal.json(rows);
    terminal.list({
      heads: ['NO', 'STATUS', 'MADE', 'PERIOD', 'SCOPE'],
      rows: rows.map(({ id, period, scope, status, madeAt }) => [
        String(id),
        status,
        madeAt ?? '',
        period,
        scope ?? 'all portals',
      ]),
      none: 'No report was made yet: ask for one in the dashboard, or schedule some.',
      states: rows.map(({ status }) => status),
      more: found - rows.length,
    });
  });
}
