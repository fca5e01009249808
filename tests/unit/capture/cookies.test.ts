import { describe, expect, it } from 'vitest';
import { createCookieJar } from '../../../src/capture/http/cookies.ts';

const at = (url: string) => new URL(url);

describe('cookies within one look', () => {
  it('go back to the host that set them and nowhere else', () => {
    const jar = createCookieJar();
    jar.keep(at('https://www.portal.example/'), ['gate=1; Path=/; HttpOnly', 'lang=vi; Domain=.portal.example']);
    expect(jar.headerFor(at('https://www.portal.example/x'))).toBe('gate=1; lang=vi');
    expect(jar.headerFor(at('https://portal.example/'))).toBe('lang=vi');
    expect(jar.headerFor(at('https://other.example/'))).toBeNull();
  });

  it('of another domain are not taken as such, secure ones stay off plain http', () => {
    const jar = createCookieJar();
    jar.keep(at('https://a.example/'), ['x=1; Domain=b.example', 's=2; Secure']);
    expect(jar.headerFor(at('https://b.example/'))).toBeNull();
    expect(jar.headerFor(at('http://a.example/'))).toBe('x=1');
  });

  it('can not break the header line', () => {
    const jar = createCookieJar();
    jar.keep(at('http://a.example/'), ['x=1\r\nX-Evil: 1', '=empty', 'noequals', `big=${'y'.repeat(5_000)}`]);
    expect(jar.headerFor(at('http://a.example/'))).toBe('x=1X-Evil: 1');
  });
});
