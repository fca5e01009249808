import { describe, expect, it } from 'vitest';
import { readRdapAnswer } from '../../../../src/reading/readers/rdap-answer.ts';
import { jCard, rdapDomain } from '../../../support/rdap-answers.ts';

const read = (more: object = {}) => readRdapAnswer(JSON.stringify(rdapDomain('binhgiang.com', more)), 'binhgiang.com');

describe('what a registry says', () => {
  it('becomes statuses, registrar, name servers and the three dates', () => {
    expect(read()).toEqual({
      statuses: ['active', 'client transfer prohibited'],
      registrar: 'Nhà đăng ký Ví Dụ',
      nameServers: ['ns1.vidu.example', 'ns2.vidu.example'],
      registeredAt: Date.UTC(2008, 2, 5, 7),
      expiresAt: Date.UTC(2027, 2, 5, 7),
      changedAt: Date.UTC(2026, 0, 31, 20, 4, 5),
    });
  });

  it.each([
    ['client hold', 'client hold'],
    ['clientHold', 'client hold'],
    ['clientTransferProhibited https://icann.org/epp#clientTransferProhibited', 'client transfer prohibited'],
    ['OK', 'active'],
    ['  Pending   Delete ', 'pending delete'],
  ])('status %j is %j in the words of RFC 8056', (written, words) => {
    expect(read({ status: [written] })?.statuses).toEqual([words]);
  });

  it('names the registrar by its organisation or number where it has no name', () => {
    const registrar = (entity: object) => read({ entities: [{ roles: ['Registrar'], ...entity }] })?.registrar;
    expect(registrar({ vcardArray: ['vcard', [['org', {}, 'text', ['Công ty Ví Dụ', 'Phòng tên miền']]]] })).toBe(
      'Công ty Ví Dụ',
    );
    expect(registrar({ handle: '292', vcardArray: ['vcard', [['fn', {}, 'text', ' ']]] })).toBe('292');
    expect(registrar({})).toBeNull();
    expect(read({ entities: [] })?.registrar).toBeNull();
  });

  it('takes a time without a zone as UTC, a date as its midnight, and leaves out what is no time', () => {
    const expiry = (eventDate: unknown) => read({ events: [{ eventAction: 'Expiration', eventDate }] })?.expiresAt;
    expect(expiry('2027-03-05 07:00:00')).toBe(Date.UTC(2027, 2, 5, 7));
    expect(expiry('2027-03-05')).toBe(Date.UTC(2027, 2, 5));
    expect(expiry('2027-03-05T07:00:00.5+0700')).toBe(Date.UTC(2027, 2, 5, 0, 0, 0, 500));
    expect(expiry('05/03/2027')).toBeNull();
    expect(expiry('2027-13-45T00:00:00Z')).toBeNull();
    expect(expiry(null)).toBeNull();
  });

  it('answers for a Vietnamese name by its ASCII form', () => {
    const text = JSON.stringify({ objectClassName: 'domain', unicodeName: 'Bìnhgiang.com' });
    expect(readRdapAnswer(text, 'xn--bnhgiang-21a.com')).not.toBeNull();
    expect(readRdapAnswer(text, 'binhgiang.com')).toBeNull();
  });
});

describe('a hostile answer', () => {
  it.each([
    ['no JSON', '<html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['an error', '{"errorCode":200}'],
    ['another object', JSON.stringify({ ...rdapDomain('binhgiang.com'), objectClassName: 'entity' })],
    ['another domain', JSON.stringify(rdapDomain('khac.com'))],
    ['no domain at all', JSON.stringify(rdapDomain('binhgiang.com', { ldhName: null }))],
    ['a deep nest', '['.repeat(400_000)],
    ['a closed deep nest', `{"objectClassName":"domain","ldhName":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ])('%s says nothing', (_what, text) => {
    expect(readRdapAnswer(text, 'binhgiang.com')).toBeNull();
  });

  it('with parts of the wrong kind is read as far as it goes', () => {
    const facts = read({
      status: ['active', 7, null, { a: 1 }],
      events: [null, { eventAction: 'expiration' }, { eventAction: 'expiration', eventDate: '2027-03-05T07:00:00Z' }],
      entities: ['registrar', { roles: 'registrar' }, { roles: ['registrar'], vcardArray: 'card', handle: 'R-1' }],
      nameservers: { a: 'ns.evil' },
    });
    expect(facts).toMatchObject({
      statuses: ['active'],
      registrar: 'R-1',
      nameServers: [],
      expiresAt: Date.UTC(2027, 2, 5, 7),
      registeredAt: null,
    });
  });

  it('is short and plain text in every part', () => {
    const facts = read({
      status: Array.from({ length: 500 }, (_, index) => `status ${index} ${'x'.repeat(1000)}`),
      entities: [{ roles: ['registrar'], vcardArray: jCard(`A\u0000\u202e<b>\r\nX-Header: 1 ${'đ'.repeat(5_000)}`) }],
      nameservers: [{ ldhName: 'a b' }, { ldhName: 'x'.repeat(300) }, { ldhName: 'ns1.vidu.example' }],
    });
    expect(facts?.statuses).toHaveLength(50);
    expect(Math.max(...(facts?.statuses ?? []).map((status) => status.length))).toBeLessThanOrEqual(60);
    expect(facts?.registrar).toHaveLength(200);
    expect(facts?.registrar).toMatch(/^A<b> X-Header: 1 đ+…$/);
    expect(facts?.nameServers).toEqual(['ns1.vidu.example']);
  });
});
