/** Which messages answer a question, and which are somebody's guess. */
import { encode, type Packet, TRUNCATED_RESPONSE } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../../../src/capture/name/query.ts';
import { type Query, queryFor, readDatagram, readStreamed } from '../../../../src/capture/name/query.ts';

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

const answer = (received: ReturnType<typeof readDatagram>) => (typeof received === 'string' ? received : 'answer');

test('ids and the case of letters differ from question to question', () => {
  const queries = Array.from({ length: 20 }, () => queryFor({ name, type: 'A' }, false));

  expect(new Set(queries.map(({ id }) => id)).size).toBeGreaterThan(15);
  expect(new Set(queries.map((one) => one.name)).size).toBeGreaterThan(15);
  expect(new Set(queries.map((one) => one.name.toLowerCase()))).toEqual(new Set([name]));
});

test('the answer has the id and, letter by letter, the question', () => {
  expect(answer(readDatagram(answerTo(query), query))).toBe('answer');
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
  expect(answer(readDatagram(answerTo(query, change), query))).toBe(received);
});

test('noise and giants are unreadable', () => {
  expect(readDatagram(Buffer.alloc(4_097), query)).toBe('unreadable');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const received = readDatagram(Buffer.from(bytes), query);
      return received === 'unreadable' || received === 'stray' || received === 'over-tcp';
    }),
  );
});

test('over a connection the case of letters does not matter, the id and the name do', () => {
  const message = (more: Partial<Message>) =>
    ({ id: query.id, flag_qr: true, questions: [{ name, type: 'A' }], ...more }) as Message;

  expect(answer(readStreamed(message({}), query))).toBe('answer');
  expect(readStreamed(message({ id: query.id + 1 }), query)).toBe('unreadable');
  expect(readStreamed(message({ flag_qr: false }), query)).toBe('unreadable');
  expect(readStreamed(message({ questions: [{ name: 'other.vn', type: 'A' }] }), query)).toBe('unreadable');
});
