import { expect, test } from 'vitest';
import { queueIn } from '../../../src/notify/syslog/unacknowledged.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: 0100007F:C350 0100007F:19B2 01 0001A2B0:00000000 01:00000014 00000000     0        0 2
   2: 0100007F:19B2 0100007F:C350 01 00000000:0000FFFF 00:00000000 00000000     0        0 3
`;

test('the queue of a connection is found by its two ports', () => {
  expect(queueIn(table, 0xc350, 0x19b2)).toBe(0x1a2b0);
  expect(queueIn(table, 0x19b2, 0xc350)).toBe(0);
});

test('a connection that is not listed, and a table that is none, say nothing', () => {
  expect([queueIn(table, 1, 2), queueIn('', 0xc350, 0x19b2), queueIn('x :C350 :19B2 01 zz', 0xc350, 0x19b2)]).toEqual([
    null,
    null,
    null,
  ]);
});
