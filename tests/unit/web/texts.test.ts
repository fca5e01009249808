/** The dashboard's texts: none missing, none in the other language, none that no page says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { textsOf } from '../../../src/web/texts.ts';

const web = join(import.meta.dirname, '../../../src/web');
/** Letters that only Vietnamese has. */
const vietnamese = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;
const names = /Vọng Gác|Tiếng Việt/g;
/** Nothing but names and signs, or words from a table of their own. */
const alike = ['productName', 'maintenanceSpan', 'roleHelp', 'requestStatus', 'requestProofBy', 'requestLookLevel'];

const { vi, en } = { vi: textsOf('vi'), en: textsOf('en') };
const keys = Object.keys(vi) as (keyof typeof vi)[];
/** A text as written: its parameters are not filled in. */
const written = (text: unknown) => String(text).replaceAll(names, '');

test('both languages have the same texts, none of them empty', () => {
  expect(Object.keys(en).sort()).toEqual(keys.toSorted());
  expect(keys.filter((key) => vi[key] === '' || en[key] === '')).toEqual([]);
});

test('English texts have no Vietnamese in them, and no text stands in for the other language', () => {
  expect(keys.filter((key) => vietnamese.test(written(en[key])))).toEqual([]);
  const said = (text: unknown) => written(text).replace(/^.*?=>/s, '');
  expect(keys.filter((key) => said(vi[key]) === said(en[key])).filter((key) => !alike.includes(key))).toEqual([]);
});

test('every text is said somewhere', () => {
  const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('texts'))
    .map((file) => readFileSync(join(web, file), 'utf8'))
    .join('\n');
  const words = new Set(sources.match(/\w+/g));
  expect(keys.filter((key) => !words.has(key))).toEqual([]);
});
