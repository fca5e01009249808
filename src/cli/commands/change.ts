/** `vonggac change …`: ignore exactly one change. */
import { Command } from 'commander';
import { duration } from '../../config/fields.ts';
import { VonggacError } from '../../core/errors.ts';
import { forgetIgnored, ignoreChange } from '../../monitor/ignore-change.ts';
import { muteMs } from '../../monitor/judge-incident.ts';
import { listIgnoredChanges } from '../../store/ignored-changes.ts';
import { actor, type Context, withDesk } from '../command.ts';
import { instant, table } from '../terminal.ts';

export function changeCommand(context: Context): Command {
  const change = new Command('change').description('ignore exactly one change, for a while');
  change
    .command('ignore <fingerprint>')
    .option('--for <duration>', 'how long, like 7d', readDuration, muteMs)
    .option('--note <text>', 'why')
    .action(async (fingerprint: string, options: { for: number; note?: string }, command: Command) => {
      const sites = await withDesk(context, command, { create: false }, (desk) =>
        ignoreChange(desk, fingerprint, options.for, { actor, note: options.note ?? null }),
      );
      context.terminal.say(`Ignored on site ${sites.join(', ')} until ${instant(Date.now() + options.for)}.`);
    });
  change
    .command('list')
    .option('--json', 'one array')
    .action(async (options: { json?: boolean }, command: Command) => {
      const rows = await withDesk(context, command, { create: false }, (desk) =>
        listIgnoredChanges(desk.db, desk.clock()),
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
      for (const line of table(['FINGERPRINT', 'SITE', 'UNTIL', 'BY', 'NOTE'], cells)) context.terminal.result(line);
    });
  change.command('forget <fingerprint>').action(async (fingerprint: string, _options: object, command: Command) => {
    await withDesk(context, command, { create: false }, (desk) =>
      forgetIgnored(desk, fingerprint, { actor, note: null }),
    );
    context.terminal.say('The change counts again.');
  });
  return change;
}

function readDuration(text: string): number {
  const result = duration.safeParse(text);
  if (result.success) return result.data;
  throw new VonggacError('usage', `--for '${text}' ${result.error.issues[0]?.message ?? 'is not a duration'}.`);
}
