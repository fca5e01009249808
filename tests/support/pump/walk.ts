/** Exports of every module that reads foreign input, found in the source. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { reasonFor } from './nothing-foreign.ts';
import { type Reader, readers } from './readers.ts';

const walked = [
  'src/capture/**/*.ts',
  'src/reading/**/*.ts',
  'src/core/facts/**/*.ts',
  'src/core/pages/*.ts',
  'src/core/detect/**/*.ts',
  'src/core/learned/*.ts',
  'src/core/wording/*.ts',
  'src/core/scan/*.ts',
  'src/core/restore/*.ts',
  'src/core/scripts/{decoding,fresh-scripts,read-script,script-signs,script-tree,simple-pattern}.ts',
  'src/core/scripts/model/{text-statistics,script-model}.ts',
  'src/core/names/**/*.ts',
  'src/core/judge/{destinations,likeness}.ts',
  'src/core/{text,address,headers}.ts',
  'src/monitor/discovery/*.ts',
  'src/monitor/replay/*.ts',
  'src/notify/mail/message.ts',
  'src/cli/terminal.ts',
];

export interface FoundReader {
  readonly file: string;
  readonly name: string;
  readonly reader: Reader;
}

export interface Walk {
  readonly readers: readonly FoundReader[];
  /** One sentence for each export that is not classified. */
  readonly unknown: readonly string[];
}

export function walkReaders(root: string): Walk {
  const found: FoundReader[] = [];
  const unknown: string[] = [];
  for (const file of globSync(walked, { cwd: root }).sort()) {
    for (const name of functionsIn(file, readFileSync(join(root, file), 'utf8'))) {
      const key = [`${file.split('/').at(-1)}#${name}`, name].find((one) => Object.hasOwn(readers, one));
      const reader = key === undefined ? undefined : readers[key];
      const reason = reasonFor(file, name);
      if (key !== undefined && reader !== undefined) {
        found.push({ file, name, reader });
      } else if (reason === null) {
        unknown.push(
          `${file} exports ${name}, of which nobody says what it reads: say in tests/support/pump/readers.ts how it is ` +
            'called with a text, or in nothing-foreign.ts why nothing of others reaches it.',
        );
      }
    }
  }
  return { readers: found, unknown };
}

/** Names of the values a module exports, without types. */
function functionsIn(file: string, source: string): string[] {
  const { staticExports } = parseSync(file, source).module;
  return staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ isType }) => !isType)
    .flatMap(({ exportName }) => exportName.name ?? []);
}
