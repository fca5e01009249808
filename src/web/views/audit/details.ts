/** The details of an audit row in words: what was changed from what to what. */
import type { Words } from '../../../core/domain/words.ts';
import { contactMails } from '../../../core/people/contact.ts';
import { contactMailWords, levelWords } from '../../../core/terms.ts';
import { dayWords, plainText } from '../../../core/text.ts';
import { roles } from '../../../monitor/people/capabilities.ts';
import type { AuditRow } from '../../../store/reads/audit.ts';
import { type AuditNames, mostNamedSites, sitesIn } from '../../../store/reads/audit-names.ts';
import type { AuditDetail } from '../../../store/records/audit-details.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { importanceText, moment, render, roleText, span } from '../wording.ts';
import { settingChange } from './setting-values.ts';
import { contactNamed, type Piece, sitePiece, subjectPieces, userPiece } from './subjects.ts';
import { worded } from './words.ts';

type Value = string | number | boolean | null;
type Detail = Readonly<Record<string, Value>>;

export interface DetailLine {
  readonly label: string;
  /** Empty if the label is enough. */
  readonly value: readonly Piece[];
}

/** Old and new value of each change, by its key. */
const changes = {
  name: ['nameBefore', 'nameAfter'],
  agency: ['agencyBefore', 'agencyAfter'],
  importance: ['importanceBefore', 'importanceAfter'],
  consent: ['consentBefore', 'consentAfter'],
  interval: ['fromMinutes', 'toMinutes'],
  position: ['positionBefore', 'positionAfter'],
  phone: ['phoneBefore', 'phoneAfter'],
  email: ['emailBefore', 'emailAfter'],
  language: ['languageBefore', 'languageAfter'],
  mail: ['mailBefore', 'mailAfter'],
  nightCap: ['nightCapBefore', 'nightCapAfter'],
} as const;

const contactWords = {
  position: { vi: 'chức vụ', en: 'position' },
  phone: { vi: 'điện thoại', en: 'telephone' },
  email: { vi: 'thư điện tử', en: 'email' },
  mail: { vi: 'thư được nhận', en: 'mail' },
  nightCap: { vi: 'số thư tối đa ban đêm', en: 'maximum emails per night' },
} as const satisfies Record<string, Words>;

const changeWords: Readonly<Record<keyof typeof changes, Words>> = {
  name: { vi: 'tên', en: 'name' },
  agency: { vi: 'cơ quan', en: 'agency' },
  importance: { vi: 'mức quan trọng', en: 'importance' },
  consent: { vi: 'căn cứ theo dõi', en: 'consent' },
  interval: { vi: 'chu kỳ kiểm tra', en: 'check interval' },
  language: { vi: 'ngôn ngữ', en: 'language' },
  ...contactWords,
};

const changedKeys: ReadonlySet<string> = new Set(Object.values(changes).flat());

type Interval = 'fromMinutes' | 'toMinutes';
/** Of settings, whose rows are worded as changes. */
type SettingEnd = 'before' | 'after';
type ShownDetail = Exclude<AuditDetail, Interval | SettingEnd>;

