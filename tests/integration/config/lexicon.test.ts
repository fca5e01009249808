import { describe, expect, test } from 'vitest';
import { loadPolicy } from '../../../src/config/policy.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { countSpam, spamAddress, spamWeight } from '../../../src/core/detect/shared/spam-lexicon.ts';

const { lexicon } = loadPolicy(configSchema.parse({}));
const weight = (text: string) => spamWeight(countSpam(lexicon, [text]));

describe('the shipped lexicon', () => {
  test.each([
    'nhà cái uy tín',
    'NHA CAI UY TIN',
    'Nha\u0300 ca\u0301i uy ti\u0301n',
    'n\u200Bhà c\u200Dái uy t\u00ADín',
    'nh\u0430 c\u0430i uy tin',
    'nh4 c4i uy t1n',
  ])('finds one term however it is written: %j', (text) => {
    expect(weight(text)).toBeGreaterThanOrEqual(2);
  });
  test.each([
    ['Chinese', '澳门威尼斯人娱乐城'],
    ['Japanese', 'オンラインカジノの紹介'],
    ['Thai', 'สล็อตเว็บตรงแตกง่าย'],
    ['Indonesian', 'situs slot gacor hari ini'],
  ])('finds %s terms, also where no space stands between words', (_, text) => {
    expect(weight(text)).toBeGreaterThanOrEqual(2);
  });
  test('tells words apart that differ by their accents only', () => {
    expect(weight('chơi lô đề')).toBeGreaterThan(0);
    expect(weight('số đề nghị hỗ trợ; lộ đề cương; hộ bán cá')).toBe(0);
  });
  test('a term counts once, however often it stands there', () => {
    expect(weight('soi cầu soi cầu soi cầu')).toBe(weight('soi cầu'));
  });
});

describe('addresses of betting houses', () => {
  test.each([
    ['w88.example/', 1],
    ['789club-vn.example/', 1],
    ['lab.example/slot-gacor/', 2],
    ['nhacai.example/', 2],
    ['chinhphu.vn/', 0],
    ['dichvucong.gov.vn/p/home/dvc-trang-chu.html', 0],
    ['www.moet.gov.vn/tin-tuc/2026', 0],
    ['cdn2.example/', 0],
  ] as const)('%s: %d', (address, found) => {
    expect(spamAddress(lexicon, address)).toBe(found);
  });
});
