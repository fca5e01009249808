/** The zone of a host, when resolvers disagree as well. */
import { expect, test } from 'vitest';
import { chooseZone, commonestNames, zoneCandidates } from '../../../../src/capture/name/zone.ts';
import type { AnswerStatus, RecordAnswer } from '../../../../src/core/names/name-look.ts';

const ns = (status: AnswerStatus, values: readonly string[] = []): RecordAnswer => ({
  type: 'NS',
  status,
  values,
  ttl: null,
});
const candidates = ['www.x.gov.vn', 'x.gov.vn'];

test('candidates go from the host up to its registrable domain, at most five', () => {
  expect(zoneCandidates('www.so.tinh.gov.vn')).toEqual(['www.so.tinh.gov.vn', 'so.tinh.gov.vn', 'tinh.gov.vn']);
  expect(zoneCandidates('tinh.gov.vn')).toEqual(['tinh.gov.vn']);
  expect(zoneCandidates('localhost')).toEqual(['localhost']);
  expect(zoneCandidates('a.b.c.d.e.f.g.tinh.gov.vn')).toEqual([
    'd.e.f.g.tinh.gov.vn',
    'e.f.g.tinh.gov.vn',
    'f.g.tinh.gov.vn',
    'g.tinh.gov.vn',
    'tinh.gov.vn',
  ]);
});

test('the longest name with name servers is the zone', () => {
  expect(chooseZone(candidates, [[ns('no-data')], [ns('answered', ['ns1.x.gov.vn'])]])).toBe('x.gov.vn');
  expect(chooseZone(candidates, [[ns('answered')], [ns('answered')]])).toBe('www.x.gov.vn');
});

test('one resolver of two that invents a zone does not move it', () => {
  const level = [ns('answered', ['ns.evil.example']), ns('no-data')];
  expect(chooseZone(candidates, [level, [ns('answered'), ns('answered')]])).toBe('x.gov.vn');
});

test('who fails has no say', () => {
  const level = [ns('timed-out'), ns('server-failure'), ns('answered')];
  expect(chooseZone(candidates, [level, level])).toBe('www.x.gov.vn');
});

test('where nobody answers it is the registrable domain', () => {
  expect(chooseZone(candidates, [[ns('timed-out')], [ns('refused')]])).toBe('x.gov.vn');
});

test('what most answers name comes first, at most as many as wanted', () => {
  const answers = [
    ns('answered', ['a.evil', 'b.evil', 'ns1.vn']),
    ns('answered', ['ns1.vn', 'ns2.vn']),
    ns('answered', ['ns2.vn', 'ns1.vn']),
  ];
  expect(commonestNames(answers, 3)).toEqual(['ns1.vn', 'ns2.vn', 'a.evil']);
});
