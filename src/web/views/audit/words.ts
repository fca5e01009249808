/** Wording of audit log acts, actors and kinds of subjects. */
import type { Words } from '../../../core/domain/words.ts';
import { plainText } from '../../../core/text.ts';
import type { AuditAct } from '../../../store/records/audit-acts.ts';
import type { AuditSubjectKind } from '../../../store/records/audit-details.ts';
import type { Visit } from '../../gate/route.ts';
import { render } from '../wording.ts';

const acts: Readonly<Record<AuditAct, Words>> = {
  'acknowledge-link-used': { vi: 'Tiếp nhận qua liên kết trong thư', en: 'Acknowledged by the link in an email' },
  'agency-language-chosen': { vi: 'Chọn ngôn ngữ thư của cơ quan', en: 'Email language of an agency changed' },
  'api-token-made': { vi: 'Tạo khóa API', en: 'API token created' },
  'api-token-revoked': { vi: 'Thu hồi khóa API', en: 'API token revoked' },
  'audit-resealed': { vi: 'Niêm phong lại nhật ký', en: 'Audit log resealed' },
  'backup-made': { vi: 'Sao lưu dữ liệu', en: 'Backup made' },
  'backup-restored': { vi: 'Khôi phục từ bản sao lưu', en: 'Backup restored' },
  'baseline-approval-undone': { vi: 'Rút lại phê duyệt mẫu chuẩn', en: 'Baseline approval undone' },
  'baseline-approved': { vi: 'Phê duyệt mẫu chuẩn', en: 'Baseline approved' },
  'baseline-relearned': { vi: 'Cho học lại mẫu chuẩn', en: 'Page relearned from scratch' },
  'change-forgotten': { vi: 'Bỏ chế độ bỏ qua một thay đổi', en: 'Change no longer ignored' },
  'change-ignored': { vi: 'Bỏ qua một thay đổi', en: 'Change ignored' },
  'domain-end-entered': { vi: 'Ghi ngày hết hạn tên miền', en: 'Domain expiry date entered' },
  'duty-handed-over': { vi: 'Bàn giao ca trực', en: 'Duty handed over' },
  'evidence-exported': { vi: 'Xuất gói chứng cứ', en: 'Evidence package exported' },
  'evidence-key-rotated': { vi: 'Thay khóa ký chứng cứ', en: 'Evidence signing key rotated' },
  'incident-acknowledged': { vi: 'Tiếp nhận sự cố', en: 'Incident acknowledged' },
  'contact-added': { vi: 'Thêm đầu mối liên hệ', en: 'Contact added' },
  'contact-changed': { vi: 'Sửa đầu mối liên hệ', en: 'Contact changed' },
  'contact-removed': { vi: 'Xóa đầu mối liên hệ', en: 'Contact removed' },
  'incident-assigned': { vi: 'Giao xử lý sự cố', en: 'Incident assigned' },
  'incident-dismissed': { vi: 'Kết luận báo động giả', en: 'Incident dismissed' },
  'incident-held': { vi: 'Lưu giữ chứng cứ của sự cố', en: 'Evidence of an incident put on hold' },
  'incident-noted': { vi: 'Thêm ý kiến vào sự cố', en: 'Comment on an incident' },
  'incident-released': { vi: 'Bỏ lưu giữ chứng cứ của sự cố', en: 'Hold on an incident’s evidence released' },
  'incident-reopened': { vi: 'Mở lại sự cố', en: 'Incident reopened' },
  'incident-resolved': { vi: 'Kết luận đã khắc phục', en: 'Incident resolved' },
  'mail-retried': { vi: 'Yêu cầu gửi lại thư đang chờ', en: 'Unsent emails retried' },
  'mail-tested': { vi: 'Gửi thư thử', en: 'Test email sent' },
  'channel-tested': { vi: 'Thử kênh thông báo', en: 'Channel tested' },
  'webhook-added': { vi: 'Thêm webhook', en: 'Webhook added' },
  'webhook-changed': { vi: 'Sửa webhook', en: 'Webhook changed' },
  'webhook-paused': { vi: 'Tạm dừng webhook', en: 'Webhook paused' },
  'webhook-removed': { vi: 'Xóa webhook', en: 'Webhook removed' },
  'webhook-resumed': { vi: 'Bật lại webhook', en: 'Webhook resumed' },
  'webhook-secret-renewed': { vi: 'Đổi khóa ký của webhook', en: 'Webhook secret renewed' },
  'playbook-edited': { vi: 'Sửa các bước ứng phó', en: 'First steps edited' },
  'names-approved': { vi: 'Chấp nhận thay đổi tên miền, chứng thư số', en: 'Changed names accepted' },
  'maintenance-announced': { vi: 'Thông báo bảo trì', en: 'Maintenance announced' },
  'maintenance-ended': { vi: 'Kết thúc bảo trì', en: 'Maintenance ended' },
  'incident-unassigned': { vi: 'Bỏ giao xử lý sự cố', en: 'Incident no longer assigned' },
  'look-asked': { vi: 'Yêu cầu kiểm tra lại ngay', en: 'Check requested' },
  'interval-changed': { vi: 'Đổi chu kỳ kiểm tra', en: 'Check interval changed' },
  'own-work-claimed': { vi: 'Cơ quan cho biết tự sửa trang', en: 'Agency stated that it changed the page itself' },
  'password-changed': { vi: 'Đổi mật khẩu', en: 'Password changed' },
  'password-chosen': { vi: 'Đặt mật khẩu bằng liên kết', en: 'Password chosen by link' },
  'password-link-created': { vi: 'Tạo liên kết đặt mật khẩu', en: 'Password link created' },
  'password-set': { vi: 'Đặt mật khẩu từ máy chủ', en: 'Password set on the server' },
  'password-reset-asked': { vi: 'Yêu cầu đặt lại mật khẩu qua thư', en: 'Password reset requested by email' },
  'recovery-code-used': { vi: 'Đăng nhập bằng mã khôi phục', en: 'Recovery code used' },
  'report-asked': { vi: 'Yêu cầu lập báo cáo kỳ', en: 'Period report requested' },
  'report-written': { vi: 'Xuất báo cáo kỳ ra tệp', en: 'Period report written to a file' },
  'report-begun': { vi: 'Lập báo cáo sự cố', en: 'Incident report begun' },
  'report-beyond-means': { vi: 'Đánh dấu vượt khả năng tự xử lý', en: 'Marked as beyond own means' },
  'report-edited': { vi: 'Sửa báo cáo sự cố', en: 'Incident report edited' },
  'report-sent': { vi: 'Ghi nhận báo cáo sự cố đã gửi', en: 'Incident report recorded as sent' },
  'report-within-means': { vi: 'Bỏ đánh dấu vượt khả năng tự xử lý', en: 'No longer beyond own means' },
  'request-answered': { vi: 'Trả lời phản ánh', en: 'Report answered' },
  'request-approved': { vi: 'Chấp thuận yêu cầu theo dõi', en: 'Request approved' },
  'request-closed': { vi: 'Đóng yêu cầu', en: 'Request closed' },
  'request-confirmed': { vi: 'Người gửi xác nhận địa chỉ thư', en: 'Address of a request confirmed' },
  'request-deleted': { vi: 'Xóa yêu cầu hết thời gian lưu', en: 'Request deleted when its time was over' },
  'request-ended': { vi: 'Hết thời hạn theo dõi', en: 'Period of a request over' },
  'request-erased': { vi: 'Xóa dữ liệu cá nhân của yêu cầu', en: 'Personal data of a request erased' },
  'request-exported': { vi: 'Xuất dữ liệu cá nhân của yêu cầu', en: 'Personal data of a request exported' },
  'request-extended': { vi: 'Gia hạn theo dõi', en: 'Period of a request extended' },
  'request-imported': { vi: 'Nhập yêu cầu từ biểu mẫu', en: 'Request imported from a sheet' },
  'request-looked-at': { vi: 'Kiểm tra địa chỉ được phản ánh', en: 'Reported address looked at' },
  'request-proof-checked': { vi: 'Kiểm tra quyền quản lý', en: 'Ownership checked' },
  'request-proof-mailed': { vi: 'Gửi thư xác nhận quyền quản lý', en: 'Ownership asked for by mail' },
  'request-proven': { vi: 'Xác nhận quyền quản lý', en: 'Ownership confirmed' },
  'request-refused': { vi: 'Từ chối yêu cầu', en: 'Request refused' },
  'second-factor-off': { vi: 'Tắt xác thực hai bước', en: 'Second factor switched off' },
  'second-factor-on': { vi: 'Bật xác thực hai bước', en: 'Second factor switched on' },
  'session-ended': { vi: 'Kết thúc một phiên đăng nhập', en: 'Session ended' },
  'sessions-ended': { vi: 'Kết thúc mọi phiên đăng nhập khác', en: 'All other sessions ended' },
  'setting-changed': { vi: 'Đổi cài đặt', en: 'Setting changed' },
  'setup-link-created': { vi: 'Tạo liên kết thiết lập lần đầu', en: 'Set-up link created' },
  'signed-in': { vi: 'Đăng nhập', en: 'Signed in' },
  'signed-out': { vi: 'Đăng xuất', en: 'Signed out' },
  'site-added': { vi: 'Đăng ký cổng', en: 'Portal registered' },
  'site-changed': { vi: 'Sửa thông tin cổng', en: 'Portal changed' },
  'site-extended': { vi: 'Bổ sung trang hoặc người nhận', en: 'Pages or recipients added' },
  'site-paused': { vi: 'Tạm dừng theo dõi', en: 'Monitoring paused' },
  'site-removed': { vi: 'Ngừng theo dõi', en: 'Portal removed' },
  'site-resumed': { vi: 'Tiếp tục theo dõi', en: 'Monitoring resumed' },
  'acknowledgement-withdrawn': { vi: 'Rút lại việc tiếp nhận', en: 'Acknowledgement withdrawn' },
  'static-copy-made': { vi: 'Lập bản sao tĩnh của cổng', en: 'Static copy made' },
  'suspect-assigned': { vi: 'Giao xem xét nghi vấn', en: 'Suspect assigned' },
  'suspect-restored': { vi: 'Đưa nghi vấn trở lại danh sách chờ xem xét', en: 'Suspect restored' },
  'suspect-dismissed': { vi: 'Kết luận không phải tấn công', en: 'Suspect dismissed' },
  'suspect-promoted': { vi: 'Nâng nghi vấn thành sự cố', en: 'Suspect promoted to an incident' },
  'user-added': { vi: 'Tạo tài khoản', en: 'Account created' },
  'user-changed': { vi: 'Sửa tài khoản', en: 'Account changed' },
  'user-disabled': { vi: 'Khóa tài khoản', en: 'Account disabled' },
  'user-enabled': { vi: 'Mở khóa tài khoản', en: 'Account enabled' },
};

