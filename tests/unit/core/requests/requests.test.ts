/** What was typed becomes a request or a list of mistakes; limits, states, periods and proofs as plain decisions. */
import { describe, expect, test } from 'vitest';
import { closedMs, periodStep, unconfirmedMs } from '../../../../src/core/requests/keep.ts';
import { decideLimit } from '../../../../src/core/requests/limits.ts';
import { holdsProof, isPlainMailAddress, proofText, publishedAddresses } from '../../../../src/core/requests/proof.ts';
import { nextStatus } from '../../../../src/core/requests/request.ts';
import {
  duplicateKey,
  hostsOf,
  readExtension,
  readReport,
  readWatch,
  type TypedWatch,
} from '../../../../src/core/requests/typed.ts';
import { reportDetails, watchDetails } from '../../../support/seed-request.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const timeZone = 'Asia/Ho_Chi_Minh';
const at = { now, timeZone };
const day = 86_400_000;
const typed: TypedWatch = {
  agency: ' Sở  A ',
  portals: 'so-a.example\r\nhttps://so-a.example/tin#x\nhttps://so-a.example/tin',
  contact: 'Mai',
  phone: '0225 3000 210 máy lẻ 5',
  email: 'mai@hop.example',
  basis: 'Công văn 12',
  from: '',
  to: '',
  consent: true,
};
const mistakesOf = (more: Partial<TypedWatch>) => {
  const read = readWatch({ ...typed, ...more }, at);
  return read.ok ? [] : Object.keys(read.mistakes);
};

describe('a request', () => {
  test('is cleaned, its addresses are normalised, and it begins now without end', () => {
    expect(readWatch(typed, at)).toEqual({
      ok: true,
      value: {
        details: {
          kind: 'watch',
          agency: 'Sở A',
          portals: ['https://so-a.example/', 'https://so-a.example/tin'],
          contact: 'Mai',
          phone: '0225 3000 210 máy lẻ 5',
          email: 'mai@hop.example',
          basis: 'Công văn 12',
        },
        period: { from: now, to: null },
      },
    });
  });

  test('names every mistake at its field', () => {
    const nothing = { agency: '', portals: '', contact: '', phone: '', email: '', basis: '', consent: false };
    expect(mistakesOf(nothing).toSorted()).toEqual(Object.keys(nothing).toSorted());
  });

  test.each([
    ['2027-02-01', '2027-02-28', '2027-01-31T17:00:00Z', '2027-02-28T17:00:00Z'],
    ['1/2/2027', '28.2.2027', '2027-01-31T17:00:00Z', '2027-02-28T17:00:00Z'],
    ['', '2026-11-21', '2026-11-21T14:38:00Z', '2026-11-21T17:00:00Z'],
    ['2026-11-01', '2026-12-01', '2026-11-21T14:38:00Z', '2026-12-01T17:00:00Z'],
  ])('from %s to %s lasts until the end of its last day in Viet Nam', (from, to, begins, ends) => {
    const read = readWatch({ ...typed, from, to }, at);
    expect(read.ok && read.value.period).toEqual({ from: Date.parse(begins), to: Date.parse(ends) });
  });

  test.each([
    ['31/02/2027', '', ['from']],
    ['29/02/2027', '', ['from']],
    ['', '2026-11-20', ['to']],
    ['2027-03-01', '2027-02-01', ['to']],
    ['', '2028-11-30', ['to']],
    ['', 'mai', ['to']],
    ['2029-01-01', '', ['from']],
  ])('from %s to %s is a mistake', (from, to, fields) => expect(mistakesOf({ from, to })).toEqual(fields));

  test('holds twenty portals at most', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `https://c${i}.example/`).join('\n');
    expect(mistakesOf({ portals: lines(20) })).toEqual([]);
    expect(mistakesOf({ portals: lines(21) })).toEqual(['portals']);
  });
});

describe('a report', () => {
  const report = {
    url: 'https://x.example/a?b=1',
    seen: ' Một\r\n\r\nHai\u202E ',
    name: '',
    email: '',
    consent: false,
  };

  test('needs no name and no consent without one', () => {
    expect(readReport(report)).toEqual({
      ok: true,
      value: { kind: 'report', url: 'https://x.example/a?b=1', seen: 'Một\n\nHai', name: '', email: '' },
    });
  });

  test.each([{ name: 'An' }, { email: 'an@hop.example' }])('with %o needs consent', (personal) => {
    expect(readReport({ ...report, ...personal })).toMatchObject({
      ok: false,
      mistakes: { consent: expect.anything() },
    });
    expect(readReport({ ...report, ...personal, consent: true }).ok).toBe(true);
  });
});

