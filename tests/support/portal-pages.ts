/** A portal's markup with as much or as little content as a test needs. */
const paragraphs = [
  'Ủy ban nhân dân xã tiếp công dân vào thứ Năm hằng tuần tại trụ sở.',
  'Hồ sơ được tiếp nhận và trả kết quả tại Trung tâm Phục vụ hành chính công.',
  'Quyết định về việc kiện toàn Ban Chỉ đạo cải cách hành chính của xã.',
  'Kế hoạch phòng chống thiên tai và tìm kiếm cứu nạn năm nay.',
  'Thông báo lịch tiêm chủng mở rộng cho trẻ em trong tháng.',
  'Địa chỉ: thôn Đông, xã An Phú, tỉnh Bình Giang.',
];
const menu = ['Trang chủ', 'Giới thiệu', 'Tin tức', 'Văn bản', 'Thủ tục hành chính', 'Liên hệ'];

export interface PortalWish {
  readonly title?: string;
  /** Markup appended to the main part. */
  readonly extra?: string;
  readonly head?: string;
  readonly visits?: number;
}

export function portalPage({
  title = 'Cổng thông tin xã An Phú',
  extra = '',
  head = '',
  visits = 1,
}: PortalWish = {}): string {
  return `<!doctype html><html lang="vi"><head><title>${title}</title><script src="/js/portal.js"></script>${head}</head><body>
<header id="top"><img src="/logo.png" alt="Logo"><ul class="menu">${menu.map((item, i) => `<li><a href="/muc-${'abcdef'[i]}">${item}</a></li>`).join('')}</ul></header>
<main>${paragraphs.map((text) => `<section class="block"><p>${text}</p></section>`).join('')}${extra}</main>
<footer><p>Lượt truy cập: ${visits}</p><a href="https://chinhphu.vn/">Cổng Chính phủ</a></footer></body></html>`;
}

export const defacedPage =
  '<html><head><title>Hacked By Bong Dem</title></head><body bgcolor="black"><center><h1>Hacked By Bong Dem</h1><p>Greetz all</p></center></body></html>';
