import { describe, expect, test } from 'vitest';
import { departureOf, type Voice } from '../../../../src/core/names/voices.ts';

const near = (value: string): boolean => value.startsWith('192.0.2.');
const known = '192.0.2.1';
const far = '203.0.113.1';

function voice(resolver: string, ...values: string[]): Voice {
  return { resolver, isZone: resolver.startsWith('ns'), status: values.length > 0 ? 'answered' : 'timed-out', values };
}

describe('a departure', () => {
  test('is none while nobody tells anything far', () => {
    expect(departureOf([voice('a', known), voice('b')], near)).toBeNull();
  });

  test('is everywhere when most tell it', () => {
    expect(departureOf([voice('a', far), voice('b', far), voice('c', known)], near)?.reach).toBe('everywhere');
  });

  test('is everywhere when half of the zone’s own servers tell it, whatever caches remember', () => {
    const voices = [voice('a', known), voice('b', known), voice('c', known), voice('ns1', far), voice('ns2', known)];
    expect(departureOf(voices, near)).toMatchObject({ reach: 'everywhere', holders: ['ns1'] });
  });

  test('is one server’s while all others are silent', () => {
    expect(departureOf([voice('a', far), voice('b'), voice('c')], near)).toMatchObject({
      reach: 'only-at',
      holders: ['a'],
    });
  });

  test('is whole when those who tell it tell nothing known', () => {
    expect(departureOf([voice('a', far), voice('b', known)], near)?.isWhole).toBe(true);
    expect(departureOf([voice('a', far, known), voice('b', far)], near)?.isWhole).toBe(false);
  });
});
