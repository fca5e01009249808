/** What every command receives, and how it ends. */
import type { Command } from 'commander';
import { duration } from '../config/fields.ts';
import { findConfigFile, loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema/schema.ts';
import { VonggacError } from '../core/errors.ts';
import { foldText } from '../core/facts/text/text-folding.ts';
import { owner } from '../core/people/actor.ts';
import type { Assembly, Opened, OpenedMonitorParts, OpenedOperatorParts, OpenOptions } from './assembly.ts';
import type { Terminal } from './terminal.ts';

export interface Context {
  readonly assembly: Assembly;
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called by the command that ran; 0 until then. */
  exit(code: number): void;
  /** Aborted by Ctrl-C or a termination request. */
  readonly signal: AbortSignal;
}

/** Anyone with a terminal on the server. */
export const actor = owner('command line');

export function readConfig(context: Context, command: Command): { config: Config; file: string | null } {
  const file = findConfigFile(command.optsWithGlobals<{ config?: string }>().config, context.env);
  return { config: loadConfig(file, context.env), file };
}

/** Runs `use` with the opened parts and always closes them. */
export async function withOperatorParts<T>(
  context: Context,
  command: Command,
  options: OpenOptions,
  use: (parts: OpenedOperatorParts) => Promise<T>,
): Promise<T> {
  return using(await context.assembly.openOperatorParts(readConfig(context, command).config, options), use);
}

export async function withMonitorParts<T>(
  context: Context,
  command: Command,
  options: { create: boolean },
  use: (parts: OpenedMonitorParts) => Promise<T>,
): Promise<T> {
  return using(
    await context.assembly.openMonitorParts(readConfig(context, command).config, { ...options, daemon: false }),
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

/** Asks before what can't be undone, at a terminal and unless `--yes` was given. */
export async function mustConfirm({ terminal }: Context, isSure: boolean, question: string): Promise<void> {
  if (!isSure && !(await terminal.confirm(question))) throw new VonggacError('failed', 'Nothing was changed.');
}

/** Whether a list filter matches, ignoring case and accents; everything matches when it is not given. */
export function matches(value: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || foldText(value ?? '').includes(foldText(wanted));
}

/** An option that may be given several times. */
export const collect = (value: string, all: readonly string[]) => [...all, value];

/** Parses a check interval. */
export const readEvery = (text: string) => readDuration('--every', text);

/** Parses a period from now on. */
export const readFor = (text: string) => readDuration('--for', text);

function readDuration(option: string, text: string): number {
  const result = duration.safeParse(text);
  if (result.success) return result.data;
  throw new VonggacError('usage', `${option} '${text}' ${result.error.issues[0]?.message ?? 'is not a duration'}.`);
}

/** Parses a whole number from the command line. */
export function wholeNumber(text: string, what: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new VonggacError('usage', `'${text}' is not ${what}: write its number.`);
}
