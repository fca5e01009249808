/** Pages built like the home pages of Vietnamese portals, of any size, the same for the same numbers. */

export interface PageDraft {
  /** Draws the site: names, menus, older news. */
  readonly seed: number;
  readonly sizeBytes: number;
  /** Draws what changes from look to look: the newest news, the counter, the clock. */
  readonly edition: number;
}

const words = (
  'ủy ban nhân dân huyện tỉnh thành phố hội nghị triển khai nhiệm vụ phát triển kinh tế xã kế hoạch công tác quý năm ' +
  'thông báo tiếp nhận hồ sơ thủ tục hành chính dịch trực tuyến lãnh đạo làm việc đoàn kiểm tra xây dựng nông thôn mới ' +
  'chương trình giáo dục y bảo hiểm văn hóa thể thao du lịch lễ kỷ niệm ngày thành lập đại biểu quốc hội cử tri báo cáo ' +
  'kết quả thực hiện nghị quyết chỉ thị quyết định ban hành quy chế phòng chống thiên tai tìm kiếm cứu nạn an toàn giao thông'
).split(' ');

/** Mulberry32 (Tommy Ettinger, public domain): small, and equal on every machine. */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sentence(draw: () => number, length: number): string {
  const text = Array.from({ length }, () => words[Math.floor(draw() * words.length)] ?? '').join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function newsItem(draw: () => number, place: string): string {
  const number = Math.floor(draw() * 90_000) + 10_000;
  const title = sentence(draw, 14);
  return `<li class="tin tin-${place}"><a class="anh" href="/tin-tuc/${number}.html" title="${title}"><img class="thumb" src="/upload/${number}.jpg" alt="${title}" width="120" height="90"></a>
  <h3 class="tieu-de"><a href="/tin-tuc/${number}.html">${title}</a></h3><span class="ngay">${1 + (number % 28)}/${1 + (number % 12)}/2026</span>
  <p class="tom-tat">${sentence(draw, 32)}.</p></li>\n`;
}

function menu(draw: () => number): string {
  const entry = () => {
    const number = Math.floor(draw() * 900);
    const below = Array.from(
      { length: 4 },
      (_, i) => `<li><a href="/muc/${number}/${i}">${sentence(draw, 4)}</a></li>`,
    );
    return `<li class="dropdown"><a href="/muc/${number}">${sentence(draw, 3)}</a><ul>${below.join('')}</ul></li>\n`;
  };
  return Array.from({ length: 9 }, entry).join('');
}

/** About a third of a portal's bytes are scripts and styles; lists of news make up the rest. */
export function drawPage({ seed, sizeBytes, edition }: PageDraft): string {
  const draw = draws(seed * 7_919 + 1);
  const fresh = draws(seed * 7_919 + edition * 104_729 + 2);
  const name = `Cổng thông tin điện tử ${sentence(draw, 4)}`;
  const script = `var cauHinh${seed}=[${Array.from({ length: Math.floor(sizeBytes / 24) }, () => Math.floor(draw() * 9_999)).join(',')}];`;
  const head = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${name}</title><meta name="description" content="${sentence(draw, 20)}">
<link rel="stylesheet" href="/css/site.css"><script src="/js/jquery.min.js"></script><script>${script}</script></head><body>
<header id="dau-trang"><img src="/logo.png" alt="${name}"><h1>${name}</h1><nav><ul>${menu(draw)}</ul></nav></header><main id="noi-dung">
<p class="dong-ho">Cập nhật lần thứ ${edition}</p><section class="moi-nhat"><h2>Tin mới nhất</h2><ul>${newsItem(fresh, 'moi')}${newsItem(fresh, 'moi')}</ul></section>\n`;
  const foot = `</main><footer><p>Địa chỉ: ${sentence(draw, 8)}. Điện thoại: 0210 ${1_000 + seed}</p><p>Số lượt truy cập: ${100_000 + edition}</p></footer></body></html>`;
  const parts = [head];
  let size = Buffer.byteLength(head) + Buffer.byteLength(foot);
  for (let section = 0; size < sizeBytes; section += 1) {
    const items = Array.from({ length: 6 }, () => newsItem(draw, `muc-${section}`)).join('');
    const part = `<section class="muc-${section}"><h2>${sentence(draw, 5)}</h2><div class="row"><ul>${items}</ul></div></section>\n`;
    parts.push(part);
    size += Buffer.byteLength(part);
  }
  return parts.join('') + foot;
}
