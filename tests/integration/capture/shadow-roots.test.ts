/** Shadow roots that scripts attach are read like the page's own markup, whether scripts could reach them or not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Look, lookAt } from '../../../src/core/facts/look.ts';
import { assess } from '../../../src/core/judge/assess.ts';
import { type Baseline, learnBaseline } from '../../../src/core/learned/baseline.ts';
import { captureOf, type Portal, request, servePortal, testCapturer } from '../../support/loopback-portal.ts';
import { testPolicy } from '../../support/policy.ts';
import { portalPage } from '../../support/portal-pages.ts';

const capturer = testCapturer();
let portal: Portal;
let extra = '';
beforeAll(async () => {
  portal = await servePortal((_req, res) =>
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(portalPage({ extra })),
  );
});
afterAll(async () => {
  await capturer.close();
  await portal.close();
});

async function look(markup: string): Promise<Look> {
  extra = markup;
  const capture = captureOf(await capturer.take(request(portal.url, { tier: 'browser' })));
  return lookAt({ ...capture, html: capture.html ?? '' }, null);
}

/** Written so that the received markup does not hold the words. */
const attach = (mode: string, code: string) =>
  `<div id="o"></div><script>const r = document.getElementById('o').attachShadow({ mode: '${mode}' }); ${code}</script>`;
const fromCodes = (text: string) => `String.fromCharCode(${[...text].map((letter) => letter.charCodeAt(0)).join(',')})`;

describe.each(['open', 'closed'])('a root that is %s', (mode) => {
  it('shows its text, links and frames', async () => {
    const inner =
      '<p>Hacked by Bong Dem Crew</p><a href="https://la.example/x">la</a><iframe src="https://khung.example/"></iframe>';
    const { rendered } = await look(attach(mode, `r.innerHTML = ${fromCodes(inner)}`));
    expect(rendered?.blocks.map(({ text }) => text)).toContain('Hacked by Bong Dem Crew');
    expect(rendered?.links.map(({ host }) => host)).toContain('la.example');
    expect(rendered?.frames.map(({ host }) => host)).toContain('khung.example');
  });

  it('is read with the roots inside it', async () => {
    const { rendered } = await look(
      attach(
        mode,
        `const inner = document.createElement('section'); r.append(inner); const s = inner.attachShadow({ mode: '${mode}' }); s.innerHTML = '<p>' + ${fromCodes('in the second root')} + '</p>'`,
      ),
    );
    expect(rendered?.blocks.map(({ text }) => text)).toContain('in the second root');
  });

  it('is hidden with its host', async () => {
    const { rendered } = await look(
      `<style>#o { display: none }</style>${attach(mode, `r.innerHTML = '<p>' + ${fromCodes('out of sight')} + '</p>'`)}`,
    );
    const block = rendered?.blocks.find(({ text }) => text === 'out of sight');
    expect(block?.hidden).toBe(true);
  });

  it('alarms when it is signed, as the page would', async () => {
    const calm = await look('');
    const baseline: Baseline = {
      targetId: 't',
      profile: 'browser',
      version: 1,
      status: 'approved',
      learnedAt: 0,
      revision: 0,
      content: learnBaseline([calm, calm], 0),
    };
    const signed = await look(attach(mode, `r.innerHTML = '<h1>' + ${fromCodes('Hacked by Bong Dem Crew')} + '</h1>'`));
    const context = { targetUrl: portal.url, at: 9, baseline, ignored: [] };
    const { verdict } = assess(context, { looks: [signed], failures: [] }, testPolicy);
    expect(verdict.findings.map(({ detector }) => detector)).toContain('signature-phrase');
    expect(verdict.level).toBe('alarm');
  });
});

it('a root that belongs to the browser itself is none', async () => {
  const { rendered } = await look(
    '<video controls></video><input type="date"><details><summary>Xem</summary>Chi tiết</details>',
  );
  expect(rendered?.blocks.map(({ text }) => text)).not.toContain('Details');
});

it('a root of megabytes is cut, and the page is read', async () => {
  const { rendered } = await look(attach('closed', `r.innerHTML = '<p>' + 'dài '.repeat(2e6) + '</p>'`));
  expect(rendered?.counts.markupCharacters).toBeLessThan(1_000_000);
  expect(rendered?.blocks.length).toBeGreaterThan(3);
});
