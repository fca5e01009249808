import { describe, expect, test } from 'vitest';
import { assess } from '../../../../src/core/judge/assess.ts';
import { learned, look, plain, portalWith, said } from '../../../support/detecting.ts';
import { testPolicy } from '../../../support/policy.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const threat =
  '<p>Your portal was captured tonight by people from the north, dear keeper of the keys, surrender now.</p>';
const seller = '<p>Diplomas of every school for sale, jackpots for whoever orders two of them before the weekend.</p>';

describe('defacer-wording', () => {
  test('tells a new sentence that reads as defacers write, with the words that weighed', () => {
    const [finding] = said('defacer-wording', look(portalWith(threat)), plain);
    expect(finding).toMatchObject({ family: 'words', kind: 'defacement', score: 4 });
    expect(finding?.reason.en).toContain('captured, surrender');
    expect(finding?.reason.vi).toMatch(/^Xuất hiện nội dung viết theo giọng/);
    expect(finding?.place?.after).toContain('dear keeper of the keys');
  });
  test('is quiet about what was always there, about an ordinary page at first sight, and about a label', () => {
    const always = learned([look(portalWith(threat)), look(portalWith(threat))]);
    expect(said('defacer-wording', look(portalWith(threat)), always)).toEqual([]);
    expect(said('defacer-wording', look(portalPage()), null)).toEqual([]);
    expect(said('defacer-wording', look(portalWith('<p>Captured!</p>')), plain)).toEqual([]);
  });
  test('at first sight counts with its own cap', () => {
    const [finding] = said('defacer-wording', look(`<body>${threat}</body>`), null);
    expect(finding?.score).toBe(4);
    expect(finding?.reason.en).toMatch(/^There is text that reads as defacers write/);
  });
  test('never counts more than the policy allows, and adds to a signature by the discount of its family', () => {
    const signed = '<p>Hacked by Bong Dem</p>';
    const scoreOf = (added: string): number => {
      const context = { targetUrl: 'https://anphu.binhgiang.gov.vn/', at: 9, baseline: plain, ignored: [] };
      return assess(context, { looks: [look(portalWith(added))], failures: [] }, testPolicy).verdict.score;
    };
    // Half of the wording, and a quarter of a text in English, which this page never used.
    expect(scoreOf(signed + threat) - scoreOf(signed)).toBeCloseTo(2.5, 1);
  });
  test('weighs more where standing text went for it, but not for weaker words or a page rebuilt', () => {
    const stands = '<p>Ủy ban tiếp công dân vào thứ Năm hằng tuần tại trụ sở.</p>';
    const before = learned([look(portalWith(stands)), look(portalWith(stands))]);
    const [inPlace] = said('defacer-wording', look(portalWith(threat)), before);
    expect(inPlace).toMatchObject({ score: 6, cues: ['defacer-wording.in-place'] });
    expect(inPlace?.reason.en).toContain('in place of standing text');
    const [beside] = said('defacer-wording', look(portalWith(stands + threat)), before);
    expect(beside).toMatchObject({ score: 4 });
  });
  test('names the passage by the same fingerprint wherever it stands, and another by another', () => {
    const printOf = (added: string) =>
      said('defacer-wording', look(portalWith(added)), plain).map(({ fingerprint }) => fingerprint);
    expect(
      printOf(`<p>Khai giảng lớp học cộng đồng tại nhà văn hóa thôn Đông, mời bà con đến dự đông đủ.</p>${threat}`),
    ).toEqual(printOf(threat));
  });
  test('what an operator ignores hides nothing else', () => {
    const other =
      '<p>People over there in that office of yours, surrender at last and send your tribute to the north.</p>';
    const [known] = said('defacer-wording', look(portalWith(threat)), plain);
    const context = {
      targetUrl: 'https://anphu.binhgiang.gov.vn/',
      at: 9,
      baseline: plain,
      ignored: [known?.fingerprint ?? ''],
    };
    const levelOf = (added: string): number => {
      const { verdict } = assess(context, { looks: [look(portalWith(added))], failures: [] }, testPolicy);
      return verdict.findings.find(({ detector }) => detector === 'defacer-wording')?.score ?? -1;
    };
    expect(levelOf(threat)).toBe(0);
    expect(levelOf(threat + other)).toBeGreaterThan(2);
  });
});

describe('spam-wording', () => {
  test('tells what is sold, hidden or not, and names it injected', () => {
    for (const added of [seller, `<div style="display:none">${seller}</div>`]) {
      expect(said('spam-wording', look(portalWith(added)), plain)).toMatchObject([{ kind: 'injection', score: 4 }]);
    }
  });
  test('reads titles and descriptions that are new', () => {
    const title = 'Diplomas and jackpots for everybody who orders before the weekend';
    expect(said('spam-wording', look(portalPage({ title })), plain)).toHaveLength(1);
  });
  test('reads what a new script writes into the page', () => {
    const script = `<script>document.write(${JSON.stringify(seller.replace('</p>', '<\\/p>'))})</script>`;
    expect(said('spam-wording', look(portalWith(script)), plain)[0]?.reason.en).toContain('written into the page');
  });
});
