/** Scripts made to exhaust their reader end within its limits, and never by an exception. */
import { describe, expect, test } from 'vitest';
import { readScripts } from '../../../../src/core/scripts/read-script.ts';

const kilobytes = 250_000;
const hostile: Readonly<Record<string, string>> = {
  'nothing but plus signs': '+'.repeat(kilobytes),
  'a sum of many': `x=1${'+1'.repeat(kilobytes / 2)}`,
  'brackets in brackets': '['.repeat(kilobytes),
  'calls in calls': `${'f('.repeat(80_000)}1${')'.repeat(80_000)}`,
  'blocks in blocks': '{'.repeat(kilobytes),
  'arrows of arrows': `x=${'a=>'.repeat(80_000)}1`,
  'choices of choices': `x=${'1?1:'.repeat(60_000)}1`,
  'else after else': `${'if(a)b;else '.repeat(20_000)}c`,
  'templates in templates': '`${'.repeat(80_000),
  'a loop without end': 'for(;;){}',
  'a loop that grows': "var s='a';for(;;)s+=s",
  'a list that grows': 'var a=[];for(;;)a.push(a)',
  'a list of a billion': 'var a=new Array(1e9).fill(0).join("x")',
  'an index of a billion': 'var a=[];a[999999999]=1;a.length=4e9;a.join()',
  'a repeated string': "'a'.repeat(1e9)+'b'.padStart(1e9)",
  'a list in itself': "var a=[];a.push(a);a.push(a);''+a;JSON.stringify(a)",
  'an object in itself': 'var o={};o.o=o;o.__proto__=o;o.constructor=o;o.a.b.c.d;Object.assign(o,o)',
  'names of the language': "var o={};o['__proto__']['x']=1;o.hasOwnProperty.constructor('x')();({}).toString.call(o)",
  'a function that calls itself': 'function f(){return f()+f()}f()',
  'functions that call each other':
    'function f(x){if(x)g(x);else g(x);f(y)}function g(x){if(x)f(x);else f(x);g(y)}f(z)',
  'timers that set timers': 'function f(){setTimeout(f,1);setTimeout(function(){f()},1)}f()',
  'getters and proxies': 'var p=new Proxy({},{get(){return p}});p.a.b.c();var o={get x(){return o.x}};o.x',
  'a pattern that goes back': `/(a+)+$/.test('${'a'.repeat(30_000)}b');'${'a'.repeat(30_000)}'.replace(/(a|aa)+b|a*a*a*c/g,'')`,
  'a pattern put together': "new RegExp('('.repeat(9)+'a*'+')*'.repeat(9)).test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')",
  'replaced without end': "var s='a';for(var i=0;i<1e6;i++)s=s.replace(/a/g,'aa')",
  'split and joined without end': "var s='ab';for(;;)s=s.split('').join('--')",
  'decoded without end': "var s='%2541';for(;;)s=escape(s)",
  'code of code of code': "var s='1';for(var i=0;i<50;i++)s='eval('+JSON.stringify(s)+')';eval(s)",
  'a thousand layers': "for(var i=0;i<1000;i++)eval('var a'+i+'=function(){return '+i+'}')",
  'elements in elements':
    "var e=document.createElement('p');for(var i=0;i<1e5;i++){var f=document.createElement('p');f.appendChild(e);e=f}document.body.appendChild(e)",
  'an element in itself':
    "var e=document.createElement('p'),f=document.createElement('p');e.appendChild(f);f.appendChild(e);document.body.appendChild(e)",
  'odd characters': '\u0000\ud800var \u202e = "\udfff\u{10ffff}";//\u2028document.write("\ud800")',
  'escapes in names': 'v\\u0061r \\u0061="b";\\u{61}+=a',
  'strings that never close': `${'"a'.repeat(60_000)}\n${"'`".repeat(30_000)}`,
  'json without end': `JSON.parse('${'['.repeat(60_000)}')`,
  'labels and switches': `${'a:'.repeat(300)}for(;;){switch(x){case 1:break a;default:continue}}`,
  'spread upon spread': 'var a=[1];for(;;)a=[...a,...a]',
  'a sort that answers anything':
    'var a=[];for(var i=0;i<9e4;i++)a.push(i);a.sort(function(){return 1});a.map(x=>a.indexOf(x))',
};

describe('a hostile script ends', () => {
  for (const [name, code] of Object.entries(hostile)) {
    test(name, () => {
      const [first] = readScripts([code]);
      const [second] = readScripts([code]);
      expect(second).toEqual(first);
      const size = JSON.stringify(first).length;
      expect(size).toBeLessThan(5_000_000);
    });
  }

  test('and leaves the scripts after it what they need', () => {
    const [, last] = readScripts(['for(;;){}', "document.write('<b>x</b>')"]);
    expect(last?.markup).toBe('<b>x</b>');
  });

  test('but a page of them is read only so far', () => {
    const readings = readScripts(Array.from({ length: 12 }, () => 'for(;;){}'));
    expect(readings.every(({ isCutOff }) => isCutOff)).toBe(true);
  });
});
