/** What a real browser says of being seen, as the facts read it: style sheets hide, markup says nothing. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Capture } from '../../../src/core/domain/capture.ts';
import { lookAt } from '../../../src/core/facts/look.ts';
import type { PageFacts } from '../../../src/core/facts/page-facts.ts';
import { assess } from '../../../src/core/judge/assess.ts';
import { learnBaseline } from '../../../src/core/learned/baseline.ts';
import { captureOf, type Portal, request, servePortal, testCapturer } from '../../support/loopback-portal.ts';
import { testPolicy } from '../../support/policy.ts';

const open: Portal[] = [];
const capturer = testCapturer();
afterAll(async () => {
  await capturer.close();
  for (const portal of open) await portal.close();
});

async function serve(markup: () => string): Promise<Portal> {
  const portal = await servePortal((_req, res) =>
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(markup()),
  );
  open.push(portal);
  return portal;
}

const lookOf = (capture: Capture) => lookAt({ ...capture, html: capture.html ?? '' }, null);

async function seen(markup: string): Promise<{ html: string; facts: PageFacts }> {
  const portal = await serve(() => markup);
  const capture = captureOf(await capturer.take(request(portal.url, { tier: 'browser' })));
  const { rendered } = lookOf(capture);
  if (capture.rendering === null || rendered === null) throw new TypeError('no rendering');
  return { html: capture.rendering.html, facts: rendered };
}

const page = (css: string, body: string) =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title><style>${css}</style></head><body>${body}</body></html>`;
const visible = '<p>Ủy ban nhân dân xã tiếp công dân vào thứ Năm hằng tuần tại trụ sở.</p>';
const hiddenLinks = ({ links }: PageFacts) => links.filter((link) => link.hidden).map((link) => link.text);
const shownLinks = ({ links }: PageFacts) => links.filter((link) => !link.hidden).map((link) => link.text);

/** Ways to hide: a rule for a class of its own, on the link or on something around it. */
const ways: Readonly<Record<string, { on?: 'link' | 'box' | 'outer box'; rule: string; inner?: string }>> = {
  display: { rule: 'display: none' },
  visibility: { rule: 'visibility: hidden' },
  opacity: { rule: 'opacity: 0.01' },
  'opacity of an ancestor': { on: 'outer box', rule: 'opacity: 0' },
  'opacity by filter': { on: 'box', rule: 'filter: opacity(0)' },
  'a tiny font': { rule: 'font-size: 1px' },
  'no font size': { on: 'box', rule: 'font-size: 0' },
  'left of the page': { rule: 'position: absolute; left: -9999px' },
  'above the page': { on: 'box', rule: 'position: absolute; top: -5000px' },
  'text indent': { on: 'box', rule: 'text-indent: -9999px' },
  'a box of no height': { on: 'box', rule: 'height: 0; overflow: hidden' },
  'a box of one pixel': { on: 'box', rule: 'position: absolute; width: 1px; height: 1px; overflow: hidden' },
  'the edge of a box': { on: 'outer box', rule: 'height: 20px; overflow: hidden', inner: 'margin-top: 60px' },
  'clip path': { rule: 'clip-path: inset(50%)' },
  'clip path without area': { rule: 'display: block; clip-path: polygon(0 0, 0 0, 0 0)' },
  clip: { rule: 'position: absolute; clip: rect(0, 0, 0, 0)' },
  scale: { on: 'box', rule: 'transform: scale(0)' },
  'white on white': { rule: 'color: #fdfdfd' },
  'transparent text': { rule: 'color: transparent' },
  'the colour of its box': {
    on: 'outer box',
    rule: 'background: #123456; color: oklch(0.32 0.07 254)',
    inner: 'color: inherit',
  },
  'content visibility': { on: 'box', rule: 'content-visibility: hidden' },
};

