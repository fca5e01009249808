import { describe, expect, test } from 'vitest';
import { clickDue, withClicks } from '../../../../src/core/judge/click-turns.ts';
import { newTargetState } from '../../../../src/core/judge/confirm.ts';
import { look } from '../../../support/detecting.ts';

const hourMs = 3_600_000;
const learning = newTargetState(0);
const click = { on: 'ground' as const, leads: [], clipboard: [], asked: [], hosts: [] };
const clicked = look('<p>x</p>', { rendered: {}, behaviour: { click } });
const pending = (detector: string) => {
  const finding = {
    detector,
    score: 2,
    family: 'frames',
    kind: 'injection',
    fingerprint: null,
    indicators: [],
  } as const;
  const findings = [{ ...finding, reason: { vi: '', en: '' } }];
  const verdict = { level: 'suspect', kind: 'injection', score: 3, conclusive: false, findings } as const;
  return { ...learning, status: 'pending', worst: { verdict, checkId: 1 } } as const;
};

describe('a click is due', () => {
  test('while the page is learned or something is confirmed, and at no other time', () => {
    expect(clickDue(learning, 0)).toBe('ground');
    expect(clickDue(pending('links-added'), 0)).toBe('ground');
    expect(clickDue({ ...learning, status: 'ok' }, 0)).toBeNull();
    expect(clickDue({ ...learning, status: 'firing' }, 0)).toBeNull();
  });
  test('on a layer only while a new one is confirmed', () => {
    expect(clickDue(pending('covering-layer'), 0)).toBe('layer');
  });
  test('four times a day', () => {
    let state = learning;
    for (let hour = 0; hour < 4; hour += 1) {
      expect(clickDue(state, hour * hourMs)).toBe('ground');
      state = withClicks(state, [clicked], hour * hourMs);
    }
    expect(clickDue(state, 4 * hourMs)).toBeNull();
    expect(clickDue(state, 24 * hourMs)).toBe('ground');
    expect(withClicks(state, [look('<p>x</p>')], 5 * hourMs)).toBe(state);
  });
});
