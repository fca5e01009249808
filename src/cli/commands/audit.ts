/** `vonggac audit …`: verifies that the records were not changed since they were written. */
import { Command } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { terminalActs } from '../../monitor/acts/terminal-acts.ts';
import { verifyAll } from '../../monitor/audit/verify.ts';
import { actor, type Context, withOperatorParts } from '../command.ts';

export function auditCommand(context: Context): Command {
  const audit = new Command('audit').description('verify the audit log and the evidence');
  audit
    .command('verify')
    .description('verify every record and every stored file against the seals; read-only')
    .addHelpText('after', '\nExample:\n  vonggac audit verify')
    .option('--json', 'one object')
    .action((options: { json?: boolean }, command: Command) => verify(context, command, options.json ?? false));
  audit
    .command('reseal')
    .description('accept the log and the evidence as they are, after restoring a backup or losing the key')
    .addHelpText('after', "\nExample:\n  vonggac audit reseal --reason 'khôi phục từ bản sao lưu ngày 01/12'")
    .requiredOption('--reason <text>', 'reason, for the audit log')
    .action(async ({ reason }: { reason: string }, command: Command) => {
      if (reason.trim() === '') throw new VonggacError('usage', '--reason is empty: give a reason.');
      const accepted = await withOperatorParts(context, command, { create: false }, (parts) =>
        terminalActs.reseal(parts, actor, reason.trim()),
      );
      context.terminal.report(`Resealed; ${accepted} faults accepted, as recorded in the audit log.`);
    });
  return audit;
}

async function verify(context: Context, command: Command, json: boolean): Promise<void> {
  const { terminal } = context;
  const progress = (line: string) => terminal.progress(line);
  const verified = await withOperatorParts(context, command, { create: false, readonly: true }, (parts) =>
    verifyAll(parts, { sample: null, progress }),
  );
  const { ok, audit, evidence, blobs, faultCount, faults } = verified;
  terminal.progress(`compared ${audit.rows} rows of the log, ${evidence.rows} of evidence, ${blobs} contents`, true);
  context.exit(ok ? 0 : 1);
  if (json) return terminal.json(verified);
  for (const { about, detail } of faults) terminal.result(`BAD  ${about.padEnd(9)} ${detail}`);
  if (faultCount > faults.length) terminal.result(`BAD  and ${faultCount - faults.length} more`);
  if (ok)
    terminal.result(`ok   ${audit.rows} rows, head ${audit.head}; ${evidence.rows} of evidence; ${blobs} contents`);
}