describe('what only a style sheet hides', () => {
  it(`is found hidden, in each of ${Object.keys(ways).length} ways`, async () => {
    const entries = Object.entries(ways);
    const css = entries
      .map(([, { rule, inner = '' }], i) => `.x${i} { ${rule} } .i${i}, .i${i} a { ${inner} }`)
      .join('\n');
    const body = entries.map(([name, { on = 'link' }], i) => {
      const link = `<a class="${on === 'link' ? `x${i}` : ''}" href="https://spam${i}.example/">${name}</a>`;
      if (on === 'link') return `<div>${visible}${link}</div>`;
      const boxed = `<div class="${on === 'box' ? `x${i}` : ''} i${i}">${link}</div>`;
      return on === 'box' ? boxed : `<div class="x${i}">${boxed}</div>`;
    });
    const { facts } = await seen(page(css, body.join(visible)));
    expect(hiddenLinks(facts)).toEqual(Object.keys(ways));
    const blocks = facts.blocks.filter((block) => block.hidden).map((block) => block.text);
    expect(blocks).toEqual(Object.keys(ways));
  });
  it('frames and pictures too', async () => {
    const { facts } = await seen(
      page(
        '.far { position: absolute; left: -4000px } .none { width: 0; height: 0; border: 0 }',
        `${visible}<iframe class="none" src="/khung"></iframe><div class="far"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="80" height="80" alt="Ảnh"></div><iframe src="/ban-do"></iframe><img src="/anh.png" alt="Trụ sở" width="80" height="80">`,
      ),
    );
    expect(facts.frames.map((frame) => frame.hidden)).toEqual([true, false]);
    expect(facts.images.map((image) => image.hidden)).toEqual([false]);
  });
});

describe('what a person can see', () => {
  it('is not taken for hidden', async () => {
    const { facts } = await seen(
      page(
        `.flow { overflow: hidden } ul { font-size: 0 } li { font-size: 16px; display: inline-block }
        .scroll { height: 40px; overflow: auto } .scroll p { height: 60px }
        .slide { position: relative; height: 200px } .slide img { position: absolute; inset: 0; width: 100%; height: 200px }
        .caption { position: absolute; bottom: 0; color: #fff }
        .button { position: relative; color: #fff; display: block } .button::before { content: ''; position: absolute; inset: 0; background: #0a0; z-index: -1 }
        .dark { background: #003366; color: #fff } .shadow { color: #fff; text-shadow: 0 0 2px #000 }
        .gradient { background: linear-gradient(red, blue); color: #fff }
        .icon { display: inline-block; width: 32px; height: 32px; text-indent: -999px; overflow: hidden; background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }
        .fa::before { content: 'f'; font-size: 24px } .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0) }
        .float a { float: left } .contents { display: contents; overflow: hidden } .pale { color: #999 }`,
        `<div class="flow"><a href="/a">trong dòng</a></div><ul><li><a href="/b">thực đơn</a></li></ul>
        <div class="scroll"><p>đầu</p><p><a href="/c">cuộn xuống</a></p></div>
        <div class="slide"><img src="/lon.jpg" alt="Lễ hội"><div class="caption"><a href="/d" style="color:inherit">chú thích ảnh</a></div></div>
        <a class="button" href="/e">nút bấm</a><div class="dark"><a href="/f" style="color:inherit">nền tối</a></div>
        <a class="shadow" href="/g">chữ có bóng</a><div class="gradient"><a href="/h" style="color:inherit">nền chuyển màu</a></div>
        <a class="icon" href="https://facebook.example/">Facebook</a>
        <a href="https://zalo.example/"><span class="sr">Zalo</span><i class="fa"></i></a>
        <a href="https://doitac.example/"><img loading="lazy" src="/logo-doi-tac.png"></a>
        <marquee><a href="/k">chữ chạy</a></marquee><div class="float"><span><a href="/l">thả nổi</a></span></div>
        <p>trư<span>f</span><span>i</span></p><div class="contents"><a href="/m">không khung</a></div><a class="pale" href="/n">chữ xám</a>
        <div style="height:3000px"></div><a href="/z">cuối trang</a>`,
      ),
    );
    expect(hiddenLinks(facts)).toEqual([]);
    expect(facts.links).toHaveLength(16);
    expect(facts.blocks.filter((block) => block.hidden).map((block) => block.text)).toEqual(['Zalo']);
  });
  it('inside something hidden stays visible', async () => {
    const { facts } = await seen(
      page(
        '.off { visibility: hidden } .on { visibility: visible }',
        `${visible}<div class="off">ẩn <b class="on"><a href="/thay">thấy</a></b> ẩn nữa</div>`,
      ),
    );
    expect(shownLinks(facts)).toEqual(['thấy']);
    expect(facts.blocks.map(({ text, hidden }) => [text, hidden])).toEqual([
      [expect.stringContaining('Ủy ban'), false],
      ['thấy', false],
      ['ẩn ẩn nữa', true],
    ]);
  });
  it('a page that shows nothing at all hides nothing in particular', async () => {
    const { facts } = await seen(
      page('#wrapper { opacity: 0 }', `<div id="wrapper">${visible.repeat(20)}<a href="/x">x</a></div>`),
    );
    expect(hiddenLinks(facts)).toEqual([]);
  });
});

