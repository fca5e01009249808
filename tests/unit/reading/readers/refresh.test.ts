import { describe, expect, it } from 'vitest';
import { refreshTarget } from '../../../../src/reading/readers/refresh.ts';

const base = new URL('https://portal.example/tin/bai.html');
const target = (html: string, header?: string) =>
  refreshTarget(header === undefined ? [] : [['Refresh', header]], html, base)?.href ?? null;

describe('a page that leads on', () => {
  it.each([
    ['<meta http-equiv="refresh" content="0; url=/moi">', 'https://portal.example/moi'],
    ["<META HTTP-EQUIV=Refresh CONTENT='3;URL=http://other.example/'>", 'http://other.example/'],
    ['<meta content="1; url=moi.html" http-equiv="refresh">', 'https://portal.example/tin/moi.html'],
    [`<meta http-equiv=refresh content="0;url='/quoted'">`, 'https://portal.example/quoted'],
    ['<meta http-equiv="refresh" content="0; url=/a?x=1&amp;y=2">', 'https://portal.example/a?x=1&y=2'],
    ['<meta http-equiv="refresh" content="0, /comma">', 'https://portal.example/comma'],
  ])('%s', (html, expected) => {
    expect(target(html)).toBe(expected);
  });

  it.each([
    ['5.5 ;url = "/moi" x', '/moi'],
    ['  /moi', '/moi'],
    ['3  url=/moi', '/moi'],
    [' ; /moi', '/moi'],
    ["0;url='/moi", '/moi'],
  ])('%s in a header', (header, path) => {
    expect(target('', header)).toBe(`https://portal.example${path}`);
  });

  it.each(['/moi', '1234567; /moi', '0;', '0; url=', '5x; /moi', ''])('nowhere by the header %j', (header) => {
    expect(target('', header)).toBeNull();
  });

  it('by the second of two refreshes when it is due first', () => {
    const decoy = '<meta http-equiv="refresh" content="300; url=/later">';
    expect(target(`${decoy}<meta http-equiv="refresh" content="1; url=http://other.example/">`)).toBe(
      'http://other.example/',
    );
  });

  it('by header or by markup, whichever is due first; of equals the later one', () => {
    const meta = (content: string) => `<meta http-equiv="refresh" content="${content}">`;
    expect(target('', '0; url=/header')).toBe('https://portal.example/header');
    expect(target(meta('5;url=/meta'), '0; url=/header')).toBe('https://portal.example/header');
    expect(target(meta('0;url=/meta'), '300; url=/header')).toBe('https://portal.example/meta');
    expect(target(`${meta('0;url=/first')}${meta('0;url=/last')}`)).toBe('https://portal.example/last');
  });
});

describe('a page that stays', () => {
  it.each([
    ['renews itself', '<meta http-equiv="refresh" content="5">'],
    [
      'renews itself by its own address',
      '<meta http-equiv="refresh" content="5; url=https://portal.example/tin/bai.html#top">',
    ],
    ['waits too long', '<meta http-equiv="refresh" content="300; url=/later">'],
    ['only for visitors without scripts', '<noscript><meta http-equiv="refresh" content="0; url=/no"></noscript>'],
    ['in a comment', '<!-- <meta http-equiv="refresh" content="0; url=/no"> -->'],
    ['in a script', '<script>var x = \'<meta http-equiv="refresh" content="0; url=/no">\'</script>'],
    ['to a script address', '<meta http-equiv="refresh" content="0; url=javascript:alert(1)">'],
    ['to a file', '<meta http-equiv="refresh" content="0; url=file:///etc/passwd">'],
    ['with a password', '<meta http-equiv="refresh" content="0; url=http://a:b@portal.example/">'],
    ['without one', '<p>refresh</p>'],
  ])('%s', (_name, html) => {
    expect(target(html)).toBeNull();
  });

  it('does not slow down on markup that never closes', () => {
    const startedAt = performance.now();
    target(`${'<script '.repeat(400_000)}<meta http-equiv=refresh content="0;url=/x">`);
    target(`<meta http-equiv=refresh ${'<meta http-equiv=refresh '.repeat(100_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
