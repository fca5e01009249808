/** What the monitor knows of an incident, in the words of a report. Reports are Vietnamese official documents. */
import { distinctAddresses } from '../address.ts';
import type { Incident, IncidentTarget } from '../domain/incident.ts';
import { localMs } from '../duty/days.ts';
import { type AgencyContact, inCallOrder } from '../people/contact.ts';
import { certaintyWords, kindHappened, kindWords } from '../terms.ts';
import { defang, momentWords, plainText, zoneWords } from '../text.ts';

/** What a field may be filled with, by the name that the template's file uses. */
export const knownNames = [
  'agency',
  'contact-name',
  'contact-role',
  'contact-phone',
  'contact-email',
  'system',
  'domains',
  'public-addresses',
  'web-service',
  'incident-name',
  'description',
  'detected-date',
  'detected-time',
  'unresolved',
  'resolved',
  'found-by-monitor',
  'told-agency',
  'told-national',
  'evidence',
  'course',
  'outcome',
  'initial-number',
  'initial-date',
] as const;
export type KnownName = (typeof knownNames)[number];

/** Texts by name; what is not known is absent. */
export type KnownValues = Readonly<Partial<Record<KnownName, string>>>;

export interface IncidentKnowledge {
  readonly incident: Incident;
  readonly site: { readonly name: string; readonly url: string; readonly agency: string | null };
  readonly contacts: readonly AgencyContact[];
  /** Addresses that the portal's names led to, as last seen. */
  readonly publicAddresses: readonly string[];
  /** Mails about the incident that were delivered, in order. */
  readonly told: readonly { readonly at: number; readonly address: string; readonly isNational: boolean }[];
  /** What people and the monitor did, in order. */
  readonly events: readonly { readonly at: number; readonly actor: string; readonly what: string }[];
  readonly looks: number;
  readonly initial: { readonly number: string; readonly date: string } | null;
  readonly timeZone: string;
}

export function knownValues(known: IncidentKnowledge): KnownValues {
  const { incident, site, timeZone } = known;
  const contact = inCallOrder(known.contacts)[0];
  const isOver = incident.endedAt !== null;
  const national = known.told.filter(({ isNational }) => isNational);
  const others = known.told.filter(({ isNational }) => !isNational);
  return withoutEmpty({
    agency: site.agency ?? '',
    'contact-name': contact?.name ?? '',
    'contact-role': contact?.role ?? '',
    'contact-phone': contact?.phone ?? '',
    'contact-email': contact?.email ?? '',
    system: site.name,
    domains: distinctAddresses(incident.targets.map(({ url }) => hostOf(url)).concat(hostOf(site.url))).join(', '),
    'public-addresses': known.publicAddresses.join(', '),
    'web-service': '1',
    'incident-name': `${site.name} ${incident.kinds.map((kind) => kindHappened[kind].vi).join(', ')}`,
    description: description(known),
    'detected-date': dateOf(incident.openedAt, timeZone),
    'detected-time': timeOf(incident.openedAt, timeZone),
    unresolved: isOver ? '' : '1',
    resolved: isOver ? '1' : '',
    'found-by-monitor':
      'Hệ thống giám sát cổng thông tin điện tử từ bên ngoài (Vọng Gác), không cài đặt thành phần nào trên hệ thống bị sự cố',
    'told-agency': toldText(others, timeZone),
    'told-national': toldText(national, timeZone),
    evidence: evidenceText(known),
    course: courseText(known),
    outcome: outcomeText(known),
    'initial-number': known.initial?.number ?? '',
    'initial-date': known.initial?.date ?? '',
  });
}

function withoutEmpty(values: Readonly<Record<KnownName, string>>): KnownValues {
  return Object.fromEntries(Object.entries(values).filter(([, text]) => text !== ''));
}

/** `2026-12-05`, as date fields keep it. */
function dateOf(at: number, timeZone: string): string {
  return isoOf(at, timeZone).slice(0, 10);
}

function timeOf(at: number, timeZone: string): string {
  return isoOf(at, timeZone).slice(11, 16);
}

