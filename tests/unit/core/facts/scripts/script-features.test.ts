import { describe, expect, test } from 'vitest';
import { scriptFeatures, scriptHosts, scriptKey } from '../../../../../src/core/facts/scripts/script-features.ts';

const keyOf = (source: string) => scriptKey(source, scriptFeatures(source));

describe('script features', () => {
  test.each([
    ['eval(function(p,a,c,k,e,d){return p}("x"))', 'packed'],
    ['var a=new Function("x")', 'eval'],
    ['x["constructor"]("y")()', 'eval'],
    ['s.charCodeAt(0)^3', 'from-char-code'],
    ['var a="\\x65\\x76\\x61\\x6c"', 'escapes'],
    [`var a="${'77696e646f77'.repeat(12)}"`, 'long-literal'],
    ["document['cre'+'ate']", 'broken-strings'],
    ["a.split('').reverse().join('')", 'reversed'],
    ['var qzxkhdwplm=1,trbvnkshdg=2,wqjkxzbhgf=3', 'odd-names'],
    ["fetch('https://x.example/a').then(r=>r.text()).then(t=>e.innerHTML=t)", 'fetches-markup'],
    ['#a{position:fixed;top:-1500px}', 'hides-element'],
    ['var cvv=f.cvv.value', 'reads-payment'],
    [' window.location.href = "https://x.example/"', 'sends-away'],
  ] as const)('%s shows %s', (source, feature) => {
    expect(scriptFeatures(source)).toContain(feature);
  });
  test('ordinary code of portals shows nothing that hides', () => {
    const ordinary = [
      'window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag("js",new Date());',
      'google_ad_width = 728;google_ad_format = "728x90";google_ad_type = "text";google_color_bg = "FFFFFF";',
      '$(document).ready(function(){$("#menu").show();$("html, body").animate({scrollTop:0},"slow")})',
      'var langs=["DE","EN","FR","IT","NO","DA","FI","ES","PT","RO","BG","ET","EL","GA","HR","LV","LT","MT","NL","PL"];',
      '_stq.push(["view",{v:"ext",blog:"161",post:"0",tz:"7"}]);st_go("UE5tW3cvZGRSL0cvLmQ0STdUUWozaEtUazZ0Y1Mm")',
    ];
    for (const source of ordinary) expect(scriptFeatures(source), source).toEqual([]);
  });
  test('a long script is read at both ends', () => {
    expect(scriptFeatures(`${'var a=1;'.repeat(100_000)}var b="\\x65\\x76\\x61\\x6c"`)).toContain('escapes');
  });
});

describe('a script’s key', () => {
  test('stays when only the values in it change', () => {
    expect(keyOf('start({"day":"2/11","n":12,"t":["a","b"]})')).toBe(keyOf('start({"day":"13/11","n":7,"t":["c"]})'));
  });
  test('changes when the code does, or what its strings can do', () => {
    expect(keyOf('start("a")')).not.toBe(keyOf('start("a");stop("a")'));
    expect(keyOf('start("a")')).not.toBe(keyOf('start("\\x65\\x76\\x61\\x6c")'));
  });
});

test('hosts are found in strings, escaped slashes too, each once', () => {
  const source = 'a("https://Mot.example/x");b("https:\\/\\/hai.example\\/y");c("//mot.example/z");d("not.a.path/x")';
  expect(scriptHosts(source)).toEqual(['mot.example', 'hai.example']);
});

test('text made to slow patterns down is read in time that grows with its length', () => {
  const hostile = [
    '\\"'.repeat(10_000),
    `"${'\\"'.repeat(10_000)}`,
    '"a"+'.repeat(5_000),
    'a="b";'.repeat(3_000),
    "fetch('https://x".repeat(1_300),
    '\\x61\\x62\\x63'.repeat(1_600),
    'location='.repeat(2_200),
    "'".repeat(20_000),
    '//a.'.repeat(5_000),
  ];
  for (const source of hostile) {
    for (let times = 0; times < 5; times += 1) keyOf(source);
    scriptHosts(source);
  }
});
