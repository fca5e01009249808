/** A page that is all there and shows nothing is told by the real browser, whatever hides it. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadCapture } from '../../../src/core/domain/capture.ts';
import { type Look, lookAt, withPicture } from '../../../src/core/facts/look.ts';
import { assess } from '../../../src/core/judge/assess.ts';
import { type Baseline, learnBaseline } from '../../../src/core/learned/baseline.ts';
import { createPictures } from '../../../src/pictures/pictures.ts';
import {
  captureConfig,
  captureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
} from '../../support/loopback-portal.ts';
import { testPolicy } from '../../support/policy.ts';

const capturer = testCapturer(captureConfig({ timeouts: { connect: '5s', firstByte: '10s', total: '40s' } }));
const pictures = createPictures({ log: pino({ level: 'silent' }), workers: 1 });
const shown = { style: '', body: '' };
const news = Array.from(
  { length: 12 },
  (_, i) => `<p>Tin thứ ${'mở hai ba tư'.split(' ')[i % 4]}: xã ra quân làm thủy lợi.</p>`,
);
let portal: Portal;
let baseline: Baseline;

async function look(style: string, body = ''): Promise<Look> {
  Object.assign(shown, { style, body });
  const capture = captureOf(await capturer.take(request(portal.url, { tier: 'browser', realTime: false })));
  const screenshot = capture.rendering?.screenshot;
  const bare = lookAt(capture as ReadCapture, null);
  return screenshot ? withPicture(bare, await pictures.reduce(screenshot)) : bare;
}

beforeAll(async () => {
  portal = await servePortal((req, res) => {
    if (req.url === '/trang.css') return void res.writeHead(200, { 'content-type': 'text/css' }).end(shown.style);
    res
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(
        `<!doctype html><html><head><title>Cổng</title><link rel="stylesheet" href="/trang.css"></head><body style="background:#fff"><main><h1 style="font-size:40px">Ủy ban nhân dân xã</h1>${news.join('')}<div style="width:900px;height:300px;background:#b00"></div></main>${shown.body}</body></html>`,
      );
  });
  const looks = [await look(''), await look('')];
  const content = learnBaseline(looks, 1);
  baseline = {
    targetId: '1.1',
    profile: 'browser',
    version: 1,
    status: 'approved',
    learnedAt: 1,
    revision: 0,
    content,
  };
});
afterAll(async () => {
  await capturer.close();
  await pictures.close();
  await portal.close();
});

const verdictOf = async (style: string, body?: string) => {
  const seen = await look(style, body);
  const context = { targetUrl: portal.url, at: 9, baseline, ignored: [] };
  return assess(context, { looks: [seen], failures: [] }, testPolicy).verdict;
};

it.each([
  ['opacity', 'html { opacity: 0 }'],
  ['visibility', 'body { visibility: hidden }'],
  ['a transform', 'main { transform: translateX(-9999px) }'],
  ['a clip path', 'body { clip-path: inset(100%) }'],
  ['the colour of the ground', 'main, main * { color: #fff !important; background: #fff !important }'],
  ['filter: opacity', 'body { filter: opacity(0) }'],
  ['filter: brightness', 'html { background: #000 } body { filter: brightness(0) }'],
  ['content-visibility', 'main { content-visibility: hidden }'],
  ['no size', 'main { width: 0; height: 0; overflow: hidden }'],
  ['display', 'main { display: none }'],
  ['a layer in one colour', '', '<div style="position:fixed;inset:0;background:#fff;z-index:9"></div>'],
])('%s: a suspect by itself', async (_name, style, body = '') => {
  const verdict = await verdictOf(style, body);
  expect(['suspect', 'alarm']).toContain(verdict.level);
  expect(verdict.findings.map(({ detector }) => detector)).toContain('nothing-shown');
});

it.each([
  ['as ever', ''],
  ['half hidden', 'p { visibility: hidden }'],
  ['another colour', 'main { background: #eef }'],
])('%s: not', async (_name, style) => {
  const { findings } = await verdictOf(style);
  expect(findings.map(({ detector }) => detector)).not.toContain('nothing-shown');
});
