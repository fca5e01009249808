import { describe, expect, test } from 'vitest';
import type { Piece, Recorded } from '../../../benches/support/recorded-evidence.ts';
import { fitWeights, type Sample, withWeights } from '../../../benches/support/weight-fit.ts';
import type { WeightName } from '../../../src/core/policy.ts';
import { testPolicy } from '../../support/policy.ts';

function added(detector: string, ...cues: WeightName[]): Piece {
  return { detector, family: detector === 'title-changed' ? 'title' : 'outline', nature: 'added', cues, score: 0 };
}
const signed: Piece = { detector: 'signature-phrase', family: 'words', nature: 'added', cues: [], score: 8 };
const title = added('title-changed', 'title-changed.unrelated');
const markup = added('markup-added', 'markup-added.some');

function sample(truth: Sample['truth'], group: string, exposure: number, ...pieces: Piece[]): Sample {
  const isAttack = truth.endsWith('attack');
  const capture: Recorded = {
    set: isAttack ? 'attacks' : 'drift',
    series: group,
    at: 0,
    truth: isAttack ? 'alarm' : 'quiet',
    level: 'clean',
    attack: isAttack ? 'replaced' : '',
    file: group,
    source: 'a source',
    isMoving: true,
    fold: 1,
    host: group,
    days: exposure,
    pieces,
  };
  return { truth, exposure, group, capture };
}

function each(count: number, make: (nth: number) => Sample): Sample[] {
  return Array.from({ length: count }, (_, nth) => make(nth));
}

const quietDays = (days: number): Sample => sample('ordinary', 'quiet.example', days);

describe('fitWeights', () => {
  test('a cue that only rides along with stronger evidence keeps its prior', () => {
    const replaced = each(100, (nth) => sample('attack', `file ${nth}`, 1, signed, title));
    expect(fitWeights([...replaced, quietDays(2000)], testPolicy).size).toBe(0);
  });

  test('a cue that ordinary steps of several hosts show comes to weigh less than a suspect', () => {
    const steps = each(4, (nth) => sample('ordinary', `host ${nth}`, 3, markup));
    const fitted = fitWeights([...steps, quietDays(200), sample('attack', 'file', 1, signed)], testPolicy);
    expect([...fitted.keys()]).toEqual(['markup-added.some']);
    expect(fitted.get('markup-added.some')).toMatchObject({ prior: 3.1, attackFiles: 0, benignDays: 12 });
    expect(withWeights(testPolicy, fitted).weights['markup-added.some']).toBeLessThan(testPolicy.thresholds.suspect);
  });

  test('what one host does again and again tells nothing of others', () => {
    const steps = each(20, () => sample('ordinary', 'one host', 3, markup));
    expect(fitWeights([...steps, quietDays(200)], testPolicy).size).toBe(0);
  });

  test('a weight by which an attack is told stays where it tells it', () => {
    const steps = each(20, (nth) => sample('ordinary', `host ${nth}`, 3, markup));
    const partial = sample('slight-attack', 'file', 1, markup);
    const weights = withWeights(testPolicy, fitWeights([...steps, partial, quietDays(200)], testPolicy)).weights;
    expect(weights['markup-added.some']).toBeGreaterThanOrEqual(testPolicy.thresholds.suspect);
  });

  test('a weight rises where attacks need it and many days without it attest it, and never to the next threshold', () => {
    const unsure = each(30, (nth) => sample('attack', `file ${nth}`, 1, title, markupOf(2)));
    expect(fitWeights([...unsure, quietDays(20)], testPolicy).size).toBe(0);
    const risen = fitWeights([...unsure, quietDays(5000)], testPolicy).get('title-changed.unrelated')?.nats ?? 0;
    expect(risen).toBeGreaterThanOrEqual(4);
    expect(risen).toBeLessThan(testPolicy.thresholds.alarm);
  });
});

/** Evidence of a fixed weight. */
function markupOf(score: number): Piece {
  return { ...markup, cues: [], score };
}
