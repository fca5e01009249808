/** A fee's QR code under the same address that pays to another account, as the browser shows it. */
import pino from 'pino';
import { encodeQR } from 'qr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Look, lookAt, withPicture } from '../../../src/core/facts/look.ts';
import { assess } from '../../../src/core/judge/assess.ts';
import { type Baseline, learnBaseline } from '../../../src/core/learned/baseline.ts';
import { createPictures } from '../../../src/pictures/pictures.ts';
import { captureOf, type Portal, request, servePortal, testCapturer } from '../../support/loopback-portal.ts';
import { testPolicy } from '../../support/policy.ts';
import { portalPage } from '../../support/portal-pages.ts';
import { drawPng } from '../../support/test-pictures.ts';

const capturer = testCapturer();
const pictures = createPictures({ log: pino({ level: 'silent' }), workers: 1 });
/** VietQR of an account at the same bank. */
const payTo = (account: string) =>
  `00020101021138540010A0000007270124000697043601${account.length}${account}0208QRIBFTTA53037045802VN63044F52`;
let portal: Portal;
let account = '1170000086';
let side = 160;

beforeAll(async () => {
  portal = await servePortal((asked, answer) => {
    if (asked.url !== '/qr.png') {
      const extra = `<p>Lệ phí, quét mã: <img src="/qr.png" width="${side}" height="${side}"></p>`;
      return void answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(portalPage({ extra }));
    }
    const modules = encodeQR(payTo(account), 'raw', { border: 2 });
    const image = drawPng(8 * modules.length, 8 * modules.length, (x, y) =>
      modules[y >> 3]?.[x >> 3] === true ? [0, 0, 0] : [255, 255, 255],
    );
    answer.writeHead(200, { 'content-type': 'image/png' }).end(image);
  });
});
afterAll(async () => {
  await capturer.close();
  await pictures.close();
  await portal.close();
});

async function look(): Promise<Look> {
  const capture = captureOf(await capturer.take(request(portal.url, { tier: 'browser' })));
  const screenshot = capture.rendering?.screenshot;
  if (!screenshot) throw new TypeError('no screenshot');
  return withPicture(lookAt({ ...capture, html: capture.html ?? '' }, null), await pictures.reduce(screenshot));
}

describe.each([160, 320])('a code of %i pixels', (pixels) => {
  it('is quiet as learned, and a suspect when it pays to another account', async () => {
    [side, account] = [pixels, '1170000086'];
    const looks = [await look(), await look()];
    const content = learnBaseline(looks, 0);
    const rest = {
      targetId: 't',
      profile: 'browser',
      version: 1,
      status: 'approved',
      learnedAt: 0,
      revision: 0,
    } as const;
    const baseline: Baseline = { ...rest, content };
    const context = { targetUrl: portal.url, at: 9, baseline, ignored: [] };
    const judged = (seen: Look) => assess(context, { looks: [seen], failures: [] }, testPolicy).verdict;
    expect(judged(await look()).level).toBe('clean');
    account = '9990001234';
    const swapped = judged(await look());
    expect(swapped.findings.map(({ detector }) => detector)).toContain('code-swapped');
    expect(swapped.findings.map(({ reason }) => reason.vi).join()).toContain('“1170000086”, nay là “9990001234”');
    expect(swapped.level).toBe('suspect');
  });
});
