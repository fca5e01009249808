/** Pages with a large amount of one thing; each is compared with the others. */
import type { Pump } from './texts.ts';

/** `part` writes the i-th piece. */
function pageOf(name: string, part: (i: number) => string, around: readonly [string, string] = ['', '']): Pump {
  return {
    name: `a page of ${name}`,
    write: (length) => {
      const parts: string[] = [];
      for (let i = 0, size = 0; size < length; i++) {
        const piece = part(i);
        parts.push(piece);
        size += piece.length;
      }
      return `<!doctype html><html><head><title>Sở Y tế</title></head><body>${around[0]}${parts.join('')}${around[1]}</body></html>`;
    },
  };
}

const longBase: Pump = {
  name: 'a page of links beside a long base',
  write: (length) =>
    `<html><head><base href="http://a.example/${'ạ'.repeat(length / 2)}/"></head><body>${'<a href="a b">x</a>'.repeat(length / 40)}</body></html>`,
};

export const pagePumps: readonly Pump[] = [
  longBase,
  pageOf('paragraphs', (i) => `<p>Tin số tin${i}x về y tế</p>`),
  pageOf('equal paragraphs', () => '<p>Tin y tế</p>'),
  pageOf('one letter each', (i) => `<p>${String.fromCharCode(97 + (i % 26))}`),
  pageOf('hidden paragraphs', (i) => `<p style="display:none">casino w${i}</p>`),
  pageOf('places', (i) => `<div class="c${String.fromCharCode(97 + (i % 26))}${i.toString(36)}">a${i}</div>`),
  pageOf('links', (i) => `<a href="https://h${i}.example.com/p${i}">bet${i}</a>`),
  pageOf('relative links', (i) => `<a href="/tin/${i}.html?x=${i}">tin</a> `),
  pageOf('hidden links', (i) => `<a style="display:none" href="//w${i}.com/">w88 ${i}</a>`),
  pageOf('images', (i) => `<img src="/a${i}.png" alt="ảnh a${i}b">`),
  pageOf('attributes of one element', (i) => ` a${i}=1`, ['<p', '>a</p>']),
  pageOf('attributes of one name', () => ' a=1', ['<p', '>a</p>']),
  pageOf('handlers', (i) => `<b onclick="alert(${i})">x</b>`),
  pageOf('handlers of one element', (i) => ` on${i.toString(36)}="alert(1)"`, ['<p', '>a</p>']),
  pageOf('styles of an element', () => 'top:0;left:', ['<p style="', '">a</p>']),
  pageOf('styled elements', () => `<p style="opacity:${' '.repeat(900)}x">a</p>`),
  pageOf('style rules', (i) => `.c${i}{color:red}`, ['<style>', '</style>']),
  pageOf('style elements', () => '<style>body {background:#fff}* * * *{</style>'),
  pageOf('comments', (i) => `<!-- ghi chú <b>${i} -->`),
  pageOf('comments full of <', () => `<!--${'<'.repeat(2_000)}-->`),
  pageOf('scripts', (i) => `<script>var a${i}=document.write("x${i}");</script>`),
  pageOf('scripts by address', (i) => `<script src="//s${i}.example.net/a.js"></script>`),
  pageOf('long scripts', () => `<script>document.write('${'<'.repeat(20_000)}')</script>`),
  pageOf('script with crumbs', (i) => `a${i}='b';`, ['<script>', '</script>']),
  pageOf('frames', (i) => `<iframe src="//f${i}.example.org/"></iframe>`),
  pageOf('frames with a document', () => '<iframe srcdoc="<p>a<p>b"></iframe>'),
  pageOf('forms', (i) => `<form action="/f${i}"><input type=password></form>`),
  pageOf('metas', (i) => `<meta name="description${i}" content="a">`),
  pageOf('refreshes', (i) => `<meta http-equiv=refresh content="${i};url=/a${i}">`),
  pageOf('nested elements', () => '<div>'),
  pageOf('nested lines', () => '<span>'),
  pageOf('nested layers', (i) => `<div style="position:fixed;inset:0"><a href="https://h${i}.example">a`),
  pageOf('nested covers', () => '<div data-vonggac-cover="1 fixed">a'),
  pageOf('unclosed formatting', (i) => `<b><i><u><a href=/${i}>`),
  pageOf('misnested formatting', () => '<b><p></b>'),
  pageOf('nested tables', () => '<table><tr><td>'),
  pageOf('text in tables', () => '<table>a<tr>b'),
  pageOf('list items', () => '<li>a'),
  pageOf('options', () => '<select><option>a'),
  pageOf('templates', () => '<template><p>a</template>'),
  pageOf('noscripts', () => '<noscript><p>a</noscript>'),
  pageOf('end tags of nothing', () => '</div></p></b>'),
  pageOf('nested frames of drawings', () => '<svg><g><foreignObject><math><mi>'),
  pageOf('references', () => '&amp;&lt;&#1234;&notit;'),
  pageOf('spelled letters', () => 'h a c k e d '),
  pageOf('marks', () => '\u0301', ['<p>a', '</p>']),
  pageOf('digits', () => '0', ['<p>', 'a</p>']),
  pageOf('spaces', () => ' ', ['<p>a', 'a</p>']),
  pageOf('a title', () => '<', ['<title>', '</title>']),
];