const overlay = 'position: fixed; inset: 0; background: #000; z-index: 9999';
const article = `<main>${visible.repeat(40)}</main>`;

describe('what lies over the page', () => {
  it('a foreign frame and a layer of its own are told with what is on them', async () => {
    const { facts } = await seen(
      page(
        `.khung { position: absolute; top: 0; left: 0; width: 100%; height: 768px; border: 0 } .lop { ${overlay} }`,
        `${article}<iframe class="khung" src="https://nhacai.example/sanh"></iframe><div class="lop"><h1>Trang này đã đổi chủ</h1><a href="https://khac.example/">vào</a></div>`,
      ),
    );
    expect(facts.covers).toMatchObject([
      {
        isFrame: false,
        isFixed: true,
        share: 1,
        host: null,
        hosts: ['khac.example'],
        text: expect.stringContaining('Trang này đã đổi chủ'),
        within: null,
      },
    ]);
    const { facts: framed } = await seen(
      page(
        '.khung { position: absolute; top: 0; left: 0; width: 100%; height: 768px; border: 0 }',
        `${article}<iframe class="khung" src="https://nhacai.example/sanh"></iframe>`,
      ),
    );
    expect(framed.covers).toMatchObject([{ isFrame: true, isFixed: false, host: 'nhacai.example', share: 1 }]);
  });
  it('a transparent link and a layer that lets the pointer through cover too', async () => {
    const { facts: link } = await seen(
      page('.x { position: fixed; inset: 0; opacity: 0 }', `${article}<a class="x" href="https://khac.example/"></a>`),
    );
    expect(link.covers).toMatchObject([{ hosts: ['khac.example'], share: 1 }]);
    const { facts: through } = await seen(
      page(`.x { ${overlay}; pointer-events: none }`, `${article}<div class="x">Đã chiếm</div>`),
    );
    expect(through.covers).toMatchObject([{ share: 1, text: 'Đã chiếm' }]);
  });
  it('slides, a video in the text and a sticky head do not', async () => {
    const { facts } = await seen(
      page(
        `.head { position: sticky; top: 0; height: 90px; background: #fff }
        .slides { position: relative; height: 600px } .slides div { position: absolute; inset: 0; background: #0a0 }`,
        `<div class="head">Cổng</div><div class="slides"><div>Một <a href="/1">tin</a></div><div>Hai <a href="/2">tin</a></div></div>${article}`,
      ),
    );
    expect(facts.covers).toEqual([]);
    const { facts: video } = await seen(
      page(
        '.video { position: relative; padding-top: 56% } .video iframe { position: absolute; inset: 0; width: 100%; height: 90% }',
        `<div class="video"><iframe src="https://video.example/1"></iframe></div>${article}`,
      ),
    );
    expect(video.covers).toEqual([]);
  });
  it('a small window in its shade and falling petals do not', async () => {
    const { facts } = await seen(
      page(
        `.shade { position: fixed; inset: 0; background: rgba(0, 0, 0, 0.5) } .window { width: 500px; height: 300px; margin: 200px auto; background: #fff }
        .petals { position: fixed; inset: 0; pointer-events: none; width: 100%; height: 100% }`,
        `${article}<div class="shade"><div class="window">Chúc mừng năm mới</div></div><canvas class="petals"></canvas>`,
      ),
    );
    expect(facts.covers).toEqual([]);
  });
});

