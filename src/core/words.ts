/** How the product's terms are called before people, in Vietnamese and English. One table per closed list of terms. */

import type { Rung } from './duty/ladder.ts';
import type {
  AttackKind,
  CaptureFailureKind,
  CutOff,
  Family,
  IncidentStatus,
  Kind,
  Level,
  Profile,
  SpecialProfile,
  TargetStatus,
  Tier,
  UnknownKind,
  Words,
} from './model.ts';
import type { AnswerStatus } from './names/name-look.ts';
import type { NoticeType } from './notice.ts';

const say = (vi: string, en: string): Words => ({ vi, en });

/** A kind of attack as a heading or a cell of a table. */
export const kindWords: Readonly<Record<AttackKind, Words>> = {
  defacement: say('Thay đổi giao diện', 'Defacement'),
  injection: say('Chèn nội dung trái phép', 'Injected content'),
  redirection: say('Chuyển hướng trái phép', 'Rogue redirection'),
  takeover: say('Chiếm quyền tên miền', 'Domain takeover'),
  cloaking: say('Che giấu nội dung', 'Cloaking'),
  'ransom-note': say('Thông báo tống tiền', 'Ransom note'),
  certificate: say('Chứng thư số bất thường', 'Certificate anomaly'),
};

/** A kind of attack as what is said of a portal: "Cổng … bị thay đổi giao diện", "Portal … was defaced". */
export const kindHappened: Readonly<Record<AttackKind, Words>> = {
  defacement: say('bị thay đổi giao diện', 'was defaced'),
  injection: say('bị chèn nội dung trái phép', 'had content injected'),
  redirection: say('bị chuyển hướng sang trang lạ', 'redirects to a foreign site'),
  takeover: say('bị chiếm quyền tên miền', 'had its domain taken over'),
  cloaking: say('hiển thị nội dung lạ cho một số khách truy cập', 'shows some visitors foreign content'),
  'ransom-note': say('hiển thị thông báo tống tiền', 'shows a ransom note'),
  certificate: say('có chứng thư số bất thường', 'presents an unexpected certificate'),
};

/** Why a page can't be judged, as a heading or a cell of a table. */
export const unknownKindWords: Readonly<Record<UnknownKind, Words>> = {
  unavailable: say('Không truy cập được', 'Unavailable'),
  blocked: say('Bị chặn hoặc yêu cầu đăng nhập', 'Blocked or behind a login'),
  maintenance: say('Đang bảo trì', 'Under maintenance'),
  parked: say('Tên miền đang để trống', 'Parked domain'),
  'error-page': say('Trang báo lỗi', 'Error page'),
  'cut-off': say('Nội dung nhận được không đầy đủ', 'Cut off'),
  blind: say('Hệ thống giám sát mất kết nối', 'The monitor itself is offline'),
};

/** The same as what is said of a page: "Trang … không truy cập được". */
export const unknownKindHappened: Readonly<Record<UnknownKind, Words>> = {
  unavailable: say('không truy cập được', 'can’t be reached'),
  blocked: say('từ chối truy cập hoặc yêu cầu đăng nhập', 'refuses access or asks for a login'),
  maintenance: say('hiển thị thông báo bảo trì', 'shows a maintenance notice'),
  parked: say('hiển thị trang của nhà đăng ký tên miền', 'shows a domain parking page'),
  'error-page': say('chỉ hiển thị thông báo lỗi', 'only shows an error'),
  'cut-off': say('trả về nội dung không đầy đủ', 'sends incomplete content'),
  blind: say('chưa kiểm tra được do hệ thống giám sát mất kết nối', 'was not seen because the monitor is offline'),
};

/** Any kind, as a heading. */
export const anyKindWords: Readonly<Record<Kind, Words>> = { ...kindWords, ...unknownKindWords };

export const levelWords: Readonly<Record<Level, Words>> = {
  clean: say('Bình thường', 'Clean'),
  suspect: say('Nghi vấn', 'Suspect'),
  alarm: say('Báo động', 'Alarm'),
  unknown: say('Không xác định', 'Unknown'),
};

