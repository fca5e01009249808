/** `VONGGAC_SMTP__HOST=…` overrides `smtp.host`; `VONGGAC_SMTP__PASSWORD_FILE=…` reads it from a file. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { keysOf, type Origin, type Origins } from './origins.ts';
import { unwrap } from './schema/walk.ts';

type Tree = Record<string, unknown>;

/** Variables of the launcher and the command line that are not configuration keys. */
const others = new Set(['VONGGAC_CONFIG', 'VONGGAC_SUPERVISED']);

export interface WithEnvironment {
  readonly tree: Tree;
  /** Of the values from the environment only. */
  readonly origins: Origins;
}

/** Overrides a copy of `tree` with the environment; unknown variables are added to `mistakes`. */
export function readEnvironment(
  schema: z.ZodType,
  tree: Tree,
  env: Readonly<Record<string, string | undefined>>,
  mistakes: string[],
): WithEnvironment {
  const result = structuredClone(tree);
  const origins: Record<string, Origin> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('VONGGAC_') || value === undefined || others.has(name)) continue;
    const segments = name.slice('VONGGAC_'.length).split('__');
    const direct = findPath(schema, segments);
    const path = direct ?? (name.endsWith('_FILE') ? findPath(schema, fileSegments(segments)) : null);
    if (path === null) {
      mistakes.push(`${name}: no such configuration key: check the spelling`);
      continue;
    }
    try {
      const text = direct ? value : readFileSync(value, 'utf8').replace(/\r?\n$/, '');
      const parsed: unknown = path.isText ? text : parse(text);
      setPath(result, path.keys, parsed);
      for (const key of keysOf({ [path.keys.join('.')]: parsed })) {
        origins[key] = { from: 'environment', variable: name };
      }
    } catch {
      mistakes.push(`${name}: ${direct ? 'is not valid YAML' : `the file ${value} can't be read`}`);
    }
  }
  return { tree: result, origins };
}

function fileSegments(segments: readonly string[]): string[] {
  return [...segments.slice(0, -1), (segments.at(-1) ?? '').replace(/_FILE$/, '')];
}

/** Follows `SMTP`, `HOST` through the schema, ignoring case and single underscores. */
function findPath(schema: z.ZodType, segments: readonly string[]): { keys: string[]; isText: boolean } | null {
  let at: z.ZodType = schema;
  const keys: string[] = [];
  for (const segment of segments) {
    const object = unwrap(at);
    if (!(object instanceof z.ZodObject)) return null;
    const plain = segment.replaceAll('_', '').toLowerCase();
    const key = Object.keys(object.shape).find((candidate) => candidate.toLowerCase() === plain);
    if (key === undefined) return null;
    keys.push(key);
    at = object.shape[key] as z.ZodType;
  }
  const leaf = unwrap(at);
  return { keys, isText: !(leaf instanceof z.ZodObject || leaf instanceof z.ZodArray) };
}

function setPath(tree: Tree, keys: readonly string[], value: unknown): void {
  let at = tree;
  for (const key of keys.slice(0, -1)) {
    const next = at[key];
    const child: Tree = typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as Tree) : {};
    at[key] = child;
    at = child;
  }
  const last = keys.at(-1);
  if (last !== undefined) at[last] = value;
}