describe('a portal that a browser has learned', () => {
  const portalWith = (extra: string) =>
    page('main { color: #222 }', `${article}<a href="https://chinhphu.vn/">Chính phủ</a>${extra}`);
  it('alarms when a frame is laid over it or a stored script runs, not when its menu stays shut', async () => {
    let extra = '';
    const portal = await serve(() => portalWith(extra));
    const lookNow = async () => lookOf(captureOf(await capturer.take(request(portal.url, { tier: 'browser' }))));
    const content = learnBaseline([await lookNow(), await lookNow()], 1);
    const verdictOf = async (planted: string) => {
      extra = planted;
      const baseline = {
        targetId: '1.1',
        profile: 'browser',
        version: 1,
        status: 'approved',
        learnedAt: 1,
        revision: 0,
        content,
      } as const;
      const context = { targetUrl: portal.url, at: 9, baseline, ignored: [] };
      return assess(context, { looks: [await lookNow()], failures: [] }, testPolicy);
    };
    const framed = await verdictOf(
      '<script>document.body.insertAdjacentHTML("beforeend", "<iframe src=https://nhacai.example/ style=\\"position:fixed;inset:0;width:100%;height:100%\\"></iframe>")</script>',
    );
    expect(framed.verdict).toMatchObject({ level: 'alarm', kind: 'injection' });
    expect(framed.verdict.findings.map(({ detector }) => detector)).toContain('covering-layer');
    const stored = await verdictOf('<p>Hay quá <img src="/khong-co" onerror="alert(document.cookie)"></p>');
    expect(stored.verdict).toMatchObject({ level: 'alarm', kind: 'injection' });
    expect(stored.verdict.findings.map(({ detector }) => detector)).toEqual(
      expect.arrayContaining(['dialog-shown', 'inline-handlers']),
    );
    const menu = await verdictOf(
      '<style>.menu { display: none }</style><ul class="menu"><li><a href="/muc">Mục mới</a></li></ul>',
    );
    expect(menu.verdict.level).toBe('clean');
  });
});

describe('a page that works against it', () => {
  it('can not speak for the browser, and does not see it at work', async () => {
    const { html, facts } = await seen(
      page(
        '.x { display: none }',
        `${visible}<p data-vonggac-hidden="display" data-vonggac-cover="1.00 fixed">rõ ràng</p>
        <div class="x"><a href="https://spam.example/" data-vonggac-hidden="no">ẩn</a></div>
        <noscript><p data-vonggac-hidden="no">không mã &amp; <b>lệnh</b></p></noscript><form><input name="parentNode"><input name="localName"><a class="x" href="/trong-don">đơn</a></form>
        <lang-nghe></lang-nghe><output></output>
        <script>
          const report = (what) => { document.querySelector('output').textContent += what; };
          getComputedStyle = () => { report('style'); return { display: 'block', opacity: 1 }; };
          Element.prototype.getBoundingClientRect = () => { report('box'); return new DOMRect(0, 0, 500, 500); };
          Element.prototype.checkVisibility = () => { report('check'); return true; };
          document.elementFromPoint = () => { report('point'); return document.body; };
          document.querySelector('p').setAttributeNS(null, 'DATA-VONGGAC-HIDDEN', 'opacity');
          new MutationObserver((changes) => { if (changes.some((change) => change.type === 'attributes')) report('seen'); })
            .observe(document, { attributes: true, subtree: true });
          customElements.define('lang-nghe', class extends HTMLElement {
            static observedAttributes = ['data-vonggac-hidden', 'data-vonggac-cover'];
            attributeChangedCallback() { report('called'); }
          });
        </script>`,
      ),
    );
    expect(hiddenLinks(facts)).toEqual(['ẩn', 'đơn']);
    expect(facts.blocks.filter((block) => block.hidden).map((block) => block.text)).toEqual([
      'ẩn',
      expect.stringContaining('không mã'),
      'đơn',
    ]);
    expect(facts.covers).toEqual([]);
    expect(html.match(/data-vonggac-\w+="[^"]*"/gi)).toEqual([
      'data-vonggac-sight="measured"',
      'data-vonggac-hidden="display"',
      'data-vonggac-hidden="display"',
    ]);
    expect(html).toContain('<noscript><p data-page-hidden="no">không mã &amp; <b>lệnh</b></p></noscript>');
    expect(html).toContain('<output></output>');
  });
  it('by size is measured up to a cap; beyond it that is noted and the page is read without', async () => {
    const rows = (count: number) => '<i class="x">a</i><b>b</b>'.repeat(count / 2);
    const { facts } = await seen(page('.x { display: none }', `${visible}${rows(6_000)}`));
    expect(facts.covers).toEqual([]);
    expect(facts.counts.hiddenCharacters).toBe(3_000);
    const { html, facts: beyond } = await seen(
      page('.x { display: none }', `<p data-vonggac-hidden="display">rõ ràng</p>${rows(50_000)}`),
    );
    expect(html).toContain('data-vonggac-sight="over-cap"');
    expect(html).not.toContain('data-vonggac-hidden');
    expect(beyond.covers).toBeNull();
    expect(beyond.counts.hiddenCharacters).toBe(0);
  });
});