function isoOf(at: number, timeZone: string): string {
  const seconds = Math.floor(localMs(at, timeZone) / 1_000);
  const [days, rest] = [Math.floor(seconds / 86_400), ((seconds % 86_400) + 86_400) % 86_400];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${civilDate(days)}T${two(Math.floor(rest / 3_600))}:${two(Math.floor((rest % 3_600) / 60))}`;
}

/** The inverse of `dayNumber` (Hinnant, "chrono-compatible low-level date algorithms"). */
function civilDate(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const date = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1] ?? url;
}

const shownPages = 10;
const shownReasons = 5;

function description({ incident, site, timeZone }: IncidentKnowledge): string {
  const when = `${momentWords(incident.openedAt, timeZone).vi} (${zoneWords(timeZone).vi})`;
  const happened = incident.kinds.map((kind) => kindHappened[kind].vi).join(', ');
  const shown = incident.targets.slice(0, shownPages);
  const rest = incident.targets.length - shown.length;
  return [
    `${plainText(site.name, 160)} ${happened}; phát hiện lúc ${when}. Địa chỉ bị ảnh hưởng: ${incident.targets.length}.`,
    ...shown.map(pageText),
    ...(rest > 0 ? [`- và ${rest} địa chỉ khác.`] : []),
  ].join('\n');
}

function pageText({ url, kind, score, confirmation, findings }: IncidentTarget): string {
  const agreed = confirmation === null ? '' : `, ${confirmation.alarms}/${confirmation.looks} lượt kiểm tra xác nhận`;
  const reasons = findings.filter((finding) => finding.score > 0).slice(0, shownReasons);
  const signs = reasons.map(({ reason }) => defang(plainText(reason.vi, 240)).replace(/[.;]$/, ''));
  return `- ${plainText(url, 200)}: ${kindWords[kind].vi.toLowerCase()}; độ tin cậy: ${certaintyWords(score).vi.toLowerCase()}${agreed}.${signs.length === 0 ? '' : ` Dấu hiệu: ${signs.join('; ')}.`}`;
}

const shownRecipients = 8;

function toldText(told: IncidentKnowledge['told'], timeZone: string): string {
  const [first] = told;
  if (first === undefined) return '';
  const addresses = distinctAddresses(told.map(({ address }) => address));
  const rest = addresses.length - shownRecipients;
  const shown = addresses.slice(0, shownRecipients).join(', ');
  return `Đã gửi thư cảnh báo, thư đầu tiên lúc ${momentWords(first.at, timeZone).vi}, tới: ${shown}${rest > 0 ? ` và ${rest} địa chỉ khác` : ''}`;
}

function evidenceText({ incident, looks }: IncidentKnowledge): string {
  if (looks === 0) return '';
  return `Gói chứng cứ điện tử của sự cố số ${incident.number}: ${looks} lượt kiểm tra có ảnh chụp màn hình, mã nguồn trang, mã băm SHA-256`;
}

const shownEvents = 25;

function courseText({ events, timeZone }: IncidentKnowledge): string {
  const rest = events.length - shownEvents;
  const shown = events.slice(0, shownEvents).map(({ at, actor, what }) => {
    const by = actor === 'system' ? '' : ` (${plainText(actor, 60)})`;
    return `- ${momentWords(at, timeZone).vi}: ${plainText(what, 300)}${by}`;
  });
  return [...shown, ...(rest > 0 ? [`- và ${rest} diễn biến khác trong nhật ký sự cố`] : [])].join('\n');
}

function outcomeText({ incident, timeZone }: IncidentKnowledge): string {
  if (incident.endedAt === null) return '';
  const when = momentWords(incident.endedAt, timeZone).vi;
  return incident.status === 'dismissed'
    ? `Xác định là báo động giả lúc ${when}.`
    : `Sự cố được ghi nhận kết thúc lúc ${when}. Các địa chỉ bị ảnh hưởng: ${incident.targets.length}; hệ thống giám sát ghi nhận ${incident.targets.filter(({ recoveredAt }) => recoveredAt !== null).length} địa chỉ hiển thị bình thường trở lại.`;
}
