import { expect, test } from 'vitest';
import { createLoginThrottle } from '../../../../src/monitor/people/login-throttle.ts';

const minute = 60_000;

function failed(throttle: ReturnType<typeof createLoginThrottle>, count: number, account: string, address: string) {
  for (let n = 0; n < count; n += 1) throttle.failed(account, address, 0);
}

test('the sixth try of an account from one address has to wait until the window ends', () => {
  const throttle = createLoginThrottle();
  failed(throttle, 4, 'an', '192.0.2.1');
  expect(throttle.waitMs('an', '192.0.2.1', 0)).toBe(0);
  failed(throttle, 1, 'an', '192.0.2.1');
  expect(throttle.waitMs('an', '192.0.2.1', minute)).toBe(14 * minute);
  expect(throttle.waitMs('an', '192.0.2.1', 15 * minute)).toBe(0);
});

test('nobody waits for a clock that was set back', () => {
  const throttle = createLoginThrottle();
  for (let n = 0; n < 5; n += 1) throttle.failed('an', '192.0.2.1', 7 * 60 * minute);
  expect(throttle.waitMs('an', '192.0.2.1', 0)).toBe(0);
  failed(throttle, 5, 'an', '192.0.2.1');
  expect(throttle.waitMs('an', '192.0.2.1', 0)).toBe(15 * minute);
});

test('failures elsewhere do not lock the owner of the account out', () => {
  const throttle = createLoginThrottle();
  failed(throttle, 30, 'an', '192.0.2.1');
  expect(throttle.waitMs('an', '198.51.100.9', 0)).toBe(0);
});

test('one address that tries many accounts has to wait', () => {
  const throttle = createLoginThrottle();
  for (let n = 0; n < 30; n += 1) failed(throttle, 1, `user${n}`, '192.0.2.1');
  expect(throttle.waitMs('somebody-else', '192.0.2.1', 0)).toBeGreaterThan(0);
});

test('many addresses that try one account have to wait', () => {
  const throttle = createLoginThrottle();
  for (let n = 0; n < 100; n += 1) failed(throttle, 1, 'an', `192.0.2.${n}`);
  expect(throttle.waitMs('an', '198.51.100.9', 0)).toBeGreaterThan(0);
});

test('a right password forgets its own failures and is not counted against a shared address', () => {
  const throttle = createLoginThrottle();
  for (let n = 0; n < 200; n += 1) {
    throttle.failed('an', '192.0.2.1', 0);
    throttle.succeeded('an', '192.0.2.1');
  }
  expect(throttle.waitMs('an', '192.0.2.1', 0)).toBe(0);
});

test('memory stays bounded however many names are tried', () => {
  const throttle = createLoginThrottle();
  failed(throttle, 5, 'first', '192.0.2.1');
  for (let n = 0; n < 12_000; n += 1) failed(throttle, 1, `user${n}`, `10.0.${n >> 8}.${n & 255}`);
  expect(throttle.waitMs('first', '192.0.2.1', 0)).toBe(0);
});

test.each(['2001:db8:7:1::%', '2001:db8:7:1:%:0:0:9', '2001:0db8:0007:0001::%'])(
  'addresses of one network (%s) are one visitor, others are not',
  (pattern) => {
    const throttle = createLoginThrottle();
    for (let n = 1; n <= 30; n += 1) failed(throttle, 1, `user${n}`, pattern.replace('%', n.toString(16)));
    expect(throttle.waitMs('somebody-else', '2001:db8:7:1:ffff::1', 0)).toBeGreaterThan(0);
    expect(throttle.waitMs('somebody-else', '2001:db8:7:2::1', 0)).toBe(0);
    expect(throttle.waitMs('somebody-else', '::ffff:192.0.2.1', 0)).toBe(0);
  },
);
