import { describe, expect, it } from 'vitest';
import * as tables from '../../../src/core/terms.ts';
import { certaintyWords } from '../../../src/core/terms.ts';

describe('words', () => {
  it('says everything in both languages', () => {
    for (const [name, table] of Object.entries(tables)) {
      if (typeof table === 'function') continue;
      for (const [term, words] of Object.entries(table)) {
        expect(words.vi.trim(), `${name}.${term}.vi`).not.toBe('');
        expect(words.en.trim(), `${name}.${term}.en`).not.toBe('');
      }
    }
  });

  it('grows surer with the score', () => {
    const steps = [0, 3, 5, 7, 10, 20].map((score) => certaintyWords(score).en);
    expect(new Set(steps).size).toBe(6);
    expect(certaintyWords(4.6).en).toBe('Moderate');
    expect(certaintyWords(4.59).en).toBe('Low');
  });
});
