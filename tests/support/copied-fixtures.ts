/** Portals of different make for static copies: each draws its picture in a way that a plain copy would lose. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import iconv from 'iconv-lite';
import { drawPng } from './test-pictures.ts';

export interface CopiedFixture {
  readonly path: string;
  readonly files: ReadonlyMap<string, FixtureFile>;
}

interface FixtureFile {
  readonly type: string;
  readonly body: Buffer;
  readonly location?: string;
}

const png = (red: number, green: number, blue: number) => ({
  type: 'image/png',
  body: drawPng(320, 200, (x, y) => [red, (green + x) % 256, (blue + y) % 256]),
});
const text = (type: string, body: string) => ({ type, body: Buffer.from(body) });
const legacy = (type: string, body: string) => ({ type, body: iconv.encode(body, 'windows-1258') });

/** Written in 2003: an encoding of its own, no document type, pictures as attributes of tables. */
const oldPortal: CopiedFixture = {
  path: '/',
  files: new Map<string, FixtureFile>([
    [
      '/',
      legacy(
        'text/html',
        `<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1258">
<title>Ủy ban nhân dân huyện An Khê</title><link rel="stylesheet" href="kieu.css"><base href="/">
<script>document.write('<p class="ngay">Hôm nay: thứ Hai</p>')</script></head>
<body background="nen.png" bgcolor="#ffffff" onload="window.status='x'">
<table width="100%" height="200" border="1"><tr><td background="o.png" class="dau"><font size="6" color="#ffffff">ỦY BAN NHÂN DÂN HUYỆN AN KHÊ</font></td></tr></table>
<form action="/timkiem.asp" method="post"><input name="q" value="Tìm kiếm"><input type="password" name="p"><input type="submit" value="Tìm"></form>
<p>Thông báo về việc tiếp nhận hồ sơ tại bộ phận một cửa. <a href="/tin.asp?id=3">Xem thêm</a></p></body></html>`,
      ),
    ],
    [
      '/kieu.css',
      legacy(
        'text/css; charset=windows-1258',
        '@charset "windows-1258"; .dau{padding:20px} p{font:18px Arial} p:before{content:"Mới: ";color:#c00} .ngay{background:url(o.png);height:60px}',
      ),
    ],
    ['/nen.png', png(240, 200, 120)],
    ['/o.png', png(20, 60, 160)],
  ]),
};

/** Pictures that load when they come into view, in several sizes, some from redirects and as backgrounds. */
const latePictures: CopiedFixture = {
  path: '/tin-tuc/',
  files: new Map<string, FixtureFile>([
    [
      '/tin-tuc/',
      text(
        'text/html; charset=utf-8',
        `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tin tức</title>
<style>img,.nen{width:320px;height:200px;display:inline-block;background-size:cover}</style></head><body><h1>Tin ảnh</h1>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" data-src="/anh/mot.png" class="lazy" alt="">
<img loading="lazy" srcset="/anh/nho.png 320w, /anh/to.png 2000w" sizes="320px" alt="" onerror="location='/x'">
<picture><source type="image/webp" srcset="/anh/khong-co.webp" media="(max-width: 10px)"><source srcset="/anh/ba.png 1x, /anh/ba-doi.png 2x"><img src="/anh/cu.png" alt=""></picture>
<div class="nen lazy" data-bg="/anh/bon.png"></div>
<img src="/chuyen/nam" alt=""><noscript><img src="/anh/mot.png"></noscript>
<script>for (const one of document.querySelectorAll('.lazy')) {
  if (one.dataset.src) one.src = one.dataset.src; else one.style.backgroundImage = 'url("' + one.dataset.bg + '")'; }</script></body></html>`,
      ),
    ],
    ['/anh/mot.png', png(200, 30, 30)],
    ['/anh/nho.png', png(30, 200, 30)],
    ['/anh/ba.png', png(30, 30, 200)],
    ['/anh/bon.png', png(200, 200, 30)],
    ['/anh/nam.png', png(30, 200, 200)],
    ['/chuyen/nam', { type: 'text/plain', body: Buffer.alloc(0), location: '/anh/nam.png' }],
  ]),
};