/** In display order. */
const detailWords: Readonly<Record<ShownDetail, Words>> = {
  from: { vi: 'từ', en: 'from' },
  until: { vi: 'đến', en: 'until' },
  expiresAt: { vi: 'ngày hết hạn', en: 'expires on' },
  name: { vi: 'tên', en: 'name' },
  address: { vi: 'địa chỉ', en: 'address' },
  host: { vi: 'tên miền', en: 'host' },
  hosts: { vi: 'các tên miền', en: 'hosts' },
  method: { vi: 'bằng cách', en: 'by' },
  level: { vi: 'kết quả', en: 'result' },
  events: { vi: 'sự kiện', en: 'events' },
  capabilities: { vi: 'quyền', en: 'may' },
  agency: { vi: 'cơ quan', en: 'agency' },
  contact: { vi: 'đầu mối', en: 'contact' },
  contactNumber: { vi: 'đầu mối số', en: 'contact number' },
  ...contactWords,
  maintenance: { vi: 'đợt bảo trì số', en: 'maintenance' },
  assignee: { vi: 'giao cho', en: 'to' },
  newEmail: { vi: 'đổi thư điện tử', en: 'new email' },
  incident: { vi: 'sự cố số', en: 'incident' },
  check: { vi: 'lượt kiểm tra', en: 'check' },
  forMs: { vi: 'trong', en: 'for' },
  language: { vi: 'ngôn ngữ', en: 'language' },
  note: { vi: 'ghi chú', en: 'note' },
  reason: { vi: 'lý do', en: 'reason' },
  role: { vi: 'vai trò', en: 'role' },
  pages: { vi: 'số trang', en: 'pages' },
  sites: { vi: 'cổng', en: 'portals' },
  request: { vi: 'yêu cầu số', en: 'request' },
  report: { vi: 'báo cáo số', en: 'report' },
  form: { vi: 'loại báo cáo', en: 'kind of report' },
  number: { vi: 'số văn bản', en: 'document number' },
  sentOn: { vi: 'ngày gửi', en: 'sent on' },
  sentTo: { vi: 'nơi nhận', en: 'sent to' },
  sha256: { vi: 'SHA-256 của tệp', en: 'SHA-256 of the file' },
  fields: { vi: 'các ô đã sửa', en: 'fields changed' },
  format: { vi: 'định dạng', en: 'format' },
  tag: { vi: 'nhãn', en: 'tag' },
  steps: { vi: 'số bước', en: 'steps' },
  fingerprint: { vi: 'dấu vết thay đổi', en: 'fingerprint' },
  version: { vi: 'phiên bản', en: 'version' },
  product: { vi: 'phiên bản Vọng Gác', en: 'version of Vọng Gác' },
  keys: { vi: 'kèm khóa', en: 'with keys' },
  probe: { vi: 'được kiểm tra tệp lạ', en: 'probed for planted files' },
  probeEnded: { vi: 'ngừng kiểm tra tệp lạ', en: 'no longer probed for planted files' },
  recipientsAdded: { vi: 'thêm người nhận', en: 'recipients added' },
  recipientsRemoved: { vi: 'bớt người nhận', en: 'recipients removed' },
  pagesAdded: { vi: 'thêm trang', en: 'pages added' },
  pagesRemoved: { vi: 'bớt trang', en: 'pages removed' },
  recipient: { vi: 'bên nhận', en: 'recipient' },
  purpose: { vi: 'mục đích', en: 'purpose' },
  manifest: { vi: 'SHA-256 của danh mục', en: 'SHA-256 of the manifest' },
  files: { vi: 'số tệp', en: 'files' },
  missing: { vi: 'số mục thiếu', en: 'missing' },
  stamp: { vi: 'dấu thời gian', en: 'time stamp' },
  keyBefore: { vi: 'khóa trước', en: 'key before' },
  keyAfter: { vi: 'khóa sau', en: 'key after' },
  tagsAdded: { vi: 'thêm nhãn', en: 'tags added' },
  tagsRemoved: { vi: 'bớt nhãn', en: 'tags removed' },
  faults: { vi: 'số điểm không khớp', en: 'faults accepted' },
  auditUpTo: { vi: 'nhật ký đến dòng', en: 'log up to row' },
  auditDigest: { vi: 'mã băm nhật ký', en: 'digest of the log' },
  evidenceUpTo: { vi: 'bằng chứng đến dòng', en: 'evidence up to row' },
  evidenceDigest: { vi: 'mã băm bằng chứng', en: 'digest of the evidence' },
  evidenceBy: { vi: 'niêm phong ở dòng', en: 'sealed by row' },
};

/** Each in its own language. */
const languages: Readonly<Record<string, string>> = { vi: 'Tiếng Việt', en: 'English', both: 'Tiếng Việt, English' };

export function detailLines(visit: SignedInVisit, names: AuditNames, { act, detail }: AuditRow): DetailLine[] {
  if (detail === null) return [{ label: visit.texts.auditUnreadable, value: [] }];
  if (act === 'setting-changed') return settingChange(visit, detail).map(plain);
  return [...changedLines(visit, detail), ...singleLines(visit, names, detail)];
}

const plain = (text: string): DetailLine => ({ label: text, value: [] });

function changedLines(visit: SignedInVisit, detail: Detail): DetailLine[] {
  return Object.keys(changes)
    .filter(isChange)
    .flatMap((what) => {
      const [before, after] = changes[what];
      if (!(before in detail) && !(after in detail)) return [];
      const text = `${endText(visit, what, detail[before])} → ${endText(visit, what, detail[after])}`;
      return [{ label: render(visit, changeWords[what]), value: [{ text, href: null }] }];
    });
}

function isChange(key: string): key is keyof typeof changes {
  return Object.hasOwn(changes, key);
}

function endText(visit: SignedInVisit, what: keyof typeof changes, value: Value | undefined): string {
  const { texts } = visit;
  if (what === 'interval') {
    return typeof value === 'number' ? span(visit, value * 60_000) : texts.settingsFromDefault;
  }
  if (value === null || value === undefined || value === '') return texts.auditNothing;
  if (what === 'importance' && (value === 'high' || value === 'normal' || value === 'low')) {
    return importanceText(texts, value);
  }
  return valueText(visit, what, value);
}

function singleLines(visit: SignedInVisit, names: AuditNames, detail: Detail): DetailLine[] {
  const keys = Object.keys(detailWords);
  const rank = (key: string) => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  return Object.entries(detail)
    .filter(([key, value]) => !changedKeys.has(key) && isShown(key, value))
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([key, value]) => ({
      label: worded(visit, detailWords, key),
      value: value === true ? [] : valuePieces(visit, names, key, value),
    }));
}