test('equal requests have equal keys, whoever sends them and however it is written', () => {
  const key = duplicateKey(watchDetails);
  const other = { ...watchDetails, agency: watchDetails.agency.toUpperCase(), email: 'x@y.example', basis: 'khác' };
  expect(duplicateKey({ ...other, portals: [`${watchDetails.portals[0]}tin`] })).toBe(key);
  expect(duplicateKey({ ...watchDetails, portals: ['https://khac.example/'] })).not.toBe(key);
  expect(duplicateKey(reportDetails)).toBe(duplicateKey({ ...reportDetails, url: `${reportDetails.url}?a=1` }));
  expect(duplicateKey(reportDetails)).not.toBe(
    duplicateKey({ ...reportDetails, url: 'https://thuvien.haithanh.example/' }),
  );
});

test('each host is named once', () => {
  const portals = ['https://a.example/', 'https://a.example/b', 'https://b.example/'];
  const nothing = { published: {}, look: null, answer: '' };
  expect(hostsOf({ ...watchDetails, ...nothing, portals })).toEqual(['a.example', 'b.example']);
});

test.each([
  ['watch', { hour: 4, watch: 0, report: 0 }, 'accepted'],
  ['watch', { hour: 5, watch: 0, report: 0 }, 'network-full'],
  ['watch', { hour: 0, watch: 30, report: 69 }, 'accepted'],
  ['watch', { hour: 0, watch: 30, report: 70 }, 'day-full'],
  ['report', { hour: 0, watch: 0, report: 69 }, 'accepted'],
  ['report', { hour: 0, watch: 0, report: 70 }, 'day-full'],
] as const)('a %s after %o is %s', (kind, { hour, ...counted }, decision) => {
  expect(decideLimit(kind, { hour, day: counted }, { perHour: 5, perDay: 100 })).toBe(decision);
});

test('no act skips a state', () => {
  expect(nextStatus('unconfirmed', 'approve')).toBeNull();
  expect(nextStatus('refused', 'approve')).toBeNull();
  expect(nextStatus('waiting', 'learned')).toBeNull();
  expect(nextStatus('unconfirmed', 'confirm')).toBe('waiting');
  expect(nextStatus('watched', 'end')).toBe('ended');
});

test('a period asks once, a week before its end, and never ends during an incident', () => {
  const period = { from: 0, to: 30 * day };
  expect(periodStep(period, 23 * day - 1, null, false)).toBe('none');
  expect(periodStep(period, 23 * day, null, false)).toBe('ask');
  expect(periodStep(period, 24 * day, 23 * day, false)).toBe('none');
  expect(periodStep(period, 30 * day, 23 * day, true)).toBe('none');
  expect(periodStep(period, 30 * day, null, false)).toBe('end');
  expect(periodStep({ from: 0, to: null }, 900 * day, null, false)).toBe('none');
  expect([unconfirmedMs, closedMs]).toEqual([7 * day, 365 * day]);
});

test('an extension is a day from today, within a year', () => {
  expect(readExtension('2026-11-21', at)).toBe(Date.parse('2026-11-21T17:00:00Z'));
  expect(['2026-11-20', '2028-01-01', 'x', ''].map((text) => readExtension(text, at))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

describe('a published proof', () => {
  test.each([
    [`# của chúng tôi\r\n  ${proofText('ab12')}  \n`, true],
    [proofText('ab12').toUpperCase(), true],
    [proofText('ab123'), false],
    [`x${proofText('ab12')}`, false],
    [`${'a\n'.repeat(3_000)}${proofText('ab12')}`, false],
  ])('%j', (text, holds) => expect(holdsProof(text, 'ab12')).toBe(holds));

  test('is an address of security.txt, plain ones only', () => {
    const text = [
      'Contact: mailto:AnNinh@so.gov.vn',
      'contact:   mailto:anninh@so.gov.vn',
      'Contact: https://so.gov.vn/bao-loi',
      'Contact: mailto:a@so.gov.vn?bcc=b@x.vn',
      'Contact: mailto:а@so.gov.vn',
      'Contact: mailto:truc@so.gov.vn',
    ].join('\n');
    expect(publishedAddresses(text)).toEqual(['anninh@so.gov.vn', 'truc@so.gov.vn']);
  });

  test('addresses with anything but an ordinary shape are refused', () => {
    expect(['a@b.vn', 'a.b+c@d-e.gov.vn'].map(isPlainMailAddress)).toEqual([true, true]);
    const odd = [
      'a@b',
      'a@b.',
      '@b.vn',
      'a@b.vn\n',
      'a b@c.vn',
      '"a"@b.vn',
      'a@b.vn,c@d.vn',
      'á@b.vn',
      'a@1.2.3.4',
      '',
    ];
    expect(odd.filter(isPlainMailAddress)).toEqual([]);
  });
});
