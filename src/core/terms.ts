/** Display names of the product's terms, in Vietnamese and English; one table per closed list of terms. */

import type { CaptureFailureKind, CutOff, Profile, SpecialProfile, Tier } from './domain/capture.ts';
import type { AttackKind, Family, IndicatorType, Kind, Level, OutageKind } from './domain/finding.ts';
import type { IncidentStatus } from './domain/incident.ts';
import type { TargetStatus } from './domain/target.ts';
import type { Words } from './domain/words.ts';
import type { StepRecipient } from './duty/ladder.ts';
import type { AnswerStatus } from './names/name-look.ts';
import type { Call } from './notices/contact.ts';
import type { NoticeType } from './notices/notice.ts';
import type { ContactMail } from './people/contact.ts';

const words = (vi: string, en: string): Words => ({ vi, en });

/** A kind of attack as a heading or table cell. */
export const kindWords: Readonly<Record<AttackKind, Words>> = {
  defacement: words('Thay đổi giao diện', 'Defacement'),
  injection: words('Chèn nội dung trái phép', 'Injected content'),
  redirection: words('Chuyển hướng trái phép', 'Rogue redirection'),
  takeover: words('Chiếm quyền tên miền', 'Domain takeover'),
  cloaking: words('Che giấu nội dung', 'Cloaking'),
  'ransom-note': words('Thông báo tống tiền', 'Ransom note'),
  certificate: words('Chứng thư số bất thường', 'Certificate anomaly'),
};

/** A kind of attack as a predicate: "Cổng … bị tấn công thay đổi giao diện", "Portal … was defaced". */
export const kindHappened: Readonly<Record<AttackKind, Words>> = {
  defacement: words('bị tấn công thay đổi giao diện', 'was defaced'),
  injection: words('bị chèn nội dung trái phép', 'had content injected'),
  redirection: words('bị chuyển hướng sang trang lạ', 'redirects to a foreign site'),
  takeover: words('bị chiếm quyền tên miền', 'had its domain taken over'),
  cloaking: words('hiển thị nội dung lạ cho một số khách truy cập', 'shows some visitors foreign content'),
  'ransom-note': words('hiển thị thông báo tống tiền', 'shows a ransom note'),
  certificate: words('có chứng thư số bất thường', 'presents an unexpected certificate'),
};

/** Why a page can't be judged, as a heading or table cell. */
export const unknownKindWords: Readonly<Record<OutageKind, Words>> = {
  unavailable: words('Không truy cập được', 'Unavailable'),
  blocked: words('Bị chặn hoặc yêu cầu đăng nhập', 'Blocked or behind a login'),
  maintenance: words('Đang bảo trì', 'Under maintenance'),
  parked: words('Tên miền đang để trống', 'Parked domain'),
  'error-page': words('Trang báo lỗi', 'Error page'),
  'cut-off': words('Nội dung nhận được không đầy đủ', 'Incomplete content'),
  blind: words('Hệ thống giám sát mất kết nối', 'Monitor offline'),
  gone: words('Mất nội dung thường ngày', 'Usual content gone'),
};

/** The same as a predicate: "Trang … không truy cập được". */
export const unknownKindHappened: Readonly<Record<OutageKind, Words>> = {
  unavailable: words('không truy cập được', 'can’t be reached'),
  blocked: words('từ chối truy cập hoặc yêu cầu đăng nhập', 'refuses access or asks for a login'),
  maintenance: words('hiển thị thông báo bảo trì', 'shows a maintenance notice'),
  parked: words('hiển thị trang của nhà đăng ký tên miền', 'shows a domain parking page'),
  'error-page': words('chỉ hiển thị thông báo lỗi', 'only shows an error'),
  'cut-off': words('trả về nội dung không đầy đủ', 'sends incomplete content'),
  blind: words('chưa được kiểm tra do hệ thống giám sát mất kết nối', 'was not checked because the monitor is offline'),
  gone: words('không còn hiển thị nội dung thường ngày', 'no longer shows its usual content'),
};

/** Any kind, as a heading. */
export const anyKindWords: Readonly<Record<Kind, Words>> = { ...kindWords, ...unknownKindWords };

export const levelWords: Readonly<Record<Level, Words>> = {
  clean: words('Bình thường', 'Clean'),
  suspect: words('Nghi vấn', 'Suspect'),
  alarm: words('Báo động', 'Alarm'),
  unknown: words('Không xác định', 'Unknown'),
};

export const targetStatusWords: Readonly<Record<TargetStatus, Words>> = {
  learning: words('Đang học', 'Learning'),
  ok: words('Bình thường', 'OK'),
  pending: words('Đang kiểm tra lại', 'Being confirmed'),
  firing: words('Đang báo động', 'Firing'),
};

export const incidentStatusWords: Readonly<Record<IncidentStatus, Words>> = {
  open: words('Chưa tiếp nhận', 'Open'),
  acknowledged: words('Đã tiếp nhận', 'Acknowledged'),
  resolved: words('Đã khắc phục', 'Resolved'),
  dismissed: words('Báo động giả', 'Dismissed'),
};