/** Removing an end date or a language is a change, too. */
function isShown(key: string, value: Value): boolean {
  if (value === null) return key === 'expiresAt' || key === 'language';
  return value !== false && value !== '';
}

function valuePieces(visit: SignedInVisit, names: AuditNames, key: string, value: Value): readonly Piece[] {
  if (key === 'sites') return sitePieces(visit, names, value);
  if (key === 'incident' || key === 'check') {
    const [piece] = subjectPieces(visit, names, `${key} ${value}`);
    return piece ? [{ text: String(value), href: piece.href }] : [];
  }
  if (key === 'assignee') return [userPiece(visit, names, String(value))];
  const contact = key === 'address' ? contactNamed(visit, names, String(value)) : null;
  return [{ text: contact ?? valueText(visit, key, value), href: null }];
}

function sitePieces(visit: SignedInVisit, names: AuditNames, value: Value): Piece[] {
  const named = sitesIn(value).map((id) => {
    const site = names.sites.get(id);
    return site ? sitePiece(visit, site) : { text: plainText(id, 20), href: null };
  });
  const others = String(value).split(' ').length - mostNamedSites;
  return others > 0 ? [...named, { text: visit.texts.auditMoreSites(others), href: null }] : named;
}

/** Values that are recorded as the product's own names, by detail. */
const recordedValues: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  level: levelWords,
  form: {
    initial: { vi: 'ban đầu', en: 'initial' },
    progress: { vi: 'diễn biến', en: 'progress' },
    final: { vi: 'kết thúc', en: 'final' },
  },
  method: {
    dns: { vi: 'bản ghi DNS', en: 'DNS record' },
    file: { vi: 'tệp trên cổng', en: 'file on the portal' },
    mail: { vi: 'thư xác nhận', en: 'confirmed by mail' },
    telephone: { vi: 'điện thoại', en: 'telephone' },
    document: { vi: 'công văn', en: 'document' },
  },
  stamp: {
    made: { vi: 'có', en: 'made' },
    none: { vi: 'không có', en: 'none' },
    failed: { vi: 'không lấy được', en: 'failed' },
  },
  events: {
    incident: { vi: 'sự cố', en: 'incidents' },
    maintenance: { vi: 'bảo trì', en: 'maintenance' },
    suspect: { vi: 'nghi vấn', en: 'suspects' },
    page: { vi: 'trang không giám sát được', en: 'pages not seen' },
    campaign: { vi: 'tấn công hàng loạt', en: 'campaigns' },
    monitor: { vi: 'hệ thống giám sát', en: 'the monitor' },
  },
  capabilities: {
    see: { vi: 'xem', en: 'see' },
    judge: { vi: 'xử lý sự cố', en: 'judge' },
    approve: { vi: 'phê duyệt mẫu chuẩn', en: 'approve' },
    'manage-sites': { vi: 'quản lý cổng', en: 'manage portals' },
    'export-evidence': { vi: 'xuất chứng cứ', en: 'export evidence' },
    'handle-requests': { vi: 'xử lý yêu cầu', en: 'handle requests' },
  },
};

/** Recorded for machines: times, durations, roles and languages are rendered as everywhere else. */
function valueText(visit: SignedInVisit, key: string, value: Value): string {
  const text = String(value);
  if (key === 'role') return roleWord(visit, text);
  const recorded = recordedValues[key];
  if (recorded !== undefined)
    return text
      .split(', ')
      .map((one) => worded(visit, recorded, one))
      .join(', ');
  if (key === 'sentOn' && /^\d{4}-\d\d-\d\d$/.test(text)) return render(visit, dayWords(Date.parse(text), 'UTC'));
  if (key === 'fields') return String(text.split(' ').length);
  if (key === 'forMs' && typeof value === 'number') return span(visit, value);
  if (key === 'language')
    return languages[text] ?? (value === null ? visit.texts.settingsAsConfigured : plainText(text, 40));
  if (key === 'expiresAt')
    return typeof value === 'number' && isTime(value)
      ? render(visit, dayWords(value, 'UTC'))
      : visit.texts.auditNothing;
  const mail = key === 'mail' ? contactMails.find((one) => one === text) : undefined;
  if (mail) return render(visit, contactMailWords[mail]);
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return isTime(at) ? moment(visit, at) : plainText(text, 300);
}

/** Whether it is a valid date: a damaged row may hold any number. */
export function isTime(at: number): boolean {
  return !Number.isNaN(new Date(at).getTime());
}

function roleWord(visit: SignedInVisit, value: string): string {
  const role = roles.find((one) => one === value);
  return role ? roleText(visit.texts, role) : plainText(value, 40);
}
