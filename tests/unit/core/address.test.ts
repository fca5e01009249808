import { describe, expect, it } from 'vitest';
import {
  isMailAddress,
  normaliseAddress,
  recipientsWarning,
  registeredDomain,
  registrableDomain,
} from '../../../src/core/address.ts';

describe('addresses', () => {
  it.each([
    ['example.gov.vn', 'https://example.gov.vn/'],
    ['HTTP://Example.GOV.vn:80/a b?x=1#frag', 'http://example.gov.vn/a%20b?x=1'],
    ['https://cổngthôngtin.vn/tin', 'https://xn--cngthngtin-vbb7982g.vn/tin'],
    ['example.gov.vn:8443/x', 'https://example.gov.vn:8443/x'],
    ['http://0x7f.1/', 'http://127.0.0.1/'],
    [' https://a.vn/./b/../c ', 'https://a.vn/c'],
    ['http://noi-bo/', 'http://noi-bo/'],
    ['localhost:8080', 'https://localhost:8080/'],
    ['[::1]:8080', 'https://[::1]:8080/'],
  ])('normalises %s once', (input, url) => {
    const address = normaliseAddress(input);
    expect(address.ok && address.url).toBe(url);
    const again = address.ok && normaliseAddress(address.url);
    expect(again).toMatchObject({ ok: true, url });
  });

  it.each([
    ['ftp://a.vn/', 'only http and https'],
    ['javascript:alert(1)', 'only http and https'],
    ['file:///etc/passwd', 'only http and https'],
    ['https://user:pw@a.vn/', 'a user name or password'],
    ['https://', 'is not a web address'],
    ['http://a b/', 'is not a web address'],
    ['khong-phai-url', 'is not a web address'],
    ['khong-phai-url/trang?x=1', 'is not a web address'],
    ['', 'is not a web address'],
  ])('refuses %s with a sentence', (input, said) => {
    const address = normaliseAddress(input);
    expect(!address.ok && address.reason).toMatchObject({ en: expect.stringContaining(said), vi: expect.any(String) });
  });

  it('knows the registrable domain below gov.vn, and none of an IP address', () => {
    expect(registrableDomain('www.sotttt.hanoi.gov.vn')).toBe(registrableDomain('hanoi.gov.vn'));
    expect(registrableDomain('127.0.0.1')).toBe('127.0.0.1');
  });

  it.each([
    ['www.stttt.binhgiang.gov.vn', 'binhgiang.gov.vn'],
    ['agency.github.io', 'github.io'],
    ['127.0.0.1', null],
    ['[::1]', null],
    ['localhost', null],
  ])('knows what the registry of %s knows: %s', (host, domain) => {
    expect(registeredDomain(host)).toBe(domain);
  });

  it('warns only when every recipient lives under the watched domain', () => {
    expect(recipientsWarning('www.a.gov.vn', ['x@a.gov.vn', 'y@mail.a.gov.vn'])?.en).toContain('a.gov.vn');
    expect(recipientsWarning('www.a.gov.vn', ['x@a.gov.vn', 'y@b.example'])).toBeNull();
    expect(recipientsWarning('www.a.gov.vn', [])).toBeNull();
  });
});

describe('isMailAddress', () => {
  it('takes ordinary and internationalised addresses', () => {
    for (const text of ['a@b', 'truc.ban+1@so.gov.vn', 'trực@tỉnh.vn']) expect(isMailAddress(text), text).toBe(true);
  });

  it('takes nothing that could end an envelope or a header', () => {
    for (const text of [
      '',
      'a',
      'a@',
      '@b',
      'a b@c',
      'a@b\r\nRCPT TO:<x@y>',
      '<a@b>',
      'a@b,c@d',
      'a@b@c',
      `${'x'.repeat(250)}@b.vn`,
      'a@\u202eb',
      // Pasted along from a document; nobody sees it.
      'tinhoc\u200b@so.gov.vn',
    ]) {
      expect(isMailAddress(text), text).toBe(false);
    }
  });
});
