/** Ten ordinary widgets with the mechanics of the real ones: what stands in the page, and what their hosts answer. */

export interface Widget {
  /** Markup that an editor puts into the page. */
  readonly markup: string;
  /** Answers by `host/path`; scripts unless the path says otherwise. */
  readonly answers: Readonly<Record<string, string>>;
}

const loader = (src: string) =>
  `<script>(function(){var s=document.createElement('script'),f=document.getElementsByTagName('script')[0];s.async=true;s.src='${src}';f.parentNode.insertBefore(s,f);})();</script>`;
const frame = (src: string, style: string) =>
  `var f=document.createElement('iframe');f.src='${src}';f.style.cssText='${style}';document.body.appendChild(f);`;

export const widgets: Readonly<Record<string, Widget>> = {
  chat: {
    markup: `<script>var Chat_API=Chat_API||{};</script>${loader('https://embed.tro-chuyen.example/6650/default')}`,
    answers: {
      'embed.tro-chuyen.example/6650/default': `${loaderCode('https://embed.tro-chuyen.example/app.js')}`,
      'embed.tro-chuyen.example/app.js': `${frame('https://embed.tro-chuyen.example/khung.html', 'display:none')}
        ${frame('https://embed.tro-chuyen.example/nut.html', 'position:fixed;right:20px;bottom:20px;width:64px;height:60px;border:0;z-index:999999')}
        localStorage.setItem('chat_uuid', '1'); fetch('https://va.tro-chuyen.example/v1/widget-settings?id=6650').then(function(r){return r.text()});
        fetch('https://va.tro-chuyen.example/v1/session/start', { method: 'POST', body: '{}' });
        new WebSocket('wss://vsa.tro-chuyen.example/s/?k=1');`,
      'embed.tro-chuyen.example/khung.html': '<p>khung</p>',
      'embed.tro-chuyen.example/nut.html': '<button>Chat</button>',
    },
  },
  'consent manager': {
    markup: '<script src="https://cdn.dong-y.example/consent/otSDKStub.js" data-domain-script="vn-1"></script>',
    answers: {
      'cdn.dong-y.example/consent/otSDKStub.js': `(function(){var l=document.createElement('iframe');l.name='__tcfapiLocator';l.style.cssText='display:none';
        document.documentElement.appendChild(l); fetch('https://cdn.dong-y.example/consent/vn-1.json').then(function(r){return r.text()}).then(function(){
        var b=document.createElement('div');b.id='onetrust-banner';b.style.cssText='position:fixed;left:0;right:0;bottom:0;background:#fff;z-index:2147483645;padding:20px';
        b.innerHTML='<p>Cổng thông tin dùng cookie để ghi nhớ lựa chọn của bạn.</p><button>Đồng ý</button><button>Tùy chọn</button>';
        document.body.appendChild(b); navigator.sendBeacon('https://privacy.dong-y.example/request/v1/consentreceipts', '{}'); }); })();`,
      'cdn.dong-y.example/consent/vn-1.json': '{}',
    },
  },
  'tag manager': {
    markup: `<script>(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;j.src='https://www.quan-ly-the.example/gtm.js?id='+i+dl;f.parentNode.insertBefore(j,f);})(window,document,'script','dataLayer','GTM-N7K2PQX');</script>
      <noscript><iframe src="https://www.quan-ly-the.example/ns.html?id=GTM-N7K2PQX" height="0" width="0" style="display:none;visibility:hidden"></iframe></noscript>`,
    answers: {
      'www.quan-ly-the.example/gtm.js': `(function(){var d=document.createElement('div');d.style.display='none';d.style.visibility='hidden';
        var s=document.createElement('script');s.text='window.dataLayer.push({event:"custom_html"});document.documentElement.setAttribute("data-tag","1");';d.appendChild(s);document.body.appendChild(d);
        ${loaderCode('https://www.do-luong.example/gtag/js?id=G-1')} new Image().src='https://td.quan-ly-the.example/td?id=1'; })();`,
      'www.do-luong.example/gtag/js': `navigator.sendBeacon('https://region1.do-luong.example/g/collect?v=2', 'en=page_view');`,
    },
  },
  analytics: {
    markup: `<script async src="https://www.thong-ke-truy-cap.example/gtag/js?id=G-ABC"></script>
      <script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments);}gtag('js',new Date());gtag('config','G-ABC');</script>`,
    answers: {
      'www.thong-ke-truy-cap.example/gtag/js': `fetch('https://region1.thong-ke-truy-cap.example/g/collect?v=2&tid=G-ABC', { method: 'POST', keepalive: true, mode: 'no-cors' });
        new Image().src='https://stats.nguoi-xem.example/g/collect?aip=1';`,
    },
  },
  'social page': {
    markup: `<div id="fb-root"></div><script async defer crossorigin="anonymous" src="https://connect.mang-xa-hoi.example/vi_VN/sdk.js#xfbml=1&version=v18.0"></script>
      <div class="fb-page" data-href="https://www.mang-xa-hoi.example/xaanphu" data-width="340"></div>`,
    answers: {
      'connect.mang-xa-hoi.example/vi_VN/sdk.js': `(function(){var r=document.getElementById('fb-root');var h=document.createElement('div');h.style.cssText='position:absolute;top:-10000px;width:0;height:0';
        h.innerHTML='<div><iframe name="fb_xdm" src="https://staticxx.mang-xa-hoi.example/x/connect/xd_arbiter/?version=46"></iframe></div>';r.appendChild(h);
        var p=document.querySelector('.fb-page');p.innerHTML='<span style="vertical-align:bottom;width:340px;height:500px"><iframe width="340" height="500" style="border:none" src="https://www.mang-xa-hoi.example/v18.0/plugins/page.php?href=x"></iframe></span>';})();`,
      'www.mang-xa-hoi.example/v18.0/plugins/page.php':
        '<img src="https://scontent.anh-mang.example/v/anh.jpg"><p>UBND xã An Phú</p>',
      'staticxx.mang-xa-hoi.example/x/connect/xd_arbiter/': '<p></p>',
    },
  },
  map: {
    markup: `<div id="ban-do" style="width:600px;height:300px"></div><script src="https://maps.ban-do-so.example/maps/api/js?key=AIza&callback=veBanDo" async defer></script>
      <script>function veBanDo(){document.getElementById('ban-do').setAttribute('data-ve','1')}</script>`,
    answers: {
      'maps.ban-do-so.example/maps/api/js': `(function(){var l=document.createElement('link');l.rel='stylesheet';l.href='https://fonts.ban-do-so.example/css?family=Roboto';document.head.appendChild(l);
        for(var i=0;i<6;i++){var m=new Image();m.src='https://khms'+(i%2)+'.ban-do-so.example/vt?x='+i;document.getElementById('ban-do').appendChild(m)} window.veBanDo(); })();`,
    },
  },
  video: {
    markup: `<div id="phim"></div><script>var tag=document.createElement('script');tag.src='https://www.phim-anh.example/iframe_api';var first=document.getElementsByTagName('script')[0];first.parentNode.insertBefore(tag,first);</script>`,
    answers: {
      'www.phim-anh.example/iframe_api': loaderCode('https://www.phim-anh.example/s/player/www-widgetapi.js'),
      'www.phim-anh.example/s/player/www-widgetapi.js': `document.getElementById('phim').outerHTML='<iframe id="phim" width="560" height="315" allow="autoplay" src="https://www.phim-anh.example/embed/abc"></iframe>';`,
      'www.phim-anh.example/embed/abc':
        '<img src="https://i.anh-phim.example/vi/abc/hqdefault.jpg"><script>eval("window.may=1;window.trinh=2")</script>',
    },
  },
  captcha: {
    markup:
      '<script src="https://www.chong-may.example/recaptcha/api.js?render=6Le" async></script><div class="g-recaptcha" data-sitekey="6Le"></div>',
    answers: {
      'www.chong-may.example/recaptcha/api.js': loaderCode(
        'https://www.tinh-chong-may.example/recaptcha/releases/x/recaptcha__vi.js',
      ),
      'www.tinh-chong-may.example/recaptcha/releases/x/recaptcha__vi.js': `(function(){${frame('https://www.chong-may.example/recaptcha/api2/anchor?k=6Le', 'width:304px;height:78px;border:0')}
        ${frame('https://www.chong-may.example/recaptcha/api2/bframe?k=6Le', 'visibility:hidden;position:absolute;top:-10000px')}})();`,
      'www.chong-may.example/recaptcha/api2/anchor': `<p>Tôi không phải là người máy</p><script>var c="\\x76\\x61\\x72\\x20\\x61\\x3d\\x31\\x3b\\x76\\x61\\x72\\x20\\x62\\x3d\\x32";eval(c);new Function(c)()</script>`,
      'www.chong-may.example/recaptcha/api2/bframe': '<p></p>',
    },
  },
  'font service': {
    markup:
      '<link rel="preconnect" href="https://fonts.kieu-chu.example"><link href="https://fonts.kieu-chu.example/css2?family=Be+Vietnam+Pro&display=swap" rel="stylesheet">',
    answers: {
      'fonts.kieu-chu.example/css2': `@font-face{font-family:'Be Vietnam Pro';src:url(https://tinh.kieu-chu-tinh.example/s/v11/a.woff2)}body{font-family:'Be Vietnam Pro',sans-serif}`,
    },
  },
  'push opt-in': {
    markup: `<script src="https://cdn.thong-bao-day.example/sdks/web/v16/page.js" defer></script>`,
    answers: {
      'cdn.thong-bao-day.example/sdks/web/v16/page.js': `navigator.serviceWorker.register('/sw.js').catch(function(){}); Notification.requestPermission().catch(function(){});
        fetch('https://api.thong-bao-day.example/sync/1/web').then(function(r){return r.text()});`,
    },
  },
};

function loaderCode(src: string): string {
  return `(function(){var s=document.createElement('script');s.async=true;s.src='${src}';document.head.appendChild(s);})();`;
}
