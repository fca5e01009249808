/** Merges file and environment into one validated configuration, or reports all mistakes at once. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { VonggacError } from '../core/errors.ts';
import { readEnvironment } from './environment.ts';
import { keysOf } from './origins.ts';
import { type Config, configSchema } from './schema/schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The file asked for or `$VONGGAC_CONFIG`; else `./config/vonggac.yaml` or `/etc/vonggac/vonggac.yaml`, if it exists. */
export function findConfigFile(asked: string | undefined, env: Environment): string | null {
  const named = asked ?? env.VONGGAC_CONFIG;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return resolve(named);
    throw new VonggacError('bad-configuration', `There is no configuration file at ${resolve(named)}: check the path.`);
  }
  return (
    ['config/vonggac.yaml', '/etc/vonggac/vonggac.yaml']
      .map((file) => resolve(file))
      .find((file) => existsSync(file)) ?? null
  );
}

/** @throws VonggacError `bad-configuration` whose message names every mistake with its path, one per line */
export function loadConfig(file: string | null, env: Environment): Config {
  const mistakes: string[] = [];
  const fromFile = file === null ? {} : readYaml(file, mistakes);
  const { tree, origins } = readEnvironment(configSchema, fromFile, env, mistakes);
  const result = configSchema.safeParse(tree);
  if (!result.success) {
    for (const issue of result.error.issues) mistakes.push(describe(issue));
  }
  if (!result.success || mistakes.length > 0) {
    const where = file === null ? 'the environment' : file;
    const list = [...new Set(mistakes)].map((mistake) => `  ${mistake}`).join('\n');
    const count = new Set(mistakes).size;
    throw new VonggacError(
      'bad-configuration',
      `The configuration (${where}) has ${count === 1 ? 'a mistake' : `${count} mistakes`}:\n${list}`,
    );
  }
  const ofFile = Object.fromEntries(keysOf(fromFile).map((key) => [key, { from: 'file' as const }]));
  return { ...result.data, origins: { ...ofFile, ...origins } };
}

/** Absolute path of the database file. */
export function databaseFile(config: Config): string {
  return resolve(
    config.database === '' ? join(config.dataDir, 'vonggac.sqlite') : config.database.slice('sqlite:'.length),
  );
}

function readYaml(file: string, mistakes: string[]): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new VonggacError(
      'bad-configuration',
      `The configuration file ${file} can't be read: check its owner and mode.`,
      { cause },
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) {
    mistakes.push(`line ${error.linePos?.[0].line ?? '?'}: ${error.message.split('\n')[0] ?? error.code}`);
  }
  if (document.errors.length > 0) return {};
  const value: unknown = document.toJS() ?? {};
  if (isSection(value)) return withoutEmptyKeys(value);
  mistakes.push('the file must contain sections, like "schedule:" with "every: 5m" below it');
  return {};
}

/** A key without a value, such as a section whose lines are all comments, counts as omitted. */
function withoutEmptyKeys(section: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(section).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([key, value]) => [key, isSection(value) ? withoutEmptyKeys(value) : value]));
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] }): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = (issue.keys ?? []).map((key) => (path === '' ? key : `${path}.${key}`)).join(', ');
    return `${names}: no such key: check the spelling`;
  }
  return `${path}: ${issue.message.replace(/^Invalid input: /, '')}`;
}