const actors: Readonly<Record<string, Words>> = {
  system: { vi: 'Hệ thống', en: 'System' },
  'command line': { vi: 'Dòng lệnh trên máy chủ', en: 'Command line' },
  'sign-in page': { vi: 'Trang đăng nhập', en: 'Sign-in page' },
  'identity provider': { vi: 'Hệ thống định danh', en: 'Identity provider' },
  'set-up link': { vi: 'Liên kết thiết lập lần đầu', en: 'Set-up link' },
};

const subjects: Readonly<Record<AuditSubjectKind, Words>> = {
  agency: { vi: 'cơ quan', en: 'agency' },
  backup: { vi: 'bản sao lưu', en: 'backup' },
  change: { vi: 'thay đổi', en: 'change' },
  channel: { vi: 'kênh', en: 'channel' },
  check: { vi: 'lượt kiểm tra', en: 'check' },
  dashboard: { vi: 'bảng theo dõi', en: 'dashboard' },
  'duty-note': { vi: 'ghi chú bàn giao', en: 'hand-over note' },
  'evidence-key': { vi: 'khóa ký chứng cứ', en: 'evidence key' },
  incident: { vi: 'sự cố', en: 'incident' },
  log: { vi: 'nhật ký', en: 'log' },
  mail: { vi: 'thư', en: 'mail' },
  playbook: { vi: 'các bước ứng phó', en: 'first steps' },
  reports: { vi: 'báo cáo mọi cổng', en: 'reports on all portals' },
  request: { vi: 'yêu cầu', en: 'request' },
  setting: { vi: 'mục', en: 'key' },
  site: { vi: 'cổng', en: 'portal' },
  suspect: { vi: 'nghi vấn', en: 'suspect' },
  target: { vi: 'trang', en: 'page' },
  token: { vi: 'khóa API', en: 'API token' },
  user: { vi: 'tài khoản', en: 'account' },
};

