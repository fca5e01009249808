/** The command line: one program, whose exit codes are the contract. */
import { Command, CommanderError } from 'commander';
import { exitCodes, VonggacError } from '../core/errors.ts';
import { plainLine, plainText } from '../core/text.ts';
import type { Assembly } from './assembly.ts';
import type { Context } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { baselineCommand } from './commands/baseline.ts';
import { changeCommand } from './commands/change.ts';
import { checkCommand } from './commands/check.ts';
import { incidentCommand } from './commands/incident.ts';
import { replayCommand } from './commands/replay.ts';
import { siteCommand } from './commands/site.ts';
import { configCommand, demoCommand, doctorCommand, mailCommand, runCommand } from './commands/system.ts';
import { userCommand } from './commands/user.ts';
import { createTerminal, type Terminal } from './terminal.ts';

export interface ProgramOptions {
  readonly assembly: Assembly;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** Runs one command. @returns the exit code; never throws */
export async function runProgram(options: ProgramOptions): Promise<number> {
  const terminal = createTerminal(options.out, options.err);
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
    return explain(error, terminal, options);
  }
}

function build(context: Context, { assembly, out, err }: ProgramOptions): Command {
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
    checkCommand,
    baselineCommand,
    incidentCommand,
    changeCommand,
    replayCommand,
    configCommand,
    doctorCommand,
    auditCommand,
    mailCommand,
    userCommand,
  ];
  for (const command of commands) program.addCommand(command(context));
  for (const command of withDescendants(program)) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => out.write(text),
      // Error output repeats arguments, which a script may have taken from a page.
      writeErr: (text) => err.write(plainLines(text)),
    });
    // People look for help where they are: `vonggac site` alone shows what site can do.
    command.showHelpAfterError("Run 'vonggac --help' for the commands.");
  }
  return program;
}

function withDescendants(command: Command): Command[] {
  return [command, ...command.commands.flatMap((child) => withDescendants(child))];
}

function explain(error: unknown, terminal: Terminal, { argv, signal }: ProgramOptions): number {
  const wantsTrace = argv.includes('--debug');
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (signal.aborted && error instanceof Error && error.name === 'AbortError') return 130;
  if (error instanceof VonggacError) {
    for (const line of error.message.split('\n')) terminal.report(`vonggac: ${plainText(line, 500)}`);
    if (wantsTrace) for (const line of trace(error)) terminal.report(line);
    return error.exitCode;
  }
  terminal.report(
    `vonggac: a bug: ${plainText(String(error), 300)}. Please report it with the output of the same command and --debug.`,
  );
  if (wantsTrace) for (const line of trace(error)) terminal.report(line);
  return exitCodes.bug;
}

function trace(error: unknown): string[] {
  const parts: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) parts.push(at.stack ?? String(at));
  return parts.join('\ncaused by ').split('\n');
}

function plainLines(text: string): string {
  return text
    .split('\n')
    .map((line) => plainLine(line, 1_000))
    .join('\n');
}
