/** What happens to portals without any attacker: none of it may alarm. Services stand under their real names. */
import type { Change } from './scene.ts';

export interface Lookalike extends Change {
  /** What a verdict may be; never an alarm. */
  readonly may: readonly ('clean' | 'suspect' | 'unknown')[];
}

const inBody = (markup: string) => (html: string) => html.replace('</body>', `${markup}</body>`);
const inHead = (markup: string) => (html: string) => html.replace('</head>', `${markup}</head>`);
const atTop = (markup: string) => (html: string) => html.replace('<main>', `<main>${markup}`);
const page =
  (title: string, body: string, status = 200) =>
  () => ({
    type: 'text/html; charset=utf-8',
    status,
    body: `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`,
  });
const any = ['clean', 'suspect', 'unknown'] as const;
const quiet = ['clean', 'suspect'] as const;

export const lookalikes: Readonly<Record<string, Lookalike>> = {
  'a notice of maintenance, with its hours': {
    page: page(
      'Tạm ngừng truy cập',
      '<h1>Cổng thông tin tạm ngừng truy cập</h1><p>Để bảo dưỡng định kỳ máy chủ, Cổng thông tin tạm ngừng từ 21 giờ tối nay đến 5 giờ sáng mai. Rất mong bà con thông cảm!</p>',
    ),
    may: any,
  },
  'a notice that the portal is being rebuilt': {
    page: page(
      'Trang đang xây dựng lại',
      '<center><img src="/img/quoc-huy.png" width="64"><h2>Giao diện mới sẽ ra mắt trong tuần tới</h2><p>Trong thời gian chuyển đổi, mọi thủ tục xin liên hệ trực tiếp bộ phận một cửa, điện thoại 02293 861 234.</p></center>',
    ),
    may: any,
  },
  'a notice of a failed line, with status 503': {
    page: page(
      'Service Unavailable',
      '<p>Đường truyền Internet của trụ sở bị đứt do mưa bão, nhà mạng đang nối lại cáp.</p>',
      503,
    ),
    may: any,
  },
  'a firewall that asks for patience': {
    page: page(
      'Just a moment...',
      '<h1>minhphu.example</h1><p>Verifying you are human. This may take a few seconds.</p><p>minhphu.example needs to review the security of your connection before proceeding.</p><p>Ray ID: 8f2a91c4bd33e1a7</p>',
      403,
    ),
    may: any,
  },
  'a firewall that refuses with status 200': {
    page: page(
      'Yêu cầu bị chặn',
      '<h2>Yêu cầu của bạn đã bị hệ thống bảo vệ chặn lại</h2><p>Nếu là nhầm lẫn, xin gửi mã tham chiếu 20261207-88431 cho quản trị viên.</p>',
    ),
    may: any,
  },
  'a suspended account': {
    page: page(
      'Account Suspended',
      '<h1>This account has been suspended</h1><p>Either the domain has been overused, or the reseller ran out of resources. <a href="mailto:billing@may-chu.example">Contact support</a></p>',
    ),
    may: any,
  },
  'an error of the database': {
    page: page(
      'Lỗi',
      '<p>SQLSTATE[HY000] [2002] Connection refused in /var/www/minhphu/lib/Database.php on line 41</p>',
      500,
    ),
    may: any,
  },
  'an error of the database with status 200': {
    page: page('', '<p>Error establishing a database connection</p>'),
    may: any,
  },
  'a chat of a well-known service': {
    page: inBody(
      `<script>var Tawk_API=Tawk_API||{},Tawk_LoadStart=new Date();(function(){var s1=document.createElement("script"),s0=document.getElementsByTagName("script")[0];s1.async=true;s1.src='https://embed.tawk.to/64aa/1h4';s1.charset='UTF-8';s1.setAttribute('crossorigin','*');s0.parentNode.insertBefore(s1,s0);})();</script>`,
    ),
    files: {
      'embed.tawk.to/64aa/1h4': `(function(){var d=document.createElement('div');d.style.cssText='position:fixed;right:16px;bottom:16px;width:60px;height:60px;z-index:99999;border-radius:50%;background:#03a84e';document.body.appendChild(d);var f=document.createElement('iframe');f.src='about:blank';f.style.display='none';document.body.appendChild(f);new WebSocket('wss://vsb1.tawk.to/s/');})();`,
    },
    may: quiet,
  },
  'a banner about cookies': {
    script: `(function(){if(document.cookie.indexOf('dongy=')>=0)return;var b=document.createElement('div');b.style.cssText='position:fixed;left:0;right:0;bottom:0;background:#222;color:#fff;padding:16px;z-index:999';b.innerHTML='<span>Trang này dùng cookie để thống kê lượt truy cập.</span> <button>Tôi đồng ý</button>';b.querySelector('button').onclick=function(){document.cookie='dongy=1';b.remove()};document.body.appendChild(b)})();`,
    may: quiet,
  },
  'a tag manager': {
    page: (html) =>
      inBody(
        '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-MPX88QT" height="0" width="0" style="display:none;visibility:hidden"></iframe></noscript>',
      )(
        inHead(
          `<script>(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;j.src='https://www.googletagmanager.com/gtm.js?id='+i+dl;f.parentNode.insertBefore(j,f);})(window,document,'script','dataLayer','GTM-MPX88QT');</script>`,
        )(html),
      ),
    files: {
      'www.googletagmanager.com/gtm.js': `(function(){var s=document.createElement('script');s.src='https://www.googletagmanager.com/gtag/js?id=G-MP1';document.head.appendChild(s)})();`,
      'www.googletagmanager.com/gtag/js': `navigator.sendBeacon('https://region1.google-analytics.com/g/collect?v=2','en=page_view');`,
    },
    may: quiet,
  },
  'a map': {
    at: '/gioi-thieu',
    page: atTop(
      '<iframe src="https://www.google.com/maps/embed?pb=!1m18" width="600" height="300" style="border:0" allowfullscreen="" loading="lazy"></iframe>',
    ),
    files: { 'www.google.com/maps/embed': '<html><body><p>Bản đồ</p></body></html>' },
    may: quiet,
  },
  'a film': {
    page: atTop(
      '<iframe width="560" height="315" src="https://www.youtube.com/embed/abcdefghijk" title="Minh Phú mùa lúa chín" allowfullscreen></iframe>',
    ),
    files: { 'www.youtube.com/embed/abcdefghijk': '<html><body style="background:#000"></body></html>' },
    may: quiet,
  },
  'a check against robots at the sign-in': {
    at: '/dich-vu',
    page: (html) =>
      html
        .replace(
          '<button>Đăng nhập</button>',
          '<div class="cf-turnstile" data-sitekey="0x4AAA"></div><button>Đăng nhập</button>',
        )
        .replace(
          '</head>',
          '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script></head>',
        ),
    files: {
      'challenges.cloudflare.com/turnstile/v0/api.js': `document.querySelectorAll('.cf-turnstile').forEach(function(d){var f=document.createElement('iframe');f.src='https://challenges.cloudflare.com/cdn-cgi/challenge-platform/h/b/turnstile';f.width=300;f.height=65;f.style.border='0';d.appendChild(f)});`,
      'challenges.cloudflare.com/cdn-cgi/challenge-platform/h/b/turnstile': '<p>Đang xác minh</p>',
    },
    may: quiet,
  },
  'a portal in mourning': {
    style: 'html{filter:grayscale(100%)}',
    page: atTop(
      '<div style="background:#000;color:#fff;text-align:center;padding:24px"><h2 style="color:#fff;border:0">Vô cùng thương tiếc đồng chí nguyên lãnh đạo Đảng và Nhà nước</h2><p>Lễ viếng được tổ chức từ 7 giờ ngày 8 tại Nhà tang lễ Quốc gia.</p></div>',
    ),
    bannerInk: [90, 90, 90],
    may: quiet,
  },
  'a dress for Tết': {
    style: 'header{background:#d0021b}body{background:#fff6e0}h2{color:#d0021b}',
    script: `(function(){for(var i=0;i<24;i++){var h=document.createElement('i');h.textContent='🌸';h.style.cssText='position:fixed;top:'+(i*37%600)+'px;left:'+(i*53%1300)+'px;pointer-events:none;z-index:50';document.body.appendChild(h)}})();`,
    page: atTop(
      '<p style="font-size:28px;color:#d0021b;text-align:center">Chúc mừng năm mới, mừng Đảng, mừng Xuân Đinh Mùi 2027</p>',
    ),
    bannerInk: [200, 30, 40],
    may: quiet,
  },
  'a new picture at the head': { bannerInk: [150, 60, 160], may: quiet },
  'a campaign over the page that can be closed': {
    page: inBody(
      '<div id="tb-bao" style="position:fixed;inset:0;background:rgba(0,0,0,.6);z-index:500"><div style="background:#fff;max-width:600px;margin:10% auto;padding:24px"><h2>Cảnh báo bão số 12</h2><p>Bà con thôn Hạ và thôn Đông sẵn sàng di dời trước 17 giờ. Trực ban: 02293 861 234.</p><button onclick="document.getElementById(\'tb-bao\').remove()">Đóng</button></div></div>',
    ),
    may: quiet,
  },
  'a warning of forged pages': {
    page: atTop(
      '<p><strong>Cảnh báo:</strong> đã xuất hiện trang giả mạo Cổng thông tin xã để lừa cài ứng dụng và chiếm đoạt tài khoản ngân hàng. Bà con tuyệt đối không tải tệp .apk, không cung cấp mã OTP cho người lạ.</p>',
    ),
    may: quiet,
  },
  'a new version of the portal’s own script': {
    script: `(function(){var m=document.querySelector('form[action="/tim"]');if(m)m.addEventListener('submit',function(e){var q=m.querySelector('input').value;if(!q.trim()){e.preventDefault();return}fetch('/goi-y?q='+encodeURIComponent(q)).catch(function(){})});var t=localStorage.getItem('co-chu');if(t)document.body.style.fontSize=t+'px'})();`,
    may: ['clean', 'suspect'],
  },
};