export const baselineStatusWords: Readonly<Record<'provisional' | 'approved' | 'replaced', Words>> = {
  provisional: words('Tạm thời, chờ phê duyệt', 'Provisional'),
  approved: words('Đã phê duyệt', 'Approved'),
  replaced: words('Đã thay thế', 'Replaced'),
};

/** Whom an escalation step calls. */
export const stepRecipientWords: Readonly<Record<StepRecipient, Words>> = {
  'second-officer': words('Cán bộ trực thứ hai', 'Second officer'),
  'agency-head': words('Lãnh đạo cơ quan', 'Head of the agency'),
  'national-contacts': words('Đầu mối quốc gia', 'National contacts'),
};

export const noticeTypeWords: Readonly<Record<NoticeType, Words>> = {
  'incident-opened': words('Báo động', 'Alarm'),
  'incident-updated': words('Cập nhật', 'Update'),
  'incident-escalated': words('Diễn biến nghiêm trọng hơn', 'Escalated'),
  'incident-reminder': words('Nhắc lại', 'Reminder'),
  'incident-resolved': words('Kết thúc sự cố', 'Incident over'),
  'incident-reopened': words('Mở lại', 'Reopened'),
  'incident-unowned': words('Chưa có người tiếp nhận', 'Nobody has acknowledged'),
  'incident-assigned': words('Giao xử lý', 'Assigned'),
  'report-due': words('Sắp hết hạn báo cáo sự cố', 'Report due'),
  'maintenance-summary': words('Tổng hợp sau bảo trì', 'After maintenance'),
  'unknown-operator': words('Không giám sát được', 'Can’t be monitored'),
  'unknown-agency': words('Không truy cập được', 'Not reachable'),
  'confirmation-overdue': words('Báo động chưa xác nhận được', 'Alarm not confirmed'),
  'campaign-opened': words('Tấn công hàng loạt', 'Campaign'),
  'campaign-digest': words('Tổng hợp tấn công hàng loạt', 'Campaign digest'),
  'window-summary': words('Tổng hợp đợt cao điểm', 'Watch window summary'),
  'overflow-digest': words('Tổng hợp báo động', 'Alarm digest'),
  'monitor-blind': words('Hệ thống giám sát mất kết nối', 'Monitor offline'),
  'monitor-seeing': words('Hệ thống giám sát có kết nối trở lại', 'Monitor back online'),
  'password-reset': words('Đặt lại mật khẩu', 'Password reset'),
  report: words('Báo cáo kỳ', 'Period report'),
  'request-confirm': words('Xác nhận yêu cầu', 'Request to confirm'),
  'request-proof': words('Xác nhận quyền quản lý', 'Ownership to confirm'),
  'request-answer': words('Trả lời yêu cầu', 'Answer to a request'),
  'requests-waiting': words('Yêu cầu chờ xử lý', 'Requests waiting'),
  coverage: words('Báo cáo hằng ngày', 'Daily report'),
  relay: words('Tin cho hệ thống khác', 'Event for other systems'),
  test: words('Thư thử', 'Test'),
};

export const profileWords: Readonly<Record<Profile, Words>> = {
  browser: words('Trình duyệt', 'Browser'),
  'search-bot': words('Máy tìm kiếm', 'Search engine'),
  'search-click': words('Khách từ kết quả tìm kiếm', 'Click from a search result'),
  phone: words('Điện thoại', 'Phone'),
  declared: words('Vọng Gác khai báo danh tính', 'Declared monitor'),
};

/** The only profile that was shown something, inside a sentence. */
export const asProfileWords: Readonly<Record<SpecialProfile, Words>> = {
  'search-bot': words('máy tìm kiếm', 'a search engine'),
  'search-click': words('khách vào từ kết quả tìm kiếm', 'a visitor coming from a search result'),
  phone: words('khách dùng điện thoại', 'a visitor on a phone'),
  declared: words('hệ thống giám sát khai báo danh tính', 'a monitor that identifies itself'),
};

export const tierWords: Readonly<Record<Tier, Words>> = {
  http: words('Kiểm tra nhanh (HTTP)', 'HTTP check'),
  browser: words('Kiểm tra bằng trình duyệt', 'Browser check'),
};

export const familyWords: Readonly<Record<Family, Words>> = {
  words: words('Từ ngữ', 'Words'),
  text: words('Nội dung', 'Text'),
  outline: words('Cấu trúc trang', 'Structure'),
  title: words('Tiêu đề', 'Title'),
  makeup: words('Cách trình bày', 'Styling'),
  picture: words('Hình ảnh', 'Picture'),
  route: words('Chuyển hướng', 'Redirects'),
  links: words('Liên kết', 'Links'),
  scripts: words('Mã lệnh', 'Scripts'),
  frames: words('Khung và lớp phủ', 'Frames and layers'),
  behaviour: words('Hành vi của trang', 'Behaviour'),
  profile: words('Khác biệt theo người xem', 'Difference between visitors'),
  pages: words('Trang con', 'Sub-pages'),
  names: words('Tên miền', 'Names'),
  certificate: words('Chứng thư số', 'Certificate'),
  registration: words('Đăng ký tên miền', 'Registration'),
  history: words('Sự cố trước đây', 'Earlier incidents'),
  self: words('Hệ thống giám sát', 'Monitor'),
};

