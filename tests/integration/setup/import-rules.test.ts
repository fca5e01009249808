import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The table of docs/architecture.md: which rooms a room may import. `main` may import all and is imported by none. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  capture: ['core', 'config'],
  pictures: ['core', 'config', 'threads'],
  reading: ['core', 'config', 'threads'],
  threads: [],
  watchdog: ['core', 'threads'],
  store: ['core', 'config'],
  notify: ['core', 'config'],
  monitor: ['core', 'store', 'config', 'threads'],
  web: ['core', 'monitor', 'store', 'config'],
  cli: ['core', 'config', 'monitor', 'store'],
  config: ['core'],
  open: [
    'core',
    'capture',
    'pictures',
    'reading',
    'threads',
    'watchdog',
    'store',
    'notify',
    'monitor',
    'web',
    'cli',
    'config',
  ],
};
const rooms = Object.keys(mayImport);
const pairs = rooms.flatMap((from) => rooms.filter((to) => to !== from).map((to) => [from, to] as const));
const isAllowed = (from: string, to: string): boolean => mayImport[from]?.includes(to) === true;

/** Ways to write an import that a rule could overlook. */
const spellings: Readonly<Record<string, (path: string) => string>> = {
  static: (path) => `import { thing } from '${path}';\nexport const used = thing;\n`,
  type: (path) => `import type { Thing } from '${path}';\nexport type Used = Thing;\n`,
  'side effect': (path) => `import '${path}';\n`,
  'export from': (path) => `export { thing } from '${path}';\n`,
  'export all': (path) => `export * from '${path}';\n`,
  dynamic: (path) => `export const used = () => import('${path}');\n`,
};

const files = new Map<string, string>();
for (const [from, to] of pairs) files.set(`src/${from}/imports-${to}.ts`, `import '../${to}/thing.ts';\n`);
for (const room of rooms) {
  files.set(`src/${room}/thing.ts`, "export const thing = 'thing';\nexport type Thing = string;\n");
  files.set(`src/${room}/imports-main.ts`, "import '../main.ts';\n");
  files.set(`src/${room}/deep/er/imports-main.ts`, "import '../../../main.ts';\n");
}
files.set('src/main.ts', 'export const main = 1;\n');
for (const [name, write] of Object.entries(spellings)) {
  files.set(`src/core/spelled-${name.replace(' ', '-')}.ts`, write('../store/thing.ts'));
}
const forbiddenInCore: Readonly<Record<string, string>> = {
  'a Node module': "import 'node:fs';\n",
  'a Node module in a folder': "import 'node:fs/promises';\n",
  'a Node module without prefix': "import 'fs';\n",
  'a package that does I/O': "import 'undici';\n",
  'a package with a scope': "import '@hono/node-server';\n",
  Date: 'export const now = () => Date.now();\n',
  'new Date': 'export const now = () => new Date(0);\n',
  'Math.random': 'export const drawn = () => Math.random();\n',
  'Math.random taken apart': 'const { random } = Math;\nexport const drawn = random;\n',
  'Math.random by name': "export const drawn = () => Math['random']();\n",
  process: 'export const name = () => process.env.NAME;\n',
  performance: 'export const now = () => performance.now();\n',
  setTimeout: 'export const later = () => setTimeout(() => {}, 1);\n',
  fetch: "export const ask = () => fetch('http://127.0.0.1/');\n",
  crypto: 'export const id = () => crypto.randomUUID();\n',
  globalThis: 'export const now = () => globalThis.Date.now();\n',
  console: "export const shout = () => console.log('x');\n",
};
for (const [index, text] of Object.values(forbiddenInCore).entries()) files.set(`src/core/forbidden-${index}.ts`, text);
files.set(
  'src/core/allowed.ts',
  "import 'cheerio';\nimport 'tldts';\nimport './thing.ts';\nexport const most = Math.max(1, 2);\n",
);
files.set('src/core/deep/er/allowed.ts', "import '../../thing.ts';\n");
files.set('src/store/cycle-a.ts', "import { b } from './cycle-b.ts';\nexport const a = () => b;\n");
files.set('src/store/cycle-b.ts', "import { a } from './cycle-a.ts';\nexport const b = () => a;\n");
files.set('src/web/any.ts', 'export const loose = (value: any) => value;\n');
files.set('src/web/bang.ts', 'export const sure = (value: string | null) => value!.length;\n');

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly severity: string;
    readonly location: { readonly path: string };
  }[];
}

/** Rules that fired as errors, by file. */
const fired = new Map<string, Set<string>>();
let scratch = '';

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'vonggac-rules-'));
  for (const own of ['biome.json', '.biome']) await cp(join(root, own), join(scratch, own), { recursive: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(scratch, path)), { recursive: true });
    await writeFile(join(scratch, path), text);
  }
  const biome = join(root, 'node_modules/.bin/biome');
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '--diagnostic-level=error', '.'];
  const output: string = await promisify(execFile)(biome, args, { cwd: scratch, maxBuffer: 64_000_000 }).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
  for (const { category, location } of (JSON.parse(output) as Report).diagnostics) {
    const path = location.path.replace(`${scratch}/`, '').replace(/^\.\//, '');
    fired.set(path, (fired.get(path) ?? new Set()).add(category));
  }
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const rulesFor = (path: string): string[] => [...(fired.get(path) ?? [])];
const restricted = 'lint/style/noRestrictedImports';

describe('rooms', () => {
  test.each(pairs.filter(([from, to]) => !isAllowed(from, to)))('%s is refused an import of %s', (from, to) => {
    expect(rulesFor(`src/${from}/imports-${to}.ts`)).toContain(restricted);
  });
  test.each(pairs.filter(([from, to]) => isAllowed(from, to)))('%s may import %s', (from, to) => {
    expect(rulesFor(`src/${from}/imports-${to}.ts`)).toEqual([]);
  });
  test.each(rooms)('%s is refused an import of main, however deep its file lies', (room) => {
    expect(rulesFor(`src/${room}/imports-main.ts`)).toContain(restricted);
    expect(rulesFor(`src/${room}/deep/er/imports-main.ts`)).toContain(restricted);
  });
  test.each(Object.keys(spellings))('an import is refused in its spelling as %s', (name) => {
    expect(rulesFor(`src/core/spelled-${name.replace(' ', '-')}.ts`)).toContain(restricted);
  });
});

describe('core', () => {
  test.each(Object.keys(forbiddenInCore).map((name, index) => [name, index] as const))(
    'is refused %s',
    (_name, index) => {
      expect(rulesFor(`src/core/forbidden-${index}.ts`)).not.toEqual([]);
    },
  );
  test('may use its own files, the packages of its allow-list and the rest of Math', () => {
    expect(rulesFor('src/core/allowed.ts')).toEqual([]);
    expect(rulesFor('src/core/deep/er/allowed.ts')).toEqual([]);
  });
});

describe('the whole tree', () => {
  test('import cycles are refused', () => {
    expect(rulesFor('src/store/cycle-a.ts')).toContain('lint/suspicious/noImportCycles');
  });
  test('any and the non-null assertion are refused', () => {
    expect(rulesFor('src/web/any.ts')).toContain('lint/suspicious/noExplicitAny');
    expect(rulesFor('src/web/bang.ts')).toContain('lint/style/noNonNullAssertion');
  });
});
