/** Which messages answer a question, and which are somebody's guess. */
import { encode, type Packet, TRUNCATED_RESPONSE } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Query, queryFor } from '../../../../src/capture/name/query.ts';
import { holdsWhatItCounts } from '../../../../src/reading/readers/header-counts.ts';
import { readNameServerMessage } from '../../../../src/reading/readers/name-server-message.ts';

const name = 'www.a-long-name-of-a-portal.example.vn';
const query = queryFor({ name, type: 'A' }, true);

function answerTo(asked: Query, more: Partial<Packet> = {}): Buffer {
  return encode({
    ...asked.packet,
    type: 'response',
    answers: [{ type: 'A', name: asked.name, data: '192.0.2.1' }],
    ...more,
  });
}

const read = (bytes: Uint8Array, over: 'udp' | 'tcp') =>
  readNameServerMessage({ bytes, over, query, kind: 'recursive' });
const datagram = (bytes: Uint8Array) => {
  const message = read(bytes, 'udp');
  return typeof message === 'string' ? message : 'answer';
};

test('the answer has the id and, letter by letter, the question', () => {
  expect(datagram(answerTo(query))).toBe('answer');
});

test.each<[string, Partial<Packet>, string]>([
  ['another id', { id: (query.id + 1) % 65_536 }, 'stray'],
  ['a question itself', { type: 'query' }, 'stray'],
  ['another name', { questions: [{ name: 'other.vn', type: 'A' }] }, 'stray'],
  ['another type', { questions: [{ name: query.name, type: 'AAAA' }] }, 'stray'],
  [
    'two questions',
    {
      questions: [
        { name: query.name, type: 'A' },
        { name: query.name, type: 'AAAA' },
      ],
    },
    'stray',
  ],
  ['the name in plain letters', { questions: [{ name: query.name.toLowerCase(), type: 'A' }] }, 'over-tcp'],
  ['no question', { questions: [] }, 'over-tcp'],
  ['an answer that was cut', { flags: TRUNCATED_RESPONSE }, 'over-tcp'],
])('%s: not taken from a datagram', (_what, change, received) => {
  expect(datagram(answerTo(query, change))).toBe(received);
});

test('noise and giants are unreadable', () => {
  expect(datagram(Buffer.alloc(4_097))).toBe('unreadable');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const received = datagram(Buffer.from(bytes));
      return received === 'unreadable' || received === 'stray' || received === 'over-tcp';
    }),
  );
});

test('over a connection the case of letters does not matter, the id and the name do', () => {
  const streamed = (more: Partial<Packet>) =>
    read(answerTo(query, { questions: [{ name, type: 'A' }], ...more }), 'tcp');

  expect(streamed({})).toMatchObject({ status: 'answered' });
  expect(streamed({ id: (query.id + 1) % 65_536 })).toBe('unreadable');
  expect(streamed({ type: 'query' })).toBe('unreadable');
  expect(streamed({ questions: [{ name: 'other.vn', type: 'A' }] })).toBe('unreadable');
});

test('says where the aliases of the message lead, with an address there and without one', () => {
  const alias = { type: 'CNAME', name: query.name, data: 'Cdn.example.net', ttl: 60 } as const;
  const address = { type: 'A', name: 'cdn.example.net', data: '192.0.2.7', ttl: 30 } as const;

  expect(read(answerTo(query, { answers: [alias, address] }), 'udp')).toEqual({
    status: 'answered',
    values: ['192.0.2.7'],
    ttl: 30,
    endOfAliases: 'cdn.example.net',
  });
  expect(read(answerTo(query, { answers: [alias] }), 'udp')).toMatchObject({
    status: 'no-data',
    endOfAliases: 'cdn.example.net',
  });
});

test('a message that announces more than it holds is not decoded', () => {
  const flood = Buffer.alloc(300);
  for (const at of [4, 6, 8, 10]) flood.writeUInt16BE(65_535, at);
  expect(holdsWhatItCounts(flood)).toBe(false);
  expect(datagram(flood)).toBe('unreadable');
  expect(holdsWhatItCounts(Buffer.alloc(11))).toBe(false);
  expect(holdsWhatItCounts(answerTo(query))).toBe(true);
});