export const targetStatusWords: Readonly<Record<TargetStatus, Words>> = {
  learning: say('Đang học', 'Learning'),
  ok: say('Bình thường', 'OK'),
  pending: say('Đang kiểm tra lại', 'Being confirmed'),
  firing: say('Đang báo động', 'Firing'),
};

export const incidentStatusWords: Readonly<Record<IncidentStatus, Words>> = {
  open: say('Mới mở', 'Open'),
  acknowledged: say('Đã tiếp nhận', 'Acknowledged'),
  resolved: say('Đã khắc phục', 'Resolved'),
  dismissed: say('Đã bác bỏ', 'Dismissed'),
};

export const baselineStatusWords: Readonly<Record<'provisional' | 'approved' | 'replaced', Words>> = {
  provisional: say('Tạm thời, chờ phê duyệt', 'Provisional'),
  approved: say('Đã phê duyệt', 'Approved'),
  replaced: say('Đã thay thế', 'Replaced'),
};

/** Whom a step of the ladder calls. */
export const rungWords: Readonly<Record<Rung, Words>> = {
  'second-officer': say('Cán bộ trực thứ hai', 'Second officer'),
  'agency-head': say('Lãnh đạo cơ quan', 'Head of the agency'),
  'national-contacts': say('Đầu mối quốc gia', 'National contacts'),
};

export const noticeTypeWords: Readonly<Record<NoticeType, Words>> = {
  'incident-opened': say('Báo động', 'Alarm'),
  'incident-updated': say('Cập nhật', 'Update'),
  'incident-escalated': say('Diễn biến nghiêm trọng hơn', 'Escalated'),
  'incident-reminder': say('Nhắc lại', 'Reminder'),
  'incident-resolved': say('Đã khắc phục', 'Resolved'),
  'incident-unowned': say('Chưa có người tiếp nhận', 'Nobody has acknowledged'),
  'incident-assigned': say('Giao xử lý', 'Assigned'),
  'maintenance-summary': say('Tổng hợp sau bảo trì', 'After maintenance'),
  'unknown-operator': say('Không giám sát được', 'Not visible'),
  'unknown-agency': say('Không truy cập được', 'Not reachable'),
  'campaign-opened': say('Tấn công hàng loạt', 'Campaign'),
  'campaign-digest': say('Tổng hợp tấn công hàng loạt', 'Campaign digest'),
  'window-summary': say('Tổng hợp đợt cao điểm', 'Watch window summary'),
  'overflow-digest': say('Tổng hợp báo động', 'Alarm digest'),
  'monitor-blind': say('Hệ thống giám sát mất kết nối', 'Monitor offline'),
  'monitor-seeing': say('Hệ thống giám sát có kết nối trở lại', 'Monitor back online'),
  'password-reset': say('Đặt lại mật khẩu', 'New password'),
  coverage: say('Báo cáo hằng ngày', 'Daily report'),
  test: say('Thư thử', 'Test'),
};

export const profileWords: Readonly<Record<Profile, Words>> = {
  browser: say('Trình duyệt', 'Browser'),
  'search-bot': say('Máy tìm kiếm', 'Search engine'),
  'search-click': say('Khách từ kết quả tìm kiếm', 'Click from a search result'),
  phone: say('Điện thoại', 'Phone'),
  declared: say('Vọng Gác xưng danh', 'Monitor by its own name'),
};

/** Who alone was shown something, inside a sentence. */
export const visitorWords: Readonly<Record<SpecialProfile, Words>> = {
  'search-bot': say('máy tìm kiếm', 'a search engine'),
  'search-click': say('khách vào từ kết quả tìm kiếm', 'a visitor coming from a search result'),
  phone: say('khách dùng điện thoại', 'a visitor with a phone'),
  declared: say('hệ thống giám sát xưng danh', 'a monitor that gives its name'),
};

export const tierWords: Readonly<Record<Tier, Words>> = {
  http: say('Đọc mã trang', 'HTTP look'),
  browser: say('Xem bằng trình duyệt', 'Browser look'),
};

