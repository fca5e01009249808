/** Modules the main thread loads, following imports that remain without types; worker files are not included. */
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

export interface LoadedModule {
  /** Relative to the root: `src/main.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** The import path to it, starting at the root module. */
  readonly way: readonly string[];
}

export interface Import {
  readonly from: string;
  /** Exported names; `*` for all. */
  readonly names: readonly string[];
}

/** @param read returns a file's text by path; the file system by default */
export function mainThreadModules(
  root: string,
  entry = 'src/main.ts',
  read = (path: string) => readFileSync(resolve(root, path), 'utf8'),
): ReadonlyMap<string, LoadedModule> {
  const modules = new Map<string, LoadedModule>();
  const open: [path: string, way: readonly string[]][] = [[entry, []]];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const [path, way] = next;
    if (modules.has(path)) continue;
    const text = read(path);
    const imports = importsOf(text);
    modules.set(path, { path, text, imports, way });
    for (const { from } of imports) {
      if (from.startsWith('.')) open.push([relative(root, resolve(root, dirname(path), from)), [...way, path]]);
    }
  }
  return modules;
}

/** Value imports in every spelling; type-only imports load nothing. */
export function importsOf(source: string): Import[] {
  const found: Import[] = [];
  for (const [, clause = '', from = ''] of source.matchAll(/^(?:import|export)\s([^'";]*?)\sfrom '([^']+)'/gm)) {
    if (/^type\s/.test(clause)) continue;
    const braces = /\{([^}]*)\}/.exec(clause)?.[1];
    const named = (braces ?? '').split(',').map((name) => name.trim());
    const values = named.filter((name) => name !== '' && !name.startsWith('type '));
    const isWhole = braces === undefined || !/^\s*\{/.test(clause);
    if (values.length > 0 || isWhole) {
      found.push({
        from,
        names: [...(isWhole ? ['*'] : []), ...values.map((name) => name.split(/\s+as\s+/)[0] ?? name)],
      });
    }
  }
  for (const [, from = ''] of source.matchAll(/^import '([^']+)'/gm)) found.push({ from, names: [] });
  // `import('…')` as a value: in a type it follows `typeof` or precedes a dot.
  for (const [, from = ''] of source.matchAll(/(?<!typeof\s)\bimport\('([^']+)'\)(?!\.[A-Z])/g))
    found.push({ from, names: ['*'] });
  return found;
}
