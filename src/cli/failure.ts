/** How a failed command reports it: one sentence, and the exit code of the contract. */
import { CommanderError } from 'commander';
import { exitCodes, VonggacError } from '../core/errors.ts';
import { plainText } from '../core/text.ts';
import type { Terminal } from './terminal.ts';

const interrupted = 130;
/** Nagios's UNKNOWN; 1 would mean a suspect, and a monitoring system takes anything above 3 for a broken plugin. */
const unknown = 3;

export interface Failed {
  readonly argv: readonly string[];
  readonly signal: AbortSignal;
}

/** @returns the exit code */
export function explainFailure(error: unknown, terminal: Terminal, failed: Failed): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const { code, lines } = outcomeOf(error, failed.signal);
  // The parser has already explained a usage error.
  for (const line of lines) terminal.report(`vonggac: ${line}`);
  if (failed.argv.includes('--debug') && !(error instanceof CommanderError))
    for (const line of trace(error)) terminal.report(line);
  if (isForNagios(failed.argv)) {
    const reason = error instanceof CommanderError ? error.message.replace(/^error: /, '') : lines.join(' ');
    terminal.result(`VONGGAC UNKNOWN - ${plainText(reason || 'interrupted', 500).replaceAll('|', ' ')}`);
    return unknown;
  }
  return code === exitCodes.refused && commandIn(failed.argv) === 'check' ? unknown : code;
}

function outcomeOf(error: unknown, signal: AbortSignal): { readonly code: number; readonly lines: readonly string[] } {
  if (error instanceof CommanderError) return { code: exitCodes.usage, lines: [] };
  if (signal.aborted && error instanceof Error && error.name === 'AbortError') return { code: interrupted, lines: [] };
  if (error instanceof VonggacError)
    return { code: error.exitCode, lines: error.message.split('\n').map((line) => plainText(line, 500)) };
  const bug = `a bug: ${plainText(String(error), 300)}. Please report it with the output of the same command and --debug.`;
  return { code: exitCodes.bug, lines: [bug] };
}

function commandIn(argv: readonly string[]): string | undefined {
  return argv.find((word, at) => !word.startsWith('-') && argv[at - 1] !== '--config');
}

function isForNagios(argv: readonly string[]): boolean {
  const format = argv[argv.indexOf('--format') + 1];
  return (
    commandIn(argv) === 'check' &&
    (argv.includes('--format=nagios') || (argv.includes('--format') && format === 'nagios'))
  );
}

function trace(error: unknown): string[] {
  const parts: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) parts.push(at.stack ?? String(at));
  return parts.join('\ncaused by ').split('\n');
}
