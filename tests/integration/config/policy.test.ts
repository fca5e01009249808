import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadPolicy } from '../../../src/config/policy.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { findPhrases, matchWords } from '../../../src/core/detect/shared/phrase-index.ts';

const load = (policy: object = {}) => loadPolicy(configSchema.parse({ policy }));

function fileWith(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'vonggac-policy-')), 'policy.yaml');
  writeFileSync(path, text);
  return path;
}

const shipped = (name: string) => readFileSync(new URL(`../../../config/${name}`, import.meta.url), 'utf8');
const fitted: Record<string, { nats: number; prior: number }> = parse(shipped('weights.yaml')).weights;

describe('loadPolicy', () => {
  test('fitted weights are in force in place of the priors they were fitted around; all others are as written', () => {
    const { weights: written } = parse(shipped('policy.yaml')) as { weights: Record<string, { nats: number }> };
    const priors = Object.fromEntries(Object.entries(written).map(([name, { nats }]) => [name, nats]));
    const fits = Object.entries(fitted);
    expect(fits.length).toBeGreaterThan(0);
    for (const [name, { prior }] of fits) expect(priors[name], name).toBe(prior);
    const nats = Object.fromEntries(fits.map(([name, one]) => [name, one.nats]));
    expect(load().weights).toEqual({ ...priors, ...nats });
  });
  test("an operator's own policy decides what it names; all else is as shipped", () => {
    const [name = '', { prior } = { prior: 0 }] = Object.entries(fitted)[0] ?? [];
    const weights = `{ ${name}: { nats: ${prior}, because: ours }, bare-page: { nats: 5, because: ours } }`;
    const own = load({ file: fileWith(`missingCap: 4\nthresholds: { alarm: 7 }\nweights: ${weights}\n`) });
    const { version: _, ...ordinary } = load();
    expect(own).toMatchObject({ missingCap: 4, familyDiscount: ordinary.familyDiscount });
    expect(own.thresholds).toEqual({ ...ordinary.thresholds, alarm: 7 });
    expect(own.weights).toEqual({ ...ordinary.weights, [name]: prior, 'bare-page': 5 });
  });
  test('the shipped files are valid and a signature alone alarms', () => {
    const policy = load();
    expect(policy.thresholds.suspect).toBeLessThan(policy.thresholds.alarm);
    const [hit] = findPhrases(policy.signatures, matchWords('Đã bị hack bởi X'));
    expect(hit?.phrase.weight).toBeGreaterThanOrEqual(policy.thresholds.alarm);
  });
  test('the configuration adds phrases and moves thresholds, and each makes another version', () => {
    const added = load({ phrases: [{ text: 'nhóm bóng đêm', weight: 7 }] });
    expect(findPhrases(added.signatures, matchWords('NHOM BONG DEM'))[0]?.phrase.weight).toBe(7);
    const stricter = load({ thresholds: { suspect: 2 } });
    expect(stricter.thresholds).toEqual({ suspect: 2, alarm: load().thresholds.alarm });
    expect(new Set([load().version, load().version, added.version, stricter.version]).size).toBe(3);
  });
  test('thresholds out of order are refused', () => {
    expect(() => load({ thresholds: { suspect: 9 } })).toThrow(/suspect \(9\) must be below alarm/);
  });
  test('all mistakes of a file are named at once', () => {
    const file = fileWith('thresholds: { suspect: x }\nfamilyDiscount: 7\nweights: { nothing: 1 }\nmore: 1\n');
    expect(() => load({ file })).toThrow(/thresholds\.suspect.*familyDiscount.*weights.*more/s);
  });
  test.each([
    ['missing', '/nowhere/policy.yaml'],
    ['no YAML', fileWith('a: [')],
  ])('a file that is %s is a configuration mistake', (_, file) => {
    expect(() => load({ file })).toThrow(expect.objectContaining({ code: 'bad-configuration' }));
  });
});
