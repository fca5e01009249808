import fc from 'fast-check';
import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { drawPage } from '../../../../../benches/support/portal-page.ts';
import { parseTree, type TreeNode } from '../../../../../src/core/facts/markup/parse-tree.ts';

/** The tree without its ways up, so that two can be compared. */
function branches(node: TreeNode): unknown {
  const { parentNode: _, ...own } = node as TreeNode & { parentNode?: unknown };
  const content = 'content' in own ? branches(own.content) : null;
  return { ...own, content, childNodes: 'childNodes' in own ? own.childNodes.map(branches) : [] };
}

function expectStandardTree(html: string): void {
  const tree = parseTree(html);
  expect(tree && branches(tree)).toEqual(branches(parse(html)));
}

/** What markup turns on: tags of every insertion mode, references, comments, odd and broken pieces. */
const pieces = (
  '<p>|</p>|<table>|<tr>|<td>|</table>|<script>|</script>|<!--|-->|--|-|<style>|</style>|<title>|</title>|<textarea>|' +
  '</textarea>|<pre>|<listing>|<frameset>|</frameset>|<svg>|</svg>|<math>|<select>|<option>|</select>|<b>|</b>|</a>|' +
  '<a href="x y&z=1">|<a b=\'c&lt;d\'>|<a x=y&amp;z>|<!doctype html>|<html>|<head>|</head>|<body bgcolor=red>|</body>|' +
  '</html>|<col>|<colgroup>|<template>|</template>|<noscript>|</noscript>|<iframe>|<plaintext>|<![CDATA[x]]>|<P CLASS="A">|' +
  '<x-y z-1="2" Z-1=3 _q=4>|<!-|<?x|</ x>|<caption>|<br/>|&|&amp;|&amp|&#x0;|&#65;|<|>|"|\'|=|/|x y  z|ủy ban|😀|\ud83d|\0|' +
  '\r|\n|\r\n| |\t|\f'
).split('|');

describe('parseTree', () => {
  it('builds the tree that the parser builds from single characters', () => {
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''));
    fc.assert(fc.property(soup, expectStandardTree), { numRuns: 3_000, seed: 24 });
  });

  it.each([
    ['white space of a frameset kept, its text dropped', '<frameset> a b <frame> c </frameset>'],
    ['white space of a column group in a template', '<template><col> a b </template>'],
    ['the first line break of a text area', '<textarea>\n\na b</textarea>'],
    ['line ends of every kind', 'a\r\nb\rc\n<script>\r\n1</script>'],
    ['a script inside a comment inside a script', '<script><!-- a-b <script>x</script> - </script> c'],
    ['letters outside of the basic plane', '<p title="😀a&amp;😀">😀 😀<b>a😀</b>'],
  ])('keeps %s', (_, html) => {
    expectStandardTree(html);
  });

  it('reads a whole portal page as the parser does', () => {
    expectStandardTree(drawPage({ seed: 3, sizeBytes: 60_000, edition: 1 }));
  });

  it('keeps no more than 300 attributes of a tag', () => {
    const html = `<p ${Array.from({ length: 400 }, (_, i) => `a${i}=1`).join(' ')}>`;
    const body = parseTree(html)?.childNodes[0];
    expect(JSON.stringify(body && branches(body)).match(/"name":"a\d+"/g)).toHaveLength(300);
  });
});
