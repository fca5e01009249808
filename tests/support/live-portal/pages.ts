/** The portal of the live exercise: three pages that stand still and a news page that never does, built with utility classes. */

export const portalHost = 'minhphu.example';

/** Everything that a visitor can meet, by path; what attacks change. */
export interface PortalPages {
  readonly script: string;
  readonly style: string;
  /** @param minutes on the portal's clock, which moves the news */
  page(path: string, minutes: number): string | null;
}

const menu = [
  ['/', 'Trang chủ'],
  ['/gioi-thieu', 'Giới thiệu'],
  ['/dich-vu', 'Dịch vụ công'],
  ['/tin-tuc', 'Tin tức'],
] as const;

const style = `
*{box-sizing:border-box}body{margin:0;font:16px/1.6 Arial,sans-serif;color:#222;background:#fff}
header{background:#a31f1f;color:#fff;padding:16px 32px}header img{height:64px;vertical-align:middle;margin-right:16px}
header h1{display:inline-block;font-size:24px;margin:0}nav a{color:#fff;margin-right:24px;text-decoration:none}
main{max-width:1100px;margin:24px auto;padding:0 16px}h2{border-bottom:2px solid #a31f1f;color:#a31f1f;font-size:20px}
footer{background:#333;color:#ddd;padding:24px 32px}.bang{width:100%;border-collapse:collapse}.bang td{border:1px solid #ccc;padding:8px}
.the{display:inline-block;width:340px;margin:0 12px 16px 0;vertical-align:top}`;

const script = `
(function () {
  var nut = document.querySelector('[data-mo]');
  if (nut) nut.addEventListener('click', function () { document.body.classList.toggle('mo'); });
  var nam = document.getElementById('nam');
  if (nam) nam.textContent = 'Bản quyền thuộc về Ủy ban nhân dân xã Minh Phú';
})();`;

const organisation = JSON.stringify({
  '@context': 'https://schema.org',
  '@type': 'GovernmentOrganization',
  name: 'Ủy ban nhân dân xã Minh Phú',
  telephone: '02293 861 234',
  url: `https://${portalHost}/`,
});

