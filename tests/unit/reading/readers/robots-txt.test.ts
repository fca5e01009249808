import { expect, test } from 'vitest';
import { mayVisit, readRobots } from '../../../../src/reading/readers/robots-txt.ts';

const may = (text: string, path: string) => mayVisit(readRobots(text, 'vonggac'), `https://so.gov.vn${path}`);

test('the longest rule that matches decides, of equals the one that allows', () => {
  const text = 'User-agent: *\nDisallow: /tin\nAllow: /tin/moi\nDisallow: /a*b\nAllow: /a*c';
  expect([may(text, '/tin/cu'), may(text, '/tin/moi'), may(text, '/khac')]).toEqual([false, true, true]);
  expect(may(text, '/a-b-c')).toBe(true);
});

test('rules for our name are in force alone, without them those for everybody', () => {
  const text = 'User-agent: *\nDisallow: /\n\nUser-agent: khac\nUser-agent: VongGac/1.0\nDisallow: /rieng # nội bộ\n';
  expect([may(text, '/'), may(text, '/rieng/1')]).toEqual([true, false]);
  expect(may('User-agent: khac\nDisallow: /\nUser-agent: *\nDisallow: /x', '/x')).toBe(false);
  expect(may('User-agent: vonggac\nDisallow:\nUser-agent: *\nDisallow: /', '/')).toBe(true);
});

test('a star stands for anything, a dollar for the end', () => {
  const text = 'User-agent: *\nDisallow: /*.pdf$\nDisallow: /*/in/*.aspx\nDisallow: /het$';
  expect([may(text, '/a/b.pdf'), may(text, '/a/b.pdf?x=1')]).toEqual([false, true]);
  expect([may(text, '/vi/in/trang.aspx?id=2'), may(text, '/in/trang.aspx')]).toEqual([false, true]);
  expect([may(text, '/het'), may(text, '/het-roi')]).toEqual([false, true]);
});

test('letters and escapes are compared as addresses write them', () => {
  expect(may('User-agent: *\nDisallow: /tin-tức', '/tin-t%e1%bb%a9c/1')).toBe(false);
  expect(may('User-agent: *\nDisallow: /a%3cd', '/a%3Cd')).toBe(false);
});

test('sitemaps are listed wherever they stand', () => {
  const text = 'Sitemap: https://so.gov.vn/a.xml\r\nUser-agent: *\rDisallow: /\nsitemap:/b.xml\nSitemap:';
  expect(readRobots(text, 'vonggac').sitemaps).toEqual(['https://so.gov.vn/a.xml', '/b.xml']);
});

test('thousands of names above thousands of rules are one group, not millions of rules', () => {
  const text = `${'User-agent: a\n'.repeat(2_000)}User-agent: *\n${'Disallow: /a\n'.repeat(2_000)}`;
  expect(readRobots(text, 'vonggac').rules).toHaveLength(2_000);
});
