import { describe, expect, test } from 'vitest';
import type { ProbeRole } from '../../../../src/core/domain/target.ts';
import { type Look, lookAt } from '../../../../src/core/facts/look.ts';
import { assess } from '../../../../src/core/judge/assess.ts';
import { type Baseline, learnBaseline } from '../../../../src/core/learned/baseline.ts';
import { isKnownAnswer, learnAnswer, type NotFoundAnswers } from '../../../../src/core/pages/not-found-answers.ts';
import { siteKnowledge } from '../../../../src/core/pages/site-knowledge.ts';
import { type CaptureWish, captureFrom } from '../../../support/captures.ts';
import { testPolicy } from '../../../support/policy.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const home = 'https://anphu.binhgiang.gov.vn/';
const look = (html: string, wish: CaptureWish = {}): Look =>
  lookAt(captureFrom(html, { url: `${home}khong-co`, ...wish }), null);
const bare =
  '<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center></body></html>';
const strange = `<html><body><div class="k"><h2>Trang mới</h2><p>${'Đây là một trang của ai đó, không phải của cổng. '.repeat(6)}</p><a href="https://la.example/">x</a></div></body></html>`;

function learnt(...answers: readonly Look[]): NotFoundAnswers | null {
  return answers.reduce<NotFoundAnswers | null>((known, answer) => learnAnswer(known, answer), null);
}

const errors = learnt(...[1, 2, 3].map(() => look(bare, { status: 404 })));
const content = learnBaseline([look(portalPage(), { url: home }), look(portalPage(), { url: home })], 1);
const baseline: Baseline = {
  targetId: '1.1',
  profile: 'browser',
  version: 1,
  status: 'approved',
  learnedAt: 1,
  revision: 0,
  content,
};

function judged(seen: Look, notFound: NotFoundAnswers | null, role: ProbeRole = 'not-found', targetUrl = seen.url) {
  const site = { role, knowledge: siteKnowledge([home], [baseline], notFound) };
  return assess({ targetUrl, at: 1, baseline: null, ignored: [], site }, { looks: [seen], failures: [] }, testPolicy)
    .verdict;
}
const said = (detector: string, verdict: ReturnType<typeof judged>) =>
  verdict.findings.filter((finding) => finding.detector === detector && finding.score > 0);

describe('what is learned of answers', () => {
  test('hosts come from the first answers only', () => {
    const later = learnAnswer(errors, look(strange, { status: 404 }));
    expect(later.hosts).toEqual([]);
    expect(later.looks).toBe(4);
  });
  test('a few ways of answering are kept, equal ones once', () => {
    expect(errors?.shapes).toHaveLength(1);
    expect(learnAnswer(errors, look(portalPage(), { status: 404 })).shapes).toHaveLength(2);
    expect(errors !== null && isKnownAnswer(errors, look(bare, { status: 404 }))).toBe(true);
    expect(errors !== null && isKnownAnswer(errors, look(portalPage()))).toBe(false);
  });
});

describe('an answer to an address that does not exist', () => {
  test('that is a strange page where an error was is a suspect, and its change has one name', () => {
    const verdict = judged(look(strange), errors);
    expect(verdict.level).toBe('suspect');
    const other = judged(look(strange.replace('Trang mới', 'Trang khác'), { url: `${home}khac` }), errors);
    expect(said('not-found-changed', other)[0]?.fingerprint).toBe(said('not-found-changed', verdict)[0]?.fingerprint);
  });
  test('says nothing before enough was learned', () => {
    expect(judged(look(strange), learnt(look(bare, { status: 404 }))).level).toBe('clean');
    expect(judged(look(strange), null).level).toBe('clean');
  });
  test('in the frame of the portal is a new error page', () => {
    expect(judged(look(portalPage({ title: 'Không tìm thấy' })), errors).level).toBe('clean');
  });
  test('that leads away is named with the domain', () => {
    const [finding] = said('not-found-changed', judged(look(strange, { finalUrl: 'https://la.example/' }), errors));
    expect(finding).toMatchObject({ kind: 'redirection', score: 4.5 });
    expect(finding?.reason.en).toContain('la.example');
  });
  test('of a site that always led to its home page stays quiet', () => {
    const led = (n: number) => look(portalPage(), { url: `${home}khong-${n}`, finalUrl: home });
    expect(judged(led(9), learnt(led(1), led(2), led(3))).level).toBe('clean');
  });
});

