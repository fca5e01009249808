/** What every command gets, and how it ends. */
import type { Command } from 'commander';
import { findConfigFile, loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { VonggacError } from '../core/errors.ts';
import type { Assembly, Desk, Opened, Watch } from './assembly.ts';
import type { Terminal } from './terminal.ts';

export interface Context {
  readonly assembly: Assembly;
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Set by the command that ran; 0 until then. */
  exit(code: number): void;
  /** Aborted by Ctrl-C or a request to end. */
  readonly signal: AbortSignal;
}

/** Who acted, in the audit log. */
export const actor = 'command line';

export function readConfig(context: Context, command: Command): { config: Config; file: string | null } {
  const file = findConfigFile(command.optsWithGlobals<{ config?: string }>().config, context.env);
  return { config: loadConfig(file, context.env), file };
}

/** Runs `use` with the desk and closes it whatever happens. */
export async function withDesk<T>(
  context: Context,
  command: Command,
  options: { create: boolean },
  use: (desk: Desk) => Promise<T>,
): Promise<T> {
  return using(await context.assembly.openDesk(readConfig(context, command).config, options), use);
}

export async function withWatch<T>(
  context: Context,
  command: Command,
  options: { create: boolean },
  use: (watch: Watch) => Promise<T>,
): Promise<T> {
  return using(
    await context.assembly.openWatch(readConfig(context, command).config, { ...options, daemon: false }),
    use,
  );
}

export async function using<P, T>(opened: Opened<P>, use: (parts: P) => Promise<T>): Promise<T> {
  try {
    return await use(opened.parts);
  } finally {
    await opened.close();
  }
}

/** A number from the command line. */
export function wholeNumber(text: string, what: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new VonggacError('usage', `'${text}' is not ${what}: write its number.`);
}
