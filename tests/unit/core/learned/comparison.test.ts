import { describe, expect, test } from 'vitest';
import { readPage } from '../../../../src/core/facts/read-page.ts';
import { compare } from '../../../../src/core/learned/comparison.ts';
import { emptyView, learnFacts } from '../../../../src/core/learned/learned-view.ts';
import { defacedPage, portalPage } from '../../../support/portal-pages.ts';

const read = (html: string) => readPage(html, 'https://anphu.binhgiang.gov.vn/');
const learn = (...pages: string[]) => pages.reduce((view, html) => learnFacts(view, read(html), true), emptyView);

describe('compare', () => {
  test('an unchanged page keeps all and adds nothing', () => {
    const view = learn(portalPage(), portalPage({ visits: 7 }));
    expect(compare(view, read(portalPage({ visits: 99 })))).toMatchObject({
      textKept: 1,
      outlineKept: 1,
      added: [],
      addedSide: [],
    });
  });
  test('a replaced page keeps nothing and is all new', () => {
    const result = compare(learn(portalPage(), portalPage()), read(defacedPage));
    expect(result).toMatchObject({ textKept: 0, addedShare: 1, wordsKept: 0, familiarWords: 0, addressesKept: 0 });
    expect(result.outlineKept).toBeLessThan(0.2);
    expect(result.lost.length).toBeGreaterThan(0);
  });
  test('what changes at every look is not missed', () => {
    const slide = (text: string) => portalPage({ extra: `<div class="slide">${text}</div>` });
    const view = learn(slide('một'), slide('hai'), slide('ba'));
    expect(compare(view, read(slide('bốn')))).toMatchObject({ textKept: 1, added: [{ text: 'bốn' }] });
  });
  test('one edited paragraph is one loss and one addition', () => {
    const view = learn(portalPage(), portalPage());
    const edited = portalPage().replace('thứ Năm hằng tuần', 'thứ Sáu hằng tuần');
    const { textKept, added } = compare(view, read(edited));
    expect(textKept).toBeGreaterThan(0.8);
    expect(added).toHaveLength(1);
  });
});
