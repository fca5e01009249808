/** `covering-layer`, `dialog-shown` and `inline-handlers`: what is new, what was learned, and what nobody ever looked for. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../src/core/domain/finding.ts';
import { type Look, lookAt } from '../../../../src/core/facts/look.ts';
import { assess } from '../../../../src/core/judge/assess.ts';
import {
  acceptLook,
  type Baseline,
  learnBaseline,
  refineBaseline,
  replaceBaseline,
} from '../../../../src/core/learned/baseline.ts';
import { captureFrom } from '../../../support/captures.ts';
import { testPolicy } from '../../../support/policy.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const http = (html = portalPage()): Look => lookAt(captureFrom(html, { url }), null);
/** A browser's look: what it shows beside the plain page, as measured. */
const browser = (extra = '', dialogs: string[] = [], received = ''): Look => {
  const shown = portalPage({ extra: received + extra }).replace('<html', '<html data-vonggac-sight="measured"');
  return lookAt(captureFrom(portalPage({ extra: received }), { url, rendered: { html: shown, dialogs } }), null);
};
const learned = (...looks: Look[]): Baseline => ({
  targetId: '1.1',
  profile: 'browser',
  version: 1,
  status: 'approved',
  learnedAt: 1,
  revision: 0,
  content: JSON.parse(JSON.stringify(learnBaseline(looks, 1))),
});
const plain = learned(browser(), browser());

function said(detector: string, seen: Look, baseline: Baseline | null): readonly Finding[] {
  const { verdict } = assess(
    { targetUrl: url, at: 9, baseline, ignored: [] },
    { looks: [seen], failures: [] },
    testPolicy,
  );
  return verdict.findings.filter((finding) => finding.detector === detector);
}

describe('covering-layer', () => {
  const covers = (extra: string, baseline: Baseline | null = plain) =>
    said('covering-layer', browser(extra), baseline).map(({ score }) => score);
  const frame = '<iframe data-vonggac-cover="1.00 fixed" src="https://nhacai.example/"></iframe>';
  const layer = (inside: string) => `<div class="ov" data-vonggac-cover="0.90 fixed">${inside}</div>`;

  test('a foreign frame alarms, a layer that leads away is a suspect, an own one says little', () => {
    expect(covers(frame)).toEqual([6.5]);
    expect(covers(layer('<a href="https://khac.example/">x</a>'))).toEqual([5]);
    expect(covers(layer('<a href="/tin">Chúc mừng</a>'))).toEqual([1.5]);
  });
  test('hosts that the page always linked to are no strangers', () => {
    expect(covers(layer('<a href="https://chinhphu.vn/tet">x</a>'))).toEqual([1.5]);
  });
  test('a frame in a layer is told once, by the graver of both', () => {
    expect(covers(layer(frame))).toEqual([6.5]);
    expect(covers(layer(layer('hai lớp')))).toEqual([1.5]);
  });
  test('what was learned is quiet, with other things on it too', () => {
    const banner = learned(browser(layer('một')));
    expect(covers(layer('<a href="https://khac.example/">hai</a>'), banner)).toEqual([]);
    expect(covers(layer(frame), banner)).toEqual([6.5]);
  });
  test('a frame that the page always embedded may open large', () => {
    const embedding = learned(browser('<iframe src="https://nhacai.example/"></iframe>'));
    expect(covers(frame, embedding)).toEqual([1.5]);
  });
  test('at first sight only a foreign frame over the whole window says something, weakly', () => {
    expect(covers(frame, null)).toEqual([2]);
    expect(covers(frame.replace('1.00', '0.70'), null)).toEqual([]);
    expect(covers(layer('<a href="https://khac.example/">x</a>'), null)).toEqual([]);
  });
  test('where nobody ever looked, only a frame from an unknown host is evidence', () => {
    const { rendered } = plain.content;
    if (rendered === null) throw new TypeError('nothing rendered was learned');
    const { covers: _covers, ...older } = rendered;
    for (const content of [{ ...plain.content, rendered: older }, learned(http()).content]) {
      expect(covers(layer('<a href="https://khac.example/">x</a>'), { ...plain, content })).toEqual([]);
      expect(covers(frame, { ...plain, content })).toEqual([6.5]);
    }
  });
  test('a page that can not be measured any more is remarked on', () => {
    const seen = lookAt(captureFrom(portalPage(), { url, rendered: { html: portalPage() } }), null);
    expect(said('covering-layer', seen, plain)).toMatchObject([{ score: 0, fingerprint: null }]);
    expect(said('covering-layer', seen, learned(http()))).toEqual([]);
  });
  test('the same layer is the same change, another host another', () => {
    const print = (host: string, share = '0.90') =>
      said('covering-layer', browser(layer(`<a href="https://${host}/">x</a>`).replace('0.90', share)), plain)[0]
        ?.fingerprint;
    expect(print('a.example')).toBe(print('a.example', '0.75'));
    expect(print('a.example')).not.toBe(print('b.example'));
  });
});