export function actText(visit: Visit, act: string): string {
  return worded(visit, acts, act);
}

export function actorText(visit: Visit, actor: string): string {
  return worded(visit, actors, actor);
}

/** `site 3` → `cổng 3`. */
export function subjectText(visit: Visit, subject: string): string {
  const [kind = '', ...rest] = subject.split(' ');
  return [worded(visit, subjects, kind), plainText(rest.join(' '), 200)].join(' ').trim();
}

/**
 * Translates typed text into its recorded form: `cổng 3` → `site 3`; null for a name, such as that of a portal which
 * begins with “Cổng”.
 */
export function recordedSubject(typed: string): string | null {
  const text = recorded(subjects, typed) ?? typed.normalize('NFC').toLowerCase();
  const [kind = '', ...rest] = text.split(' ');
  if (!Object.hasOwn(subjects, kind)) return null;
  const isExact = named.has(kind) || /^(\d{1,9}(\.\d{1,9})?)?$/.test(rest.join(' '));
  return isExact ? text : null;
}

/** Kinds of subjects recorded with a name instead of a number. */
const named: ReadonlySet<string> = new Set(['user', 'setting', 'backup', 'channel', 'change', 'playbook']);

/** `hệ thống` → `system`. */
export const recordedActor = (typed: string): string => recorded(actors, typed) ?? typed.normalize('NFC').toLowerCase();

function recorded(table: Readonly<Record<string, Words>>, typed: string): string | null {
  const text = typed.normalize('NFC').toLowerCase();
  for (const [key, { vi, en }] of Object.entries(table)) {
    const word = [vi, en].map((one) => one.toLowerCase()).find((one) => `${text} `.startsWith(`${one} `));
    if (word !== undefined) return `${key}${text.slice(word.length)}`;
  }
  return null;
}

/** The word of a table, else the key itself. */
export function worded(visit: Visit, table: Readonly<Record<string, Words>>, key: string): string {
  const words = Object.hasOwn(table, key) ? table[key] : undefined;
  return words ? render(visit, words) : plainText(key, 100);
}
