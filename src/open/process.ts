/** Shared by all ways of running: the clock, random names, the package, and the log. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { createLog } from '../cli/log.ts';

export const packageRoot = join(import.meta.dirname, '..', '..');
export const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };

export const clock = () => Date.now();
export const newId = () => randomBytes(16).toString('hex');

/** Standard output is for results; the log is a separate stream on standard error. */
export function logOf(level: string): Logger {
  return createLog(level, pino.destination({ dest: 2, sync: true }));
}

/** Interactive commands print their own results, so only warnings and errors are logged. */
export function createQuietLog(): Logger {
  return logOf('error');
}