describe('dialog-shown', () => {
  const score = (dialogs: string[], baseline: Baseline | null = plain) =>
    said('dialog-shown', browser('', dialogs), baseline).map((finding) => finding.score);
  test('a first box is a suspect, another one of a page that shows boxes is not', () => {
    expect(score(['1'])).toEqual([4]);
    const greeting = learned(browser('', ['Chào khách thứ 12']));
    expect(score(['Chào khách thứ 99'], greeting)).toEqual([]);
    expect(score(['1'], greeting)).toEqual([2]);
  });
  test('says nothing at first sight and where no browser ever looked', () => {
    expect(score(['1'], null)).toEqual([]);
    expect(score(['1'], learned(http()))).toEqual([]);
    const { dialogs: _dialogs, ...older } = plain.content;
    expect(score(['1'], { ...plain, content: older })).toEqual([]);
  });
  test('a hundred boxes are told by a few', () => {
    expect(
      score(Array.from({ length: 100 }, (_, i) => `hộp ${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i)}`)),
    ).toHaveLength(5);
  });
});

describe('inline-handlers', () => {
  const score = (received: string, baseline: Baseline | null = plain, shown = '') =>
    said('inline-handlers', browser(shown, [], received), baseline).map((finding) => finding.score);
  test('weigh by what they do and whether anybody must ask for it', () => {
    expect(score('<img src=x onerror="fetch(document.cookie)">')).toEqual([6.5]);
    expect(score('<svg onload="alert(1)"></svg>')).toEqual([4]);
    expect(score('<b onclick="eval(x)">x</b>')).toEqual([3.2]);
    expect(score('<b onclick="return confirm(1)">x</b>')).toEqual([]);
  });
  test('what was learned is quiet, whatever its numbers', () => {
    const before = learned(browser('', [], '<svg onload="alert(1)"></svg>'));
    expect(score('<svg onload="alert(23)"></svg>', before)).toEqual([]);
  });
  test('what a script adds in a view that was never learned is no evidence, nor is an older baseline', () => {
    const byScript = '<svg onload="alert(1)"></svg>';
    expect(score('', learned(http()), byScript)).toEqual([]);
    const strip = (view: Baseline['content']['received']) => {
      if (view === null) return null;
      const { handlers: _handlers, ...older } = view;
      return older;
    };
    const { received, rendered } = plain.content;
    const content = { ...plain.content, received: strip(received), rendered: strip(rendered) };
    expect(score(byScript, { ...plain, content })).toEqual([]);
    expect(score(byScript, null)).toEqual([]);
  });
});

describe('what is admitted', () => {
  const guests = `<p>chữ mới</p><div data-vonggac-cover="0.90 fixed">x</div>`;
  const seen = browser(guests, ['chào'], '<svg onload="alert(1)"></svg>');
  const admitted = ({ dialogs, received, rendered }: Baseline['content']) => [
    dialogs?.length,
    rendered?.covers?.length,
    received?.handlers?.length,
  ];
  test('automatic learning never admits covers, dialogs and handlers', () => {
    const refined = refineBaseline(plain, seen, 2);
    expect(refined?.content.rendered?.blocks.keys).toContain('chữ mới');
    expect(refined && admitted(refined.content)).toEqual([0, 0, 0]);
    const first = refineBaseline(learned(http()), seen, 2);
    expect(first && admitted(first.content)).toEqual([undefined, undefined, 0]);
  });
  test('people do', () => {
    expect(admitted(acceptLook(plain, seen, 2).content)).toEqual([1, 1, 1]);
    expect(admitted(replaceBaseline(plain.content, seen, 2))).toEqual([1, 1, 1]);
  });
  test('an approved HTTP look keeps which dialogs are known', () => {
    const greeting = learned(browser('', ['chào']));
    expect(replaceBaseline(greeting.content, http(), 2).dialogs).toEqual(['chào']);
  });
});
