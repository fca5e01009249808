import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPage } from '../../../../src/core/facts/read-page.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const read = (html: string) => readPage(html, url);
const texts = (html: string) => read(html).blocks.map((block) => block.text);

describe('text blocks', () => {
  test('inline tags flow, block tags part, white space collapses', () => {
    expect(texts('<p>Tin  <b>mới</b>\n nhất</p><div>Một<p>Hai</p>Ba</div>')).toEqual([
      'Tin mới nhất',
      'Một',
      'Hai',
      'Ba',
    ]);
  });
  test('script, style and template text is no text', () => {
    expect(texts('<script>var a</script><style>p{}</style><template><p>x</p></template><p>y</p>')).toEqual(['y']);
  });
  test('markup hides what stands in it, and only that', () => {
    const { blocks } = read('<div style="display:none"><p>ẩn</p></div><p>hiện <span hidden>ẩn nữa</span> lại hiện</p>');
    expect(blocks.map(({ text, hidden }) => [text, hidden])).toEqual([
      ['ẩn', true],
      ['hiện lại hiện', false],
      ['ẩn nữa', true],
    ]);
  });
  test('noscript is hidden text with its links', () => {
    const { blocks, links } = read('<noscript><a href="https://evil.example/">cá độ</a></noscript>');
    expect(blocks).toMatchObject([{ text: 'cá độ', hidden: true }]);
    expect(links).toMatchObject([{ host: 'evil.example', hidden: true }]);
  });
  test('a link read token by token keeps the spaces of its text', () => {
    const { links } = read('<noscript><a href="/x">View the&amp; <b>whole</b> thread</a></noscript>');
    expect(links[0]?.text).toBe('View the& whole thread');
  });
  test('a place is the path of tags with ids and classes, numbers folded', () => {
    const { blocks, places } = read(
      '<div id="main"><ul class="news big"><li class="post-12">A</li><li class="post-13">B</li></ul></div>',
    );
    expect(blocks.map((block) => places[block.place])).toEqual(Array(2).fill('html>body>div#main>ul.news>li.post-0'));
  });
  test('a block of links is known as such', () => {
    const { blocks } = read('<li><a href="/a">Bài viết</a></li><li>Không <a href="/b">hẳn</a></li>');
    expect(blocks.map((block) => block.linked)).toEqual([true, false]);
  });
});

describe('elements', () => {
  test('reads title, metas, icon, language and refresh', () => {
    const facts = read(
      '<html lang="VI"><head><title> Xã \n An Phú </title><meta property="og:title" content="OG"><meta name="description" content="Mô tả">' +
        '<link rel="shortcut icon" href="/f.ico"><meta http-equiv="Refresh" content="5; URL=\'https://evil.example/\'"></head>',
    );
    expect(facts).toMatchObject({
      title: 'Xã An Phú',
      language: 'vi',
      icon: 'anphu.binhgiang.gov.vn/f.ico',
      meta: { ogTitle: 'OG', description: 'Mô tả' },
      refresh: { seconds: 5, url: 'https://evil.example/' },
    });
  });
  test('reads links, forms, scripts and frames with their hosts', () => {
    const facts = read(
      '<base href="/x/"><a href="https://evil.example/a?b">Chữ</a><form action="https://f.example/"><input type=password></form>' +
        '<script src="//cdn.example/x.js"></script><script>eval(atob("x"))</script><iframe src="https://frame.example/" height="0"></iframe>',
    );
    expect(facts.links).toMatchObject([{ host: 'evil.example', address: 'evil.example/a', text: 'Chữ' }]);
    expect(facts.forms).toMatchObject([{ host: 'f.example', asksPassword: true, asks: 'password' }]);
    expect(facts.scripts).toMatchObject([{ host: 'cdn.example' }, { address: null, features: ['eval', 'base64'] }]);
    expect(facts.frames).toMatchObject([{ host: 'frame.example', hidden: true }]);
  });
  test('comments, alt texts and what scripts would write are side texts', () => {
    const side = read(
      '<!-- by x --><img src=a alt="ảnh"><script>document.write(unescape("%3Ch1%3EHacked%3C/h1%3E"))</script>',
    ).side;
    expect(side.map(({ from }) => from)).toEqual(['comment', 'alt', 'script']);
    expect(side[2]?.text).toContain('Hacked');
  });
  test('the outline tells templates apart and not their lengths', () => {
    const list = (count: number) => `<ul class="news">${'<li><a href="/x">x</a></li>'.repeat(count)}</ul>`;
    expect(read(list(3)).outline).toEqual(read(list(30)).outline);
    expect(read(list(3)).outline).not.toEqual(read(list(3).replaceAll('news', 'tin')).outline);
  });
});

describe('hostile markup', () => {
  test.each([
    ['deep', '<div>'.repeat(100_000)],
    [
      'misnested formatting',
      `${Array.from({ length: 5_000 }, (_, i) => `<b id=${i}>`).join('')}${'</p><p>x'.repeat(50)}`,
    ],
    ['a million attributes', `<a ${Array.from({ length: 200_000 }, (_, i) => `a${i}`).join(' ')}>`],
    ['a flood of links', '<a href="http://x.example/">y</a>'.repeat(200_000)],
  ])('%s is read in the short way and still shows its end', (_, bomb) => {
    const facts = read(`<body>${bomb}</a></b><p>Hacked by X</p>`);
    expect(facts.blocks.at(-1)?.text).toContain('Hacked by X');
    expect(facts.links.length).toBeLessThanOrEqual(5_000);
  });
  test('over budget is said', () => {
    expect(read('<div>'.repeat(5_000)).overBudget).toBe(true);
    expect(read('<p>x</p>').overBudget).toBe(false);
  });
  test('never throws and stays plain data, whatever the markup', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '<div',
      '<a href=',
      '"',
      "'",
      '=',
      '<script>',
      '</script>',
      '<!--',
      '-->',
      '<svg>',
      '<table>',
      '<td>',
      '<noscript>',
      '<title>',
      '<template>',
      '<base href="//x">',
      '&#0;',
      '&amp',
      '\0',
      '\u202e',
      'text',
      ' hidden',
      '<select>',
      '<math>',
      '<meta http-equiv=refresh content=";;">',
      '<form>',
      '<iframe>',
      '<b>',
      '<p>',
      '</p>',
      '<frameset>',
      '<plaintext>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const facts = read(pieces.join(''));
        expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
      }),
      { numRuns: 1_000 },
    );
  });
});