export const familyWords: Readonly<Record<Family, Words>> = {
  words: say('Từ ngữ', 'Words'),
  text: say('Nội dung', 'Text'),
  outline: say('Cấu trúc trang', 'Outline'),
  title: say('Tiêu đề', 'Title'),
  makeup: say('Cách trình bày', 'Presentation'),
  picture: say('Hình ảnh', 'Picture'),
  route: say('Đường dẫn', 'Route'),
  links: say('Liên kết', 'Links'),
  scripts: say('Mã lệnh', 'Scripts'),
  frames: say('Khung và lớp phủ', 'Frames and layers'),
  profile: say('Khác biệt theo người xem', 'Difference between visitors'),
  pages: say('Trang con', 'Sub-pages'),
  names: say('Tên miền', 'Names'),
  certificate: say('Chứng thư số', 'Certificate'),
  registration: say('Đăng ký tên miền', 'Registration'),
  history: say('Sự cố trước đây', 'Earlier incidents'),
  self: say('Hệ thống giám sát', 'Monitor'),
};

export const captureFailureWords: Readonly<Record<CaptureFailureKind, Words>> = {
  'name-not-found': say('Tên miền không tồn tại', 'Name not found'),
  'name-lookup-failed': say('Không phân giải được tên miền', 'Name lookup failed'),
  'connection-refused': say('Máy chủ từ chối kết nối', 'Connection refused'),
  'connection-lost': say('Mất kết nối giữa chừng', 'Connection lost'),
  'timed-out': say('Quá thời gian chờ', 'Timed out'),
  'tls-failed': say('Không thiết lập được kết nối bảo mật', 'TLS failed'),
  'address-refused': say('Địa chỉ không được phép truy cập', 'Address refused'),
  'too-many-redirects': say('Chuyển hướng quá nhiều lần', 'Too many redirects'),
  'bad-response': say('Phản hồi không hợp lệ', 'Bad response'),
  'browser-failed': say('Trình duyệt gặp lỗi', 'Browser failed'),
  'proxy-failed': say('Máy chủ trung gian gặp lỗi', 'Proxy failed'),
};

/** Why a page did not arrive as a whole. */
export const cutOffWords: Readonly<Record<CutOff, Words>> = {
  'body-cap': say('Nội dung vượt quá giới hạn dung lượng', 'Larger than the size limit'),
  'decompression-cap': say('Nội dung sau khi giải nén vượt quá giới hạn', 'Larger than the limit once decompressed'),
  'timed-out': say('Quá thời gian chờ', 'Timed out'),
  'connection-lost': say('Mất kết nối giữa chừng', 'Connection lost'),
};

/** How a name server answered, inside a sentence. */
export const answerStatusWords: Readonly<Record<AnswerStatus, Words>> = {
  answered: say('có trả lời', 'answers'),
  'no-data': say('không có bản ghi', 'no record'),
  'no-such-name': say('báo tên không tồn tại', 'says there is no such name'),
  'server-failure': say('báo lỗi SERVFAIL', 'SERVFAIL'),
  refused: say('từ chối trả lời', 'refuses'),
  lame: say('không phục vụ tên miền này', 'does not serve the zone'),
  'timed-out': say('không trả lời kịp', 'too slow'),
  unreachable: say('không kết nối được', 'can’t be reached'),
};

/**
 * Likelihood ratios in words after the ENFSI guideline for evaluative reporting (2015), table 3: above 10, 100, 1,000,
 * 10,000 and a million times likelier, here in nats. An alarm's score is rarely under 4.6.
 */
const certaintySteps: readonly { readonly nats: number; readonly words: Words }[] = [
  { nats: 13.8, words: say('Cực kỳ chắc chắn', 'Extremely sure') },
  { nats: 9.2, words: say('Rất chắc chắn', 'Very sure') },
  { nats: 6.9, words: say('Chắc chắn', 'Sure') },
  { nats: 4.6, words: say('Khá chắc chắn', 'Fairly sure') },
  { nats: 2.3, words: say('Có dấu hiệu, chưa chắc chắn', 'Signs, not sure') },
];

/** How sure a score (nats) makes us, in words. */
export function certaintyWords(score: number): Words {
  return certaintySteps.find((step) => score >= step.nats)?.words ?? say('Dấu hiệu yếu', 'Weak signs');
}
