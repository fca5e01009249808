/** The command line: one program, whose exit codes are the contract. */
import { Command } from 'commander';
import { plainLine } from '../core/text.ts';
import type { Assembly } from './assembly.ts';
import type { Context } from './command.ts';
import { agencyCommand } from './commands/agency.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { baselineCommand } from './commands/baseline.ts';
import { changeCommand } from './commands/change.ts';
import { channelCommand } from './commands/channel.ts';
import { checkCommand } from './commands/check.ts';
import { contactCommand } from './commands/contact.ts';
import { evidenceCommand } from './commands/evidence.ts';
import { incidentCommand } from './commands/incident.ts';
import { applyCommand, dumpCommand } from './commands/registry.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/reports/report.ts';
import { requestCommand } from './commands/request.ts';
import { siteCommand } from './commands/site.ts';
import { suspectCommand } from './commands/suspect.ts';
import { configCommand, demoCommand, doctorCommand, mailCommand, runCommand } from './commands/system.ts';
import { tokenCommand } from './commands/token.ts';
import { userCommand } from './commands/user.ts';
import { explainFailure } from './failure.ts';
import { createTerminal } from './terminal.ts';

export interface ProgramOptions {
  readonly assembly: Assembly;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: NodeJS.ReadStream;
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** Runs one command. @returns the exit code; never throws */
export async function runProgram(options: ProgramOptions): Promise<number> {
  const terminal = createTerminal(options);
  let code = 0;
  const context: Context = {
    assembly: options.assembly,
    terminal,
    env: options.env,
    signal: options.signal,
    exit: (value) => {
      code = value;
    },
  };
  const program = build(context, options);
  try {
    await program.parseAsync([...options.argv], { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error, terminal, options);
  }
}

/** The whole tree of commands. */
export function build(
  context: Context,
  { assembly, out, err }: Pick<ProgramOptions, 'assembly' | 'out' | 'err'>,
): Command {
  const program = new Command('vonggac')
    .description('Vọng Gác watches public portals from the outside and raises an alarm when one is defaced.')
    .version(assembly.version)
    .option(
      '--config <file>',
      'configuration file (default: $VONGGAC_CONFIG, ./config/vonggac.yaml, /etc/vonggac/vonggac.yaml)',
    )
    .option('--debug', 'print a stack trace with an error');
  const commands = [
    runCommand,
    demoCommand,
    siteCommand,
    agencyCommand,
    contactCommand,
    applyCommand,
    dumpCommand,
    requestCommand,
    checkCommand,
    baselineCommand,
    suspectCommand,
    incidentCommand,
    reportCommand,
    changeCommand,
    replayCommand,
    configCommand,
    doctorCommand,
    auditCommand,
    evidenceCommand,
    mailCommand,
    channelCommand,
    userCommand,
    tokenCommand,
    backupCommand,
    restoreCommand,
  ];
  for (const command of commands) program.addCommand(command(context));
  for (const command of withDescendants(program)) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => out.write(text),
      // Error output repeats arguments, which a script may have taken from a page.
      writeErr: (text) => err.write(plainLines(text)),
    });
    // A group without a subcommand shows its help: `vonggac site` lists what it can do.
    command.showHelpAfterError("Run 'vonggac --help' for the commands.");
  }
  return program;
}

function withDescendants(command: Command): Command[] {
  return [command, ...command.commands.flatMap((child) => withDescendants(child))];
}

function plainLines(text: string): string {
  return text
    .split('\n')
    .map((line) => plainLine(line, 1_000))
    .join('\n');
}
