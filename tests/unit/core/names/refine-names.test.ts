import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../src/core/domain/finding.ts';
import { type AcceptedNames, learnNames } from '../../../../src/core/names/accepted-names.ts';
import { valuesOf } from '../../../../src/core/names/accepted-values.ts';
import { refineNames } from '../../../../src/core/names/refine-names.ts';
import { dayMs, everybody, type NamesWish, nameLook, start } from '../../../support/name-looks.ts';
import { acceptedFrom, judgedNames, namesAt } from '../../../support/names-said.ts';

const clean: Verdict = { level: 'clean', kind: null, score: 0, conclusive: false, findings: [] };

function refined(accepted: AcceptedNames, wish: NamesWish, verdict = clean, at = namesAt): AcceptedNames {
  return refineNames(accepted, nameLook({ at, ...wish }), verdict, at);
}

describe('learning', () => {
  test('takes everything in and survives JSON', () => {
    const accepted = acceptedFrom();
    expect(JSON.parse(JSON.stringify(accepted))).toEqual(accepted);
    expect(accepted.looks).toBe(5);
    expect(accepted.records.A).toEqual([
      { value: '192.0.2.10', firstSeenAt: start, lastSeenAt: start + 4 * 900_000, times: 5 },
    ]);
  });

  test('a look at which nobody answered does not count', () => {
    expect(learnNames(null, nameLook({ only: everybody('timed-out') }), start).looks).toBe(0);
  });

  test('a host that is an address is learned by what else it shows', () => {
    const accepted = learnNames(null, { ...nameLook(), host: '192.0.2.10', resolvers: [] }, start);
    expect(accepted.looks).toBe(1);
    expect(valuesOf(accepted.tls?.keys)).toEqual(['key-1']);
  });

  test('is bounded whatever a zone answers with', () => {
    let accepted: AcceptedNames | null = null;
    for (let turn = 0; turn < 20; turn++) {
      const A = Array.from({ length: 200 }, (_, i) => `198.18.${turn}.${i}`);
      accepted = learnNames(accepted, nameLook({ records: { A } }), start + turn);
    }
    expect(accepted?.records.A?.length).toBe(400);
    expect(accepted?.records.A?.every(({ lastSeenAt }) => lastSeenAt >= start + 18)).toBe(true);
  });
});

describe('a clean look', () => {
  test('teaches neighbours and times', () => {
    const accepted = refined(acceptedFrom(), { records: { A: ['192.0.2.10', '192.0.2.99'] } });
    expect(valuesOf(accepted.records.A)).toEqual(['192.0.2.10', '192.0.2.99']);
    expect(accepted.looks).toBe(6);
  });

  test('never teaches what is far', () => {
    const before = acceptedFrom();
    const accepted = refined(before, {
      records: {
        A: ['192.0.2.10', '203.0.113.66'],
        CNAME: ['portal.somebody.example'],
        MX: ['5 mx.somebody.example'],
        NS: ['ns1.somebody.example'],
        SOA: ['ns1.somebody.example admin.somebody.example'],
        CAA: ['0 issue somebody.example'],
      },
      tls: { key: 'key-2', issuer: 'C=AT, O=Somebody, CN=X', address: '203.0.113.66' },
      registration: { registrar: 'Somebody', nameServers: ['ns1.somebody.example'], statuses: ['client hold'] },
      listings: [{ list: 'dbl.example', entry: 'binhgiang.gov.vn', status: 'listed', codes: ['127.0.0.2'] }],
      routes: { 'https://www.anphu.binhgiang.gov.vn/': 'https://somebody.example/' },
    });
    expect(JSON.stringify(accepted)).not.toMatch(/somebody|203\.0\.113|client hold|dbl\.example/i);
    expect(accepted.tls).toEqual(before.tls);
  });

  test('teaches a new key of the known signer, and none whose chain is worse', () => {
    const renewed = refined(acceptedFrom(), { tls: { key: 'key-2' } });
    expect(valuesOf(renewed.tls?.keys)).toEqual(['key-1', 'key-2']);
    const worse = refined(acceptedFrom(), { tls: { key: 'key-2', error: 'CERT_HAS_EXPIRED' } });
    expect(valuesOf(worse.tls?.keys)).toEqual(['key-1']);
  });

  test('teaches an address that holds the known key, and not its stranger beside it', () => {
    const accepted = refined(acceptedFrom(), {
      records: { A: ['203.0.113.20', '198.18.0.1'] },
      tls: { address: '203.0.113.20' },
    });
    expect(valuesOf(accepted.records.A)).toEqual(['192.0.2.10', '203.0.113.20']);
  });

  test('takes the first answer of a kind that nobody ever gave', () => {
    const accepted = refined(acceptedFrom({ records: { MX: [] } }), { records: { MX: ['10 mail.example'] } });
    expect(valuesOf(accepted.records.MX)).toEqual(['10 mail.example']);
  });

  test('forgets what was long not seen, as long as something newer is there', () => {
    const later = namesAt + 200 * dayMs;
    const before = acceptedFrom({ records: { A: ['192.0.2.10', '203.0.113.20'] } });
    const accepted = refined(before, { records: { A: ['192.0.2.10'] } }, clean, later);
    expect(valuesOf(accepted.records.A)).toEqual(['192.0.2.10']);
    expect(accepted.networks.map(({ value }) => value)).toEqual(['192.0.2.0/24']);
    const silent = refined(before, { only: everybody('timed-out') }, clean, later);
    expect(silent.records.A).toHaveLength(2);
  });

  test('notes each warning once', () => {
    const end = start + 400 * dayMs;
    const at = end - 29 * dayMs;
    const once = refined(acceptedFrom(), { tls: null }, clean, at);
    expect(once.warned.registration).toEqual({ expiresAt: end, days: [30] });
    expect(refined(once, { tls: null }, clean, at + dayMs).warned.registration?.days).toEqual([30]);
    const renewed = { tls: null, registration: { expiresAt: end + 365 * dayMs } };
    expect(refined(once, renewed, clean, at + dayMs).warned.registration?.days).toEqual([30]);
  });
});

describe('any other look', () => {
  const before = acceptedFrom();

  test('teaches nothing', () => {
    const moved = { records: { A: ['203.0.113.20'] }, tls: { key: 'key-2' } };
    expect(refined(before, moved, judgedNames(moved))).toBe(before);
    expect(refined(before, {}, { ...clean, level: 'unknown', kind: 'unavailable' })).toBe(before);
  });

  test('still teaches when all that is wrong is an end in sight', () => {
    const ending = { tls: { validFrom: start - 300 * dayMs, validTo: namesAt + 5 * dayMs } };
    const verdict = judgedNames(ending);
    expect(verdict.level).toBe('suspect');
    expect(refined(before, ending, verdict).looks).toBe(6);
  });
});
