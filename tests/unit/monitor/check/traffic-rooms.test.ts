import { expect, it } from 'vitest';
import type { Observed } from '../../../../src/monitor/check/look/observed.ts';
import { createTrafficRooms, withoutTraffic } from '../../../../src/monitor/check/traffic-rooms.ts';
import { captureFrom } from '../../../support/captures.ts';

it('all checks under way share one limit, and give back what they took', () => {
  const rooms = createTrafficRooms(100);
  const [first, second] = [rooms.open(), rooms.open()];
  expect([first.take(60), second.take(60), second.take(40)]).toEqual([true, false, true]);
  first.close();
  first.close();
  expect([second.take(61), second.take(60)]).toEqual([false, true]);
});

it('a look that goes on after its check takes nothing', () => {
  const rooms = createTrafficRooms(100);
  const room = rooms.open();
  room.close();
  expect(room.take(1)).toBe(false);
  expect(rooms.open().take(100)).toBe(true);
});

it('a look of which nothing is kept holds no traffic', () => {
  const traffic = { exchanges: [], certificates: [], left: { exchanges: 0, bytes: 0 } };
  const capture = { ...captureFrom('<p>Xin chào</p>'), traffic };
  const observed = withoutTraffic({ captures: [capture], unread: [capture] } as unknown as Observed);
  expect(observed.captures).toEqual([captureFrom('<p>Xin chào</p>')]);
  expect(observed.unread).toEqual([]);
});