describe('a page that was found', () => {
  test('and is gone is clean, and its signature is not', () => {
    expect(judged(look(bare, { status: 404 }), null, 'found').level).toBe('clean');
    expect(judged(look('<h1>HACKED BY X</h1>', { status: 404 }), null, 'found').level).toBe('alarm');
  });
  test('and is answered like what does not exist is gone too', () => {
    const soft = look('<title>Database error</title><p>database error</p>');
    expect(judged(soft, learnt(soft, soft, soft), 'found').level).toBe('clean');
    expect(judged(soft, null, 'found').level).toBe('unknown');
  });
  test('outside the frame of the portal says nothing by that alone, and more when it speaks as attackers do', () => {
    expect(judged(look(strange), errors, 'found').level).toBe('clean');
    const signed = strange.replace('Trang mới', 'greetz');
    expect(said('foreign-template', judged(look(signed), errors, 'found'))).toHaveLength(1);
    const report = strange.replace(
      'Trang mới',
      'Báo cáo của công an cho biết nhóm này thường để lại chữ greetz trên trang bị tấn công',
    );
    expect(said('foreign-template', judged(look(report), errors, 'found'))).toEqual([]);
    expect(said('foreign-template', judged(look(portalPage({ title: 'Bài mới' })), errors, 'found'))).toEqual([]);
  });
  test('that another host answered says nothing about the frame', () => {
    expect(
      said(
        'foreign-template',
        judged(
          look(strange.replace('Trang mới', 'greetz'), { finalUrl: 'https://dichvucong.gov.vn/' }),
          errors,
          'found',
        ),
      ),
    ).toEqual([]);
  });
});

describe('a name that attackers leave', () => {
  const url = `${home}hacked.html`;
  const verdict = (html: string, wish: CaptureWish = {}) =>
    judged(look(html, { url, ...wish }), errors, 'telling', url);
  test('answered with a page of its own is a suspect', () => {
    expect(said('dropped-file', verdict('<p>xin chào</p>'))).toHaveLength(1);
    expect(verdict('<p>xin chào</p><script src="/a.js"></script>').level).toBe('suspect');
  });
  test('answered as what does not exist, or led elsewhere, is nothing', () => {
    expect(verdict(bare, { status: 404 }).level).toBe('clean');
    expect(said('dropped-file', verdict(bare))).toEqual([]);
    expect(said('dropped-file', verdict(portalPage(), { finalUrl: home }))).toEqual([]);
  });
});

test('hosts that the learned pages link to are no strangers on a found page', () => {
  const links = ['a', 'b', 'c'].map((name) => `https://${name}-casino.example/`);
  const farm = links.map((url) => `<a href="${url}">nhà cái tài xỉu casino</a>`).join('');
  const seen = look(portalPage({ extra: farm }));
  const known = learnBaseline([look(portalPage({ extra: farm }), { url: home })], 1);
  const finding = (content: typeof known) => {
    const site = { role: 'found' as const, knowledge: siteKnowledge([home], [{ ...baseline, content }], null) };
    const context = { targetUrl: seen.url, at: 1, baseline: null, ignored: [], site };
    const { verdict } = assess(context, { looks: [seen], failures: [] }, testPolicy);
    return said('links-added', verdict);
  };
  expect(finding(content)).toHaveLength(1);
  expect(finding(known)).toEqual([]);
});