const icons = readFile(
  join(
    dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
    'lib/vite/traceViewer/codicon.DCmgc-ay.ttf',
  ),
);

/** Style sheets that import others, from other folders, with a font of their own. */
const importedStyles = async (): Promise<CopiedFixture> => ({
  path: '/',
  files: new Map<string, FixtureFile>([
    [
      '/',
      text(
        'text/html; charset=utf-8',
        `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Sở Thông tin</title>
<link rel="preload" as="style" href="/giao-dien/chinh.css"><link rel="stylesheet" href="/giao-dien/chinh.css?v=1"><style>@import "/giao-dien/le/them.css" screen; .an{background-image:image-set("/giao-dien/le/o.png" 1x)}</style></head>
<body><h1 class="bieu-tuong">\ueb01 \ueb02 \ueb03</h1><div class="o"></div><div class="o an"></div>
<svg width="200" height="100"><defs><linearGradient id="mau"><stop stop-color="#c00"/><stop offset="1" stop-color="#00c"/></linearGradient></defs><rect width="200" height="100" fill="url(#mau)"/></svg>
<svg width="100" height="100"><use href="/giao-dien/hinh.svg#sao"></use></svg></body></html>`,
      ),
    ],
    [
      '/giao-dien/chinh.css',
      text('text/css', '@import url(le/phong.css);\n.o{width:300px;height:120px;background:URL( "le/o.png" )}'),
    ],
    [
      '/giao-dien/le/phong.css',
      text(
        'text/css',
        '@font-face{font-family:BieuTuong;src:url(phong.woff2) format("woff2"),url("../phong/bieu-tuong.ttf") format("truetype")}.bieu-tuong{font:120px BieuTuong}',
      ),
    ],
    ['/giao-dien/le/them.css', text('text/css', 'body{background:#eef;margin:30px}')],
    ['/giao-dien/le/o.png', png(120, 20, 90)],
    ['/giao-dien/phong/bieu-tuong.ttf', { type: 'application/octet-stream', body: await icons }],
    [
      '/giao-dien/hinh.svg',
      text(
        'image/svg+xml',
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY mau "#0a0">]><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><symbol id="sao" viewBox="0 0 10 10"><path fill="&mau;" onclick="x()" d="M0 0h10v10H0z"/></symbol></svg>',
      ),
    ],
  ]),
});

/** An empty page that a script fills, part of it in a shadow tree. */
const drawnByScript: CopiedFixture = {
  path: '/',
  files: new Map<string, FixtureFile>([
    [
      '/',
      text(
        'text/html; charset=utf-8',
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng dịch vụ công</title><script type="module" src="/ung-dung.js"></script></head><body><div id="goc"></div></body></html>',
      ),
    ],
    [
      '/ung-dung.js',
      text(
        'text/javascript',
        `const { muc } = await (await fetch('/du-lieu.json')).json();
const goc = document.getElementById('goc');
const kieu = document.createElement('style');
kieu.textContent = 'body{margin:0;background:#f3f6fb}.muc{display:inline-block;width:260px;height:160px;margin:20px;background:#1f5fa8 url(/nen.png);color:#fff;font:24px Arial}';
document.head.append(kieu);
goc.innerHTML = '<h1>Cổng dịch vụ công</h1>' + muc.map((ten) => '<div class="muc">' + ten + '</div>').join('');
const vo = document.createElement('cong-thanh');
goc.append(vo);
vo.attachShadow({ mode: 'open' }).innerHTML = '<style>div{height:200px;background:#c33}</style><div><slot></slot></div><img src="/nen.png">';`,
      ),
    ],
    ['/du-lieu.json', text('application/json', JSON.stringify({ muc: ['Hộ tịch', 'Đất đai', 'Xây dựng', 'Y tế'] }))],
    ['/nen.png', png(10, 120, 60)],
  ]),
};

export const copiedFixtures = {
  'an old page in windows-1258, without a document type': async () => oldPortal,
  'late pictures in several sizes': async () => latePictures,
  'imported style sheets with a font and drawings': importedStyles,
  'a page that a script draws, with a shadow tree': async () => drawnByScript,
} as const;
