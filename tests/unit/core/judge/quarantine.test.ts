import { describe, expect, it } from 'vitest';
import {
  emptyQuarantine,
  isQuarantined,
  type Quarantine,
  withBreak,
  withoutBreaks,
} from '../../../../src/core/judge/quarantine.ts';

const minuteMs = 60_000;
const start = 1_000_000;

function broken(...at: readonly number[]): Quarantine {
  return at.reduce((quarantine, moment) => withBreak(quarantine, 'page', moment), emptyQuarantine);
}

describe('quarantine', () => {
  it('forgives one break, and keeps away what broke twice', () => {
    expect(isQuarantined(emptyQuarantine, 'page', start)).toBe(false);
    expect(isQuarantined(broken(start), 'page', start + 1)).toBe(false);
    expect(isQuarantined(broken(start, start + 1), 'page', start + 2)).toBe(true);
    expect(isQuarantined(broken(start, start + 1), 'another page', start + 2)).toBe(false);
  });

  it('ends an hour after the latest break, and then gives two chances again', () => {
    const quarantine = broken(start, start + minuteMs);
    expect(isQuarantined(quarantine, 'page', start + 60 * minuteMs)).toBe(true);
    const later = start + 61 * minuteMs;
    expect(isQuarantined(quarantine, 'page', later)).toBe(false);
    expect(isQuarantined(withBreak(quarantine, 'page', later), 'page', later)).toBe(false);
  });

  it('does not outlast a clock that is set back', () => {
    expect(isQuarantined(broken(start, start), 'page', start - minuteMs)).toBe(false);
  });

  it('forgets what was read after all', () => {
    const quarantine = withoutBreaks(broken(start, start + 1), 'page');
    expect(isQuarantined(quarantine, 'page', start + 2)).toBe(false);
    expect(withoutBreaks(quarantine, 'page')).toBe(quarantine);
  });

  it('remembers no more than 500, whoever fills it; the latest stay', () => {
    let quarantine = broken(start, start);
    for (let i = 0; i < 600; i++) quarantine = withBreak(quarantine, `page ${i}`, start);
    expect(quarantine.size).toBe(500);
    expect(quarantine.has('page 599')).toBe(true);
    expect(quarantine.has('page')).toBe(false);
  });
});
