/** Reads and validates a shipped file or one of the operator's. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { z } from 'zod';
import { VonggacError } from '../core/errors.ts';

/** @throws VonggacError `bad-configuration` whose message names every mistake */
export function readYaml<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  const result = schema.safeParse(parseFile(path));
  if (result.success) return result.data;
  const mistakes = result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw new VonggacError(
    'bad-configuration',
    `${path} has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}: ${mistakes.join('; ')}.`,
  );
}

function parseFile(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new VonggacError('bad-configuration', `${path} can't be read as a YAML file: ${why}`, { cause: error });
  }
}
