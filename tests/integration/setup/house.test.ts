/** What keeps the house walkable: small files, small folders, no circles (types included), every query in `store`. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const mostLines = 400;
const mostFiles = 25;

type Sources = ReadonlyMap<string, string>;

const sources: Sources = new Map(
  globSync('src/**/*.{ts,tsx}', { cwd: root }).map((file) => [file, readFileSync(join(root, file), 'utf8')]),
);

const longFiles = (all: Sources) =>
  [...all].filter(([, text]) => text.split('\n').length - 1 > mostLines).map(([file]) => file);

function fullFolders(all: Sources): string[] {
  const folders = Map.groupBy(all.keys(), (file) => dirname(file));
  return [...folders].filter(([, files]) => files.length > mostFiles).map(([folder]) => folder);
}

/** Where a statement begins: every one of them belongs to `store`. */
const queryStart = /\.(?:selectFrom|insertInto|updateTable|deleteFrom|replaceInto)\(|\bsql`/g;

function queriesOutside(all: Sources): Record<string, number> {
  const outside = [...all].filter(([file]) => !file.startsWith('src/store/'));
  const counts = outside.map(([file, text]) => [file, [...text.matchAll(queryStart)].length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Everything that is changed goes through `write`. */
const transactionsElsewhere = (all: Sources) =>
  [...all]
    .filter(([file, text]) => file !== 'src/store/write.ts' && text.includes('.transaction('))
    .map(([file]) => file);

/** Files that reach each other, types included, by Tarjan's algorithm; each circle once, sorted. */
function circles(all: Sources): string[][] {
  const edges = new Map([...all].map(([file, text]) => [file, importsOf(file, text).filter((to) => all.has(to))]));
  const state = new Map<string, { index: number; low: number; open: boolean }>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const own = { index: state.size, low: state.size, open: true };
    state.set(file, own);
    path.push(file);
    for (const to of edges.get(file) ?? []) {
      const other = state.get(to);
      if (other === undefined) own.low = Math.min(own.low, visit(to));
      else if (other.open) own.low = Math.min(own.low, other.index);
    }
    if (own.low === own.index) {
      const circle = path.splice(path.indexOf(file));
      for (const member of circle) Object.assign(state.get(member) ?? {}, { open: false });
      if (circle.length > 1) found.push(circle.sort());
    }
    return own.low;
  };
  for (const file of all.keys()) if (!state.has(file)) visit(file);
  return found.sort();
}

const importsOf = (file: string, text: string) =>
  [...text.matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)].map(([, to = '']) => join(dirname(file), to));

describe('the house', () => {
  test(`has no file of more than ${mostLines} lines`, () => expect(longFiles(sources)).toEqual([]));

  test(`has no folder of more than ${mostFiles} files`, () => expect(fullFolders(sources)).toEqual([]));

  test('has no circle', () => expect(circles(sources)).toEqual([]));

  test('asks the database in store alone', () => expect(queriesOutside(sources)).toEqual({}));

  test('changes the database in one way', () => expect(transactionsElsewhere(sources)).toEqual([]));
});

test('the map of the house is read in five minutes', () => {
  const words = readFileSync(join(root, 'docs/architecture.md'), 'utf8').split(/\s+/).length;
  expect(words).toBeLessThanOrEqual(1_500);
});

describe('finds what is planted', () => {
  test('a long file', () => {
    expect(longFiles(new Map([['src/core/a.ts', 'x\n'.repeat(401)]]))).toEqual(['src/core/a.ts']);
    expect(longFiles(new Map([['src/core/a.ts', 'x\n'.repeat(400)]]))).toEqual([]);
  });

  test('a full folder', () => {
    const files = Array.from({ length: 26 }, (_, n) => [`src/core/f${n}.ts`, ''] as const);
    expect(fullFolders(new Map(files))).toEqual(['src/core']);
    expect(fullFolders(new Map(files.slice(1)))).toEqual([]);
  });

  test('a circle of types', () => {
    const circle = new Map([
      ['src/core/a.ts', "import type { B } from './b.ts';"],
      ['src/core/b.ts', "import { c } from './c.ts';"],
      ['src/core/c.ts', "export type { A } from './a.ts';"],
      ['src/core/d.ts', "const a = () => import('./a.ts');"],
    ]);
    expect(circles(circle)).toEqual([['src/core/a.ts', 'src/core/b.ts', 'src/core/c.ts']]);
  });

  test('a query outside of store', () => {
    const text = "db.selectFrom('a'); trx\n  .updateTable('b'); sql`select 1`;";
    expect(queriesOutside(new Map([['src/monitor/a.ts', text]]))).toEqual({ 'src/monitor/a.ts': 3 });
    expect(queriesOutside(new Map([['src/store/a.ts', text]]))).toEqual({});
  });

  test('a transaction of its own', () => {
    const text = 'await db.transaction().execute(async (trx) => {});';
    expect(transactionsElsewhere(new Map([['src/store/users.ts', text]]))).toEqual(['src/store/users.ts']);
    expect(transactionsElsewhere(new Map([['src/store/write.ts', text]]))).toEqual([]);
  });
});
