/** Whatever a server sends, one of few things is made of it. */
import { type Answer, AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { expect, test } from 'vitest';
import { readAddresses } from '../../../../src/reading/readers/address-answer.ts';

const name = 'www.example.vn';

const message = (answers: readonly Answer[], more: Partial<Packet> = {}): DecodedPacket =>
  decode(encode({ type: 'response', questions: [{ type: 'A', name }], answers: [...answers], ...more }));

const read = (answers: readonly Answer[], more: Partial<Packet> = {}) =>
  readAddresses(message(answers, more), [name], 'A');

const a = (owner: string, data: string): Answer => ({ type: 'A', name: owner, data });
const cname = (owner: string, data: string): Answer => ({ type: 'CNAME', name: owner, data });
const soa: Answer = { type: 'SOA', name: 'example.vn', data: { mname: 'ns.example.vn', rname: 'root.example.vn' } };
const ns: Answer = { type: 'NS', name: 'example.vn', data: 'ns.example.vn' };

test.each<[string, readonly Answer[], Partial<Packet>, object]>([
  ['its addresses', [a('WWW.example.vn', '192.0.2.1')], {}, { status: 'found', addresses: ['192.0.2.1'] }],
  [
    'those of its alias',
    [a('b.vn', '192.0.2.2'), cname(name, 'B.vn')],
    {},
    { status: 'found', addresses: ['192.0.2.2'] },
  ],
  ['those of another name are not its own', [a('other.vn', '192.0.2.3')], {}, { status: 'no-data' }],
  [
    'those beside an alias are not its own',
    [cname(name, 'b.vn'), a(name, '192.0.2.4')],
    {},
    { status: 'alias', way: [name, 'b.vn'] },
  ],
  ['those of another class are none', [{ ...a(name, '192.0.2.5'), class: 'CH' } as Answer], {}, { status: 'no-data' }],
  ['an alias that has no such address', [cname(name, 'b.vn')], { authorities: [soa] }, { status: 'no-data' }],
  ['a circle', [cname(name, 'b.vn'), cname('b.vn', name)], {}, { status: 'astray' }],
  ['itself', [cname(name, name)], {}, { status: 'astray' }],
  ['an alias that is no name', [cname(name, 'with space.vn')], {}, { status: 'astray' }],
  ['"ask them"', [], { authorities: [ns] }, { status: 'unanswered' }],
  ['nothing, from who speaks for it', [], { authorities: [ns], flags: AUTHORITATIVE_ANSWER }, { status: 'no-data' }],
  ['the name is gone', [], { flags: 3 }, { status: 'no-such-name' }],
  ['an extension that is not taken', [], { flags: 1 }, { status: 'no-extension' }],
  ['a failure', [], { flags: 2 }, { status: 'unanswered' }],
  ['a refusal', [a(name, '192.0.2.6')], { flags: 5 }, { status: 'unanswered' }],
])('%s', (_what, answers, more, expected) => {
  expect(read(answers, more)).toEqual(expected);
});

test('a thousand aliases are as many as seventeen', () => {
  const names = Array.from({ length: 1_000 }, (_, i) => (i === 0 ? name : `a${i}.vn`));
  const chain = names.slice(1).map((to, i) => cname(names[i] ?? '', to));
  expect(read(chain)).toEqual({ status: 'astray' });
});