function shell(path: string, title: string, main: string): string {
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>${title} - Cổng thông tin điện tử xã Minh Phú</title>
<meta name="description" content="Trang thông tin chính thức của Ủy ban nhân dân xã Minh Phú">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="https://${portalHost}${path}"><meta property="og:url" content="https://${portalHost}${path}"><meta property="og:title" content="${title}">
<link rel="stylesheet" href="/css/chung.css"><script src="https://cdn.jsdelivr.net/npm/bootstrap@5.3.3/dist/js/bootstrap.bundle.min.js" defer></script>
<script type="application/ld+json">${organisation}</script></head><body>
<header><img src="/img/quoc-huy.png" alt="Quốc huy" width="64" height="64"><h1>Cổng thông tin điện tử xã Minh Phú</h1>
<nav>${menu.map(([to, name]) => `<a href="${to}">${name}</a>`).join('')}</nav></header>
<main>${main}</main>
<footer><p>Ủy ban nhân dân xã Minh Phú, thôn Trung, xã Minh Phú, tỉnh Hoa Lư</p><p>Điện thoại: 02293 861 234. Thư điện tử: vanphong@${portalHost}</p><p id="nam"></p></footer>
<script src="/js/chung.js"></script></body></html>`;
}

const home = `<img src="/img/bia.png" alt="Lễ hội mùa xuân" width="1060" height="220">
<h2>Thông báo</h2>
<p class="tb">Lịch tiếp công dân định kỳ của Chủ tịch Ủy ban nhân dân xã vào sáng thứ Năm hằng tuần.</p>
<p class="tb">Từ tháng này, bộ phận một cửa nhận hồ sơ cả sáng thứ Bảy để người dân đỡ phải nghỉ việc đồng áng.</p>
<p class="tb">Trạm y tế xã tổ chức tiêm chủng mở rộng cho trẻ em vào ngày 10 và ngày 25.</p>
<h2>Liên kết</h2><ul><li><a href="https://dichvucong.gov.vn/">Cổng dịch vụ công quốc gia</a></li><li><a href="https://hoalu.example/">Cổng thông tin tỉnh Hoa Lư</a></li><li><a href="https://nophoso.hoalu.example/minh-phu">Nộp hồ sơ trực tuyến</a></li></ul>
<form action="/tim" method="get"><input name="q" placeholder="Tìm kiếm"><button>Tìm</button></form>`;

const about = `<h2>Giới thiệu chung</h2>
<p>Xã Minh Phú nằm ở phía bắc huyện, có diện tích tự nhiên hơn chín trăm héc ta, gồm sáu thôn.</p>
<p>Nhân dân trong xã sống chủ yếu bằng nghề trồng lúa, nuôi cá và đan cói xuất khẩu.</p>
<p>Xã được công nhận đạt chuẩn nông thôn mới, nhiều năm liền giữ vững danh hiệu đơn vị văn hóa.</p>
<h2>Cơ cấu tổ chức</h2><table class="bang"><tr><td>Chủ tịch</td><td>Ông Phạm Văn Thiện</td></tr><tr><td>Phó Chủ tịch</td><td>Bà Đinh Thị Nhài</td></tr><tr><td>Văn phòng</td><td>Ông Lã Quang Vinh</td></tr></table>`;

const services = `<h2>Đăng nhập</h2><form id="dn" action="/dang-nhap" method="post"><input name="so_dinh_danh" placeholder="Số định danh"><input type="password" name="mat_khau"><button>Đăng nhập</button></form>
<h2>Thủ tục</h2><ul><li><a href="/thu-tuc/khai-sinh">Đăng ký khai sinh</a></li><li><a href="/thu-tuc/ket-hon">Đăng ký kết hôn</a></li><li><a href="/thu-tuc/chung-thuc">Chứng thực bản sao</a></li><li><a href="https://nophoso.hoalu.example/minh-phu">Nộp hồ sơ trực tuyến</a></li></ul>
<h2>Nộp lệ phí</h2><p>Số tài khoản: 3713 0105 6677 tại Kho bạc Nhà nước. Đầu mối hỗ trợ: 0229 3861 555.</p><img src="/img/qr-le-phi.png" alt="Mã QR nộp lệ phí" width="180" height="180">
<h2>Ứng dụng</h2><p><a href="https://play.google.com/store/apps/details?id=vn.hoalu.congdan">Tải ứng dụng Công dân số Hoa Lư</a></p>`;

const verbs = ['Ra quân', 'Tổng kết', 'Tập huấn', 'Kiểm tra', 'Phát động', 'Khai mạc', 'Bàn giao', 'Thăm hỏi'];
const things = [
  'làm thủy lợi nội đồng',
  'công tác dân số',
  'kỹ thuật nuôi cá rô',
  'an toàn thực phẩm',
  'trồng cây đầu xuân',
  'giải bóng chuyền hơi',
  'nhà đại đoàn kết',
  'gia đình chính sách',
];
const places = ['thôn Trung', 'thôn Thượng', 'thôn Hạ', 'thôn Đông', 'trường tiểu học', 'nhà văn hóa', 'hợp tác xã'];
const widths = ['w-1/2', 'w-1/3', 'w-full', 'md:w-1/4', 'lg:w-2/3'];
const colours = ['bg-red-50', 'bg-amber-100', 'bg-white', 'bg-slate-50', 'bg-sky-50'];
const gaps = ['p-2', 'p-4', 'px-3', 'py-6', 'mt-4', 'gap-2', 'mb-8'];
const of = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** Every look finds other articles in other shapes: classes are written by a tool for each entry. */
function news(minutes: number): string {
  const first = Math.floor(minutes / 5);
  const articles = Array.from({ length: 30 }, (_, i) => {
    const n = first * 3 + i;
    const classes = [of(widths, n * 7), of(colours, n * 3 + 1), of(gaps, n * 5), of(gaps, n + 3), `order-${n % 13}`];
    return `<article class="flex ${classes.join(' ')}"><div class="${of(gaps, n * 2)} rounded-${n % 9}"><h3 class="text-${of(['sm', 'lg', 'xl'], n)}"><a href="/tin-tuc/${n}">${of(verbs, n * 3)} ${of(things, n * 5 + 1)} tại ${of(places, n * 2)}</a></h3><p class="leading-${n % 11}">Sáng ${1 + (n % 28)}/11, ${of(places, n + 2)} ${of(verbs, n + 4).toLowerCase()} ${of(things, n + 6)}, ${10 + (n % 90)} người tham dự.</p></div></article>`;
  });
  return `<h2>Tin tức</h2><div class="grid grid-cols-3">${articles.join('')}</div><p class="text-xs">Đã có ${9_000 + minutes * 3} lượt xem.</p>`;
}

export const honest: PortalPages = {
  script,
  style,
  page(path, minutes) {
    if (path === '/') return shell(path, 'Trang chủ', home);
    if (path === '/gioi-thieu') return shell(path, 'Giới thiệu', about);
    if (path === '/dich-vu') return shell(path, 'Dịch vụ công', services);
    return path === '/tin-tuc' ? shell(path, 'Tin tức', news(minutes)) : null;
  },
};
