/** `vonggac change …`: ignore exactly one change. */
import { Command } from 'commander';
import { terminalActs } from '../../monitor/acts/terminal-acts.ts';
import { muteMs } from '../../monitor/incidents/judge-incident.ts';
import { listIgnoredChanges } from '../../store/incidents/ignored-changes.ts';
import { actor, type Context, readFor, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';

export function changeCommand(context: Context): Command {
  const change = new Command('change').description('ignore one exact change for a limited time');
  change
    .command('ignore <fingerprint>')
    .description('ignore this change for a while on every site where it was found')
    .addHelpText(
      'after',
      "\nExample:\n  vonggac change ignore title-changed:2f131eb2143e138c --for 7d --note 'đổi tên đơn vị'",
    )
    .option('--for <duration>', 'for how long, such as 7d', readFor, muteMs)
    .option('--note <text>', 'reason')
    .action(async (fingerprint: string, options: { for: number; note?: string }, command: Command) => {
      const sites = await withOperatorParts(context, command, { create: false }, (parts) =>
        terminalActs.ignoreChange(parts, actor, fingerprint, options.for, options.note ?? null),
      );
      context.terminal.report(`Ignored on site ${sites.join(', ')} until ${instant(Date.now() + options.for)}.`);
    });
  change
    .command('list')
    .description('list the changes that are ignored now')
    .addHelpText('after', '\nExample:\n  vonggac change list')
    .option('--json', 'one array')
    .action(async (options: { json?: boolean }, command: Command) => {
      const rows = await withOperatorParts(context, command, { create: false }, (parts) =>
        listIgnoredChanges(parts.db, parts.clock()),
      );
      if (options.json) {
        const printable = rows.map((row) => ({
          ...row,
          createdAt: instant(row.createdAt),
          expiresAt: instant(row.expiresAt),
        }));
        return context.terminal.json(printable);
      }
      const cells = rows.map((row) => [
        row.fingerprint,
        String(row.siteId),
        instant(row.expiresAt),
        row.createdBy,
        row.note ?? '',
      ]);
      context.terminal.list({
        heads: ['FINGERPRINT', 'SITE', 'UNTIL', 'BY', 'NOTE'],
        rows: cells,
        none: 'No change is ignored.',
      });
    });
  change
    .command('forget <fingerprint>')
    .description('stop ignoring a change')
    .addHelpText('after', '\nExample:\n  vonggac change forget title-changed:2f131eb2143e138c')
    .action(async (fingerprint: string, _options: object, command: Command) => {
      await withOperatorParts(context, command, { create: false }, (parts) =>
        terminalActs.forgetIgnored(parts, actor, fingerprint),
      );
      context.terminal.report('The change counts again.');
    });
  return change;
}
