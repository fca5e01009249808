/** The dashboard's styles: short files, all of them served, and no rule for a class that nothing has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadAssets } from '../../../src/web/assets.ts';

const src = join(import.meta.dirname, '../../../src');
const filesOf = (kind: RegExp) =>
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => kind.test(file))
    .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8') }));
const sheets = filesOf(/^web\/assets\/.*\.css$/);
const sources = filesOf(/\.tsx?$/);
const words = new Set(sources.flatMap(({ text }) => text.match(/[\w-]+/g) ?? []));

const literals = (code: string) => [...code.matchAll(/(["'`])(.*?)\1/gs)].map(([, , text = '']) => text);

/** The class names in the value of an attribute `class`; what is filled in is a star. */
function classNames(value: string): string[] {
  return literals(value).flatMap((text) => [
    ...text.replaceAll(/\$\{.*?\}/gs, '*').split(/\s+/),
    ...[...text.matchAll(/\$\{(.*?)\}/gs)].flatMap(([, filled = '']) => literals(filled)),
  ]);
}

const inViews = sources.flatMap(({ text }) =>
  [...text.matchAll(/\bclass=("[^"]*"|\{(?:[^{}]|\{[^{}]*\})*\})/g)].flatMap(([, value = '']) => classNames(value)),
);
const inScripts = filesOf(/^web\/assets\/.*\.js$/).flatMap(({ text }) =>
  [...text.matchAll(/class(?:List\.\w+\(|Name = )'([\w-]+)'/g)].map(([, name = '']) => name),
);
const names = new Set([...inViews, ...inScripts]);
/** Beginnings of names whose end is a word of the product: `state-*` is filled in with a state. */
const beginnings = [...names].filter((name) => /\w-\*$/.test(name)).map((name) => name.slice(0, -1));

const isGiven = (name: string) =>
  names.has(name) || beginnings.some((begin) => name.startsWith(begin) && words.has(name.slice(begin.length)));

/** Every class that a sheet has a rule for. */
function classesOf(sheet: string): Set<string> {
  const selectors = [...sheet.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/([^{};]*)\{/g)].map(([, text = '']) => text);
  const classes = selectors
    .filter((text) => !text.trim().startsWith('@'))
    .flatMap((text) => text.match(/(?<=\.)[a-z][\w-]*/gi) ?? []);
  return new Set(classes);
}

test.each(sheets)('$file is short and has no rule for what is not there', ({ text }) => {
  expect(text.split('\n').length).toBeLessThanOrEqual(400);
  expect([...classesOf(text)].filter((name) => !isGiven(name))).toEqual([]);
});

test('every style sheet is served, once', () => {
  const served = loadAssets().all.map(({ bytes }) => Buffer.from(bytes).toString());
  const times = (text: string) => served.filter((one) => one.includes(text)).length;
  expect(sheets.filter(({ text }) => times(text) !== 1).map(({ file }) => file)).toEqual([]);
});

test('a class that nothing has is found', () => {
  const sheet =
    '/* .x {} */ @media (min-width: 1.5rem) {\n  .no-such > b, .state-no-such, .state-ok { top: 0.5rem }\n}';
  const found = [...classesOf(sheet)];
  expect(found).toEqual(['no-such', 'state-no-such', 'state-ok']);
  expect(found.filter(isGiven)).toEqual(['state-ok']);
  expect(['sheet', 'has-split', 'zero', 'window-on'].filter((name) => !isGiven(name))).toEqual([]);
});