export const indicatorTypeWords: Readonly<Record<IndicatorType, Words>> = {
  domain: words('Tên miền', 'Domains'),
  url: words('Địa chỉ URL', 'URLs'),
  address: words('Địa chỉ IP', 'IP addresses'),
  hash: words('Mã băm SHA-256', 'SHA-256 hashes'),
  handle: words('Tài khoản, hộp thư', 'Accounts and mailboxes'),
  phrase: words('Cụm từ', 'Phrases'),
  file: words('Tệp trên cổng', 'Files on the portal'),
};

export const captureFailureWords: Readonly<Record<CaptureFailureKind, Words>> = {
  'name-not-found': words('Tên miền không tồn tại', 'Name not found'),
  'name-lookup-failed': words('Không phân giải được tên miền', 'Name lookup failed'),
  'resolver-failed': words(
    'Máy chủ phân giải tên miền của hệ thống giám sát không phản hồi',
    'The monitor’s resolver did not respond',
  ),
  'connection-refused': words('Máy chủ từ chối kết nối', 'Connection refused'),
  'connection-lost': words('Mất kết nối giữa chừng', 'Connection lost'),
  'timed-out': words('Quá thời gian chờ', 'Timed out'),
  'tls-failed': words('Không thiết lập được kết nối bảo mật', 'TLS failed'),
  'tls-outdated': words('Máy chủ chỉ hỗ trợ phiên bản TLS quá cũ', 'TLS too old'),
  'address-refused': words('Địa chỉ không được phép truy cập', 'Address refused'),
  'too-many-redirects': words('Chuyển hướng quá nhiều lần', 'Too many redirects'),
  'bad-response': words('Phản hồi không hợp lệ', 'Bad response'),
  'browser-failed': words('Trình duyệt gặp lỗi', 'Browser failed'),
  'page-broke': words('Trang làm gián đoạn lượt kiểm tra', 'The page disrupted the check'),
  'proxy-failed': words('Máy chủ trung gian gặp lỗi', 'Proxy failed'),
};

/** Why a page did not arrive as a whole. */
export const cutOffWords: Readonly<Record<CutOff, Words>> = {
  'body-cap': words('Nội dung vượt quá giới hạn dung lượng', 'Larger than the size limit'),
  'decompression-cap': words('Nội dung sau khi giải nén vượt quá giới hạn', 'Larger than the limit once decompressed'),
  'timed-out': words('Quá thời gian chờ', 'Timed out'),
  'connection-lost': words('Mất kết nối giữa chừng', 'Connection lost'),
};

/** How a name server answered, inside a sentence. */
export const answerStatusWords: Readonly<Record<AnswerStatus, Words>> = {
  answered: words('có trả lời', 'answers'),
  'no-data': words('không có bản ghi', 'has no record'),
  'no-such-name': words('báo tên không tồn tại', 'says there is no such name'),
  'server-failure': words('báo lỗi SERVFAIL', 'reports SERVFAIL'),
  refused: words('từ chối trả lời', 'refuses'),
  lame: words('không phục vụ tên miền này', 'does not serve this domain'),
  'timed-out': words('không trả lời kịp', 'timed out'),
  unreachable: words('không kết nối được', 'can’t be reached'),
};

/**
 * Likelihood ratios in words after the ENFSI guideline for evaluative reporting (2015), table 3: above 10, 100, 1,000,
 * 10,000 and a million times likelier, here in nats. An alarm's score is rarely under 4.6.
 */
const certaintySteps: readonly { readonly nats: number; readonly words: Words }[] = [
  { nats: 13.8, words: words('Rất cao', 'Very high') },
  { nats: 9.2, words: words('Cao', 'High') },
  { nats: 6.9, words: words('Khá cao', 'Fairly high') },
  { nats: 4.6, words: words('Trung bình', 'Moderate') },
  { nats: 2.3, words: words('Thấp', 'Low') },
];

/** The confidence that a score (nats) stands for, in words. */
export function certaintyWords(score: number): Words {
  return certaintySteps.find((step) => score >= step.nats)?.words ?? words('Rất thấp', 'Very low');
}

export const contactMailWords: Readonly<Record<ContactMail, Words>> = {
  alarms: words('Mọi thư báo động', 'All alarms'),
  escalations: words('Chỉ khi chưa có người tiếp nhận', 'Only unacknowledged incidents'),
  off: words('Không nhận thư', 'No email'),
};

/** Who answers a telephone, and for whom. */
export const callWords: Readonly<Record<Call['for'], Words>> = {
  duty: words('Trực giám sát', 'Monitoring officer on duty'),
  agency: words('Đầu mối của cơ quan', 'Agency contact'),
  national: words('Đầu mối điều phối', 'Coordination contact'),
};
