/** A style sheet, or declarations, with its addresses replaced. Tokens, no tree: linear in size, and nothing else changes. */
import { tokenize, tokenTypes } from 'css-tree/tokenizer';
import { unescapedStyle } from '../facts/style/style-sheet.ts';
import type { References } from './references.ts';

/** Names nothing, and is valid wherever an address is. */
const nothing = 'url("data:,")';
/** A sheet declares at most one of them, at its beginning; the copy is in UTF-8. */
const charsetRule = /^@charset\s{1,9}["'][^"'\n]{0,60}["']\s{0,9};/i;
/** The tokenizer takes `url(` with escapes for any function. */
const escapedFunction = /(?:u|\\0{0,4}[57]5\s?)(?:r|\\0{0,4}[57]2\s?)(?:l|\\0{0,4}[46]c\s?)\(/gi;
const addressFunction = /^(?:url|src)\($/i;
const pictureSet = /^(?:-webkit-)?image-set\($/i;

interface Open {
  readonly closes: number;
  readonly takes: 'address' | 'addresses' | 'nothing';
}

export function rewriteStyle(css: string, references: References): string {
  const source = css
    .replace(/^\ufeff/, '')
    .replace(charsetRule, '')
    .replace(escapedFunction, 'url(');
  const out: string[] = [];
  let copied = 0;
  const open: Open[] = [];
  /** `imports`: within the prelude of an `@import`. */
  let rule: 'imports' | 'names' | null = null;
  const put = (start: number, end: number, text: string) => {
    out.push(source.slice(copied, start), text);
    copied = end;
  };
  tokenize(source, (type, start, end) => {
    switch (type) {
      case tokenTypes.AtKeyword:
        rule = ruleOf(source.slice(start, Math.min(end, start + 20)));
        break;
      case tokenTypes.Semicolon:
      case tokenTypes.LeftCurlyBracket:
      case tokenTypes.RightCurlyBracket:
        rule = null;
        open.length = 0;
        break;
      case tokenTypes.Function:
        open.push({
          closes: tokenTypes.RightParenthesis,
          takes: takesOf(source.slice(start, Math.min(end, start + 30))),
        });
        break;
      case tokenTypes.LeftParenthesis:
        open.push({ closes: tokenTypes.RightParenthesis, takes: 'nothing' });
        break;
      case tokenTypes.RightParenthesis:
        open.pop();
        break;
      case tokenTypes.Url:
        if (rule !== 'names') put(start, end, replaced(addressInUrl(source.slice(start, end)), references));
        break;
      case tokenTypes.BadUrl:
        put(start, end, nothing);
        break;
      case tokenTypes.String: {
        const takes = open.at(-1)?.takes ?? (rule === 'imports' ? 'addresses' : 'nothing');
        if (takes === 'nothing' || rule === 'names') break;
        const text = unescapedStyle(source.slice(start + 1, source[end - 1] === source[start] ? end - 1 : end));
        const becomes = replaced(text, references);
        // Within `url(` only the string is replaced.
        put(start, end, takes === 'address' ? becomes.slice(4, -1) : becomes);
        break;
      }
    }
  });
  out.push(source.slice(copied));
  return out.join('');
}

function ruleOf(keyword: string): 'imports' | 'names' | null {
  const name = unescapedStyle(keyword).toLowerCase();
  return name === '@import' ? 'imports' : name === '@namespace' ? 'names' : null;
}

function takesOf(name: string): Open['takes'] {
  const text = unescapedStyle(name);
  return addressFunction.test(text) ? 'address' : pictureSet.test(text) ? 'addresses' : 'nothing';
}

/** Of an unquoted `url(…)`, whose name may be escaped. */
function addressInUrl(token: string): string {
  const from = token.indexOf('(') + 1;
  return unescapedStyle(token.slice(from, token.endsWith(')') ? -1 : undefined).trim());
}

function replaced(address: string, references: References): string {
  const text = address.trim();
  if (text.startsWith('#')) return `url("${quoted(text)}")`;
  const path = references.file(text);
  return path === null ? nothing : `url("${quoted(path)}")`;
}

/** Within double quotes of a style sheet, also one inside markup. */
function quoted(text: string): string {
  return text.replace(/[\p{Cc}"\\<>]/gu, (sign) => `\\${sign.charCodeAt(0).toString(16)} `);
}
