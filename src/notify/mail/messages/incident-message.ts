/** The message about an incident: what, which page, since when, how sure, why, what to do, whom to call. */
import { indicatorTypes } from '../../../core/domain/finding.ts';
import type { Words } from '../../../core/domain/words.ts';
import type { Playbook } from '../../../core/incidents/playbook.ts';
import type { IncidentNotice, NoticeTarget } from '../../../core/notices/about-incidents.ts';
import { certaintyWords, indicatorTypeWords, kindHappened, kindWords } from '../../../core/terms.ts';
import { momentWords, shortMomentWords, shownAddress, spanWords, zoneWords } from '../../../core/text.ts';
import { callLines } from './call-lines.ts';
import { contactList } from './contact-list.ts';
import {
  actLabelFor,
  agencyFacts,
  cappedBy,
  claimWords,
  type Fact,
  footWords,
  foreign,
  type Language,
  type List,
  type Message,
  type Page,
  type Part,
  type Picture,
  type Tone,
  type WritingOptions,
} from './message.ts';
import { playbookLists } from './playbook-lists.ts';

/** Pages shown with reasons and pictures; on a phone one of them takes two screens. */
const shownPages = 3;
const shownReasons = 3;
/** Long enough for the end of a reason, which says what to ask and whom. */
const reasonCharacters = 420;
const shownOfType = 3;
const indicatorCharacters = 120;

type IncidentType = IncidentNotice['type'];

const tones: Readonly<Record<IncidentType, Tone>> = {
  'incident-opened': 'alarm',
  'incident-updated': 'alarm',
  'incident-escalated': 'alarm',
  'incident-reminder': 'alarm',
  'incident-resolved': 'good',
  'incident-reopened': 'alarm',
};

const badges: Readonly<Record<IncidentType, Words>> = {
  'incident-opened': { vi: 'BÁO ĐỘNG', en: 'ALARM' },
  'incident-updated': { vi: 'CẬP NHẬT SỰ CỐ', en: 'INCIDENT UPDATE' },
  'incident-escalated': { vi: 'SỰ CỐ NGHIÊM TRỌNG HƠN', en: 'INCIDENT ESCALATED' },
  'incident-reminder': { vi: 'NHẮC LẠI: CHƯA CÓ NGƯỜI TIẾP NHẬN', en: 'REMINDER: NOBODY HAS ACKNOWLEDGED' },
  'incident-resolved': { vi: 'ĐÃ HIỂN THỊ BÌNH THƯỜNG TRỞ LẠI', en: 'BACK TO NORMAL' },
  'incident-reopened': { vi: 'SỰ CỐ ĐƯỢC MỞ LẠI', en: 'INCIDENT REOPENED' },
};

/** Only a person can say that something was fixed; a check only shows that the page looks normal. */
const byHandBadge: Words = { vi: 'ĐÃ KHẮC PHỤC', en: 'RESOLVED' };

const leads: Readonly<Record<IncidentType, Words | null>> = {
  'incident-opened': null,
  'incident-updated': {
    vi: 'Có thêm trang hoặc dấu hiệu mới. Dưới đây là toàn bộ tình hình hiện tại.',
    en: 'More affected pages or new findings. This is the full situation as it stands now.',
  },
  'incident-escalated': {
    vi: 'Có diễn biến mới sau khi sự cố được tiếp nhận. Sự cố được mở lại và cần người xử lý.',
    en: 'There are new developments since the incident was acknowledged. It is open again and needs handling.',
  },
  'incident-reminder': {
    vi: 'Sự cố vẫn đang diễn ra và chưa có người tiếp nhận. Người xử lý cần tiếp nhận sự cố để hệ thống ngừng nhắc.',
    en: 'The incident is still in progress and nobody has acknowledged it. Reminders stop once whoever is handling it acknowledges it.',
  },
  'incident-resolved': {
    vi: 'Các lượt kiểm tra gần nhất đều cho kết quả bình thường.',
    en: 'The latest checks all show the normal content again.',
  },
  'incident-reopened': {
    vi: 'Cán bộ trực đã mở lại sự cố; kết luận trước đây không còn hiệu lực. Dưới đây là tình hình được ghi nhận gần nhất.',
    en: 'The officer on duty has reopened the incident: the earlier conclusion no longer holds. This is the situation as last recorded.',
  },
};

const returnLead: Words = {
  vi: 'Cổng này bị tấn công trở lại chỉ ít ngày sau khi sự cố trước được khắc phục; lỗ hổng cũ rất có thể vẫn còn. Cần tìm và vá lỗ hổng, không chỉ khôi phục trang.',
  en: 'This portal was attacked again only days after the last incident was resolved, most likely through the same vulnerability. Find and close it; restoring the page is not enough.',
};

const byHandLead: Words = {
  vi: 'Cán bộ trực đã xác nhận sự cố được khắc phục. Nếu trang còn dấu hiệu bị tấn công, Vọng Gác sẽ mở sự cố mới và gửi thư báo động.',
  en: 'The officer on duty has confirmed that the incident is resolved. If the page still shows signs of the attack, Vọng Gác will open a new incident and send an alarm.',
};

function badgeOf({ type, isByHand }: IncidentNotice): Words {
  return type === 'incident-resolved' && isByHand === true ? byHandBadge : badges[type];
}

function leadOf({ type, isReturn, isByHand }: IncidentNotice): Words | null {
  if (type === 'incident-resolved' && isByHand === true) return byHandLead;
  return type === 'incident-opened' && isReturn === true ? returnLead : leads[type];
}

export function incidentMessage(notice: IncidentNotice, options: WritingOptions): Message {
  return {
    subject: subjectOf(notice, options.languages[0] ?? 'vi', options.timeZone),
    tone: tones[notice.type],
    urgent: ['incident-opened', 'incident-escalated', 'incident-reminder', 'incident-reopened'].includes(notice.type),
    parts: options.languages.map((language, index) => partOf(notice, language, options, index === 0)),
    link: notice.dashboardUrl,
    actLink: notice.acknowledgeUrl ?? null,
  };
}

/** Shorter than the badge, so that the list on a phone also shows the portal. */
const subjectEnd: Words = { vi: 'BÌNH THƯỜNG TRỞ LẠI', en: 'BACK TO NORMAL' };

/**
 * The kind comes before the portal: a phone shows about 40 characters. Updates keep the first subject, because some mail
 * readers thread by it. The resolution does not, so that good news never arrives under the name of an attack; readers
 * that use References keep it in the thread anyway.
 */
function subjectOf(notice: IncidentNotice, language: Language, timeZone: string): string {
  const site = foreign(notice.site.name, 70);
  const number = notice.incidentNumber;
  if (notice.type === 'incident-resolved') {
    const end = notice.isByHand === true ? byHandBadge : subjectEnd;
    const which = language === 'vi' ? `sự cố số ${number}` : `incident ${number}`;
    return `[Vọng Gác] ${end[language]}: ${site} — ${which}`;
  }
  const kind = notice.kinds[0] ?? 'defacement';
  const since = shortMomentWords(notice.openedAt, timeZone)[language];
  const reply = notice.type === 'incident-opened' ? '' : 'Re: ';
  return `${reply}[Vọng Gác] ${kindWords[kind][language].toLocaleUpperCase(language)}: ${site} — ${since}`;
}

function partOf(notice: IncidentNotice, language: Language, options: WritingOptions, isFirst: boolean): Part {
  const targets = [...notice.targets].sort(worstFirst);
  const isOver = notice.type === 'incident-resolved';
  const shown = targets.slice(0, shownPages);
  return {
    language,
    badge: badgeOf(notice)[language],
    headline: headlineOf(notice, language),
    lead: leadOf(notice)?.[language] ?? null,
    facts: factsOf(notice, targets, language, options.timeZone),
    ...heroOf(notice, shown[0], language, options),
    pages: isOver
      ? []
      : shown.map((target, index) =>
          pageOf(target, targets.length, language, options, { withPictures: isFirst, isHero: index === 0 }),
        ),
    lists: [
      ...pageList(isOver ? targets : targets.slice(shownPages), isOver, language),
      ...stepsOf(notice, language, options.playbook),
      ...contactList(notice.contacts, language),
    ].filter((list) => list.items.length > 0),
    linkLabel: linkWords[isOver ? 'over' : notice.acknowledgeUrl === undefined ? 'open' : 'evidence'][language],
    actLabel: actLabelFor(notice, language),
    calls: isOver ? [] : callLines(notice.calls, language),
    ...(isOver ? {} : { claimLabel: claimWords[language] }),
    foot: footWords[language],
  };
}

/** The screenshot of what visitors see now, placed before all text. */
function heroOf(
  { type }: IncidentNotice,
  target: NoticeTarget | undefined,
  language: Language,
  { pictures, timeZone }: WritingOptions,
): Pick<Part, 'hero'> {
  const hash = target?.after?.hash;
  if (target === undefined || hash === undefined || type === 'incident-resolved') return {};
  if (pictures !== undefined && !pictures.has(hash)) return {};
  const at = momentWords(target.since, timeZone)[language];
  const caption = language === 'vi' ? `Trang lúc ${at}` : `The page at ${at}`;
  return { hero: { hash, caption } };
}

const linkWords = {
  open: { vi: 'Xem bằng chứng và tiếp nhận', en: 'See the evidence and acknowledge' },
  evidence: { vi: 'Xem bằng chứng trên bảng theo dõi', en: 'See the evidence on the dashboard' },
  over: { vi: 'Xem lại sự cố', en: 'See the incident' },
} as const;

function worstFirst(a: NoticeTarget, b: NoticeTarget): number {
  const gone = Number(a.recoveredAt !== null) - Number(b.recoveredAt !== null);
  return gone !== 0 ? gone : b.score - a.score;
}

function headlineOf(notice: IncidentNotice, language: Language): string {
  const site = foreign(notice.site.name, 120);
  if (notice.type === 'incident-resolved') {
    if (notice.isByHand === true) {
      return language === 'vi'
        ? `${site}: sự cố được xác nhận đã khắc phục`
        : `${site}: incident confirmed as resolved`;
    }
    return language === 'vi' ? `${site} đã trở lại bình thường` : `${site} is back to normal`;
  }
  const happened = notice.kinds.map((kind) => kindHappened[kind][language]);
  return `${site} ${happened.join(language === 'vi' ? ' và ' : ' and ')}`;
}

function factsOf(
  notice: IncidentNotice,
  targets: readonly NoticeTarget[],
  language: Language,
  timeZone: string,
): Fact[] {
  const isVi = language === 'vi';
  const [first] = targets;
  const isOver = notice.type === 'incident-resolved';
  const facts: Fact[] = [];
  if (first !== undefined && targets.length === 1) {
    facts.push({ label: isVi ? 'Trang' : 'Page', value: shownAddress(first.url) });
  } else {
    facts.push({ label: isVi ? 'Cổng' : 'Portal', value: shownAddress(notice.site.url) });
    facts.push({
      label: isVi ? 'Phạm vi' : 'Scope',
      value: isVi ? `${targets.length} trang` : `${targets.length} pages`,
    });
  }
  const zone = zoneWords(timeZone)[language];
  const opened = momentWords(notice.openedAt, timeZone)[language];
  facts.push({ label: isVi ? 'Từ lúc' : 'Since', value: `${opened} (${zone})` });
  if (isOver) {
    const lasted = spanWords(notice.at - notice.openedAt)[language];
    facts.push({ label: isVi ? 'Đến lúc' : 'Until', value: momentWords(notice.at, timeZone)[language] });
    facts.push({ label: isVi ? 'Kéo dài' : 'Lasted', value: lasted });
  } else if (first !== undefined) {
    facts.push({ label: isVi ? 'Độ tin cậy' : 'Confidence', value: certainty(first, language) });
  }
  facts.push(...agencyFacts(notice.site, language));
  facts.push({ label: isVi ? 'Sự cố' : 'Incident', value: numberOf(notice, isVi) });
  if (notice.reminder !== undefined) {
    const { count, most } = notice.reminder;
    facts.push({
      label: isVi ? 'Lần nhắc' : 'Reminder',
      value: isVi ? `${count}/${most}` : `${count} of ${most}`,
    });
  }
  facts.push(...maintenanceFacts(notice, isVi, timeZone));
  if (notice.campaign !== undefined) {
    const common = notice.campaign.common.map((words) => foreign(words[language], 120)).join('; ');
    const number = notice.campaign.number;
    const value = isVi ? `số ${number}, cùng các cổng khác: ${common}` : `no. ${number}, with other portals: ${common}`;
    facts.push({ label: isVi ? 'Chiến dịch' : 'Campaign', value });
  }
  return facts;
}

/** People working on the portal may think that they caused the alarm themselves. */
function maintenanceFacts({ maintenance, type }: IncidentNotice, isVi: boolean, timeZone: string): Fact[] {
  if (maintenance === undefined || type === 'incident-resolved') return [];
  const until = momentWords(maintenance.endsAt, timeZone)[isVi ? 'vi' : 'en'];
  const reason = foreign(maintenance.reason, 120);
  const value = isVi
    ? `đã thông báo đến ${until} (${reason}); vẫn báo ngay vì bảo trì thường không gây ra dấu hiệu như vậy`
    : `announced until ${until} (${reason}); sent at once because maintenance rarely causes this`;
  return [{ label: isVi ? 'Bảo trì' : 'Maintenance', value }];
}

function numberOf(notice: IncidentNotice, isVi: boolean): string {
  const { incidentNumber, previousNumber } = notice;
  if (previousNumber === null) return isVi ? `số ${incidentNumber}` : `no. ${incidentNumber}`;
  return isVi
    ? `số ${incidentNumber}, tái diễn sau sự cố số ${previousNumber}`
    : `no. ${incidentNumber}, recurring after no. ${previousNumber}`;
}

/** The score in words, and how many checks agreed, or that a person decided. */
function certainty(target: NoticeTarget, language: Language): string {
  if (target.level === 'suspect') {
    return language === 'vi' ? 'do cán bộ trực xác nhận' : 'confirmed by the officer on duty';
  }
  const words = certaintyWords(target.score)[language];
  const { confirmation } = target;
  if (confirmation === undefined) return words;
  const { alarms, looks } = confirmation;
  return language === 'vi'
    ? `${words} (${alarms}/${looks} lượt kiểm tra xác nhận)`
    : `${words} (${alarms} of ${looks} checks agree)`;
}

function pageOf(
  target: NoticeTarget,
  count: number,
  language: Language,
  options: WritingOptions,
  { withPictures, isHero }: { readonly withPictures: boolean; readonly isHero: boolean },
): Page {
  const isVi = language === 'vi';
  const isOnly = count === 1;
  const moment = (at: number): string => momentWords(at, options.timeZone)[language];
  const facts: Fact[] = [];
  if (!isOnly) {
    facts.push({ label: isVi ? 'Loại' : 'Kind', value: kindWords[target.kind][language] });
    facts.push({ label: isVi ? 'Từ lúc' : 'Since', value: moment(target.since) });
    facts.push({ label: isVi ? 'Độ tin cậy' : 'Confidence', value: certainty(target, language) });
  }
  if (target.recoveredAt !== null) {
    facts.push({ label: isVi ? 'Trở lại bình thường' : 'Normal again', value: moment(target.recoveredAt) });
  }
  for (const words of target.seenFrom ?? []) {
    const value = foreign(words[language], 300);
    facts.push({ label: isVi ? 'Từ điểm quan sát khác' : 'From other vantages', value });
  }
  // The rest is behind the link to the evidence.
  const reasons = target.reasons.slice(0, shownReasons).map((reason) => foreign(reason[language], reasonCharacters));
  return {
    address: isOnly ? null : shownAddress(target.url),
    facts,
    reasons: { title: isVi ? 'Dấu hiệu' : 'Findings', ordered: false, items: reasons },
    indicators: { title: isVi ? 'Chỉ dấu' : 'Indicators', ordered: false, items: indicatorLines(target, language) },
    pictures: withPictures ? picturesOf(target, language, options, isHero) : [],
  };
}

/** One line per type, so that hundreds of indicators on a page take only a few lines. */
function indicatorLines({ indicators = [] }: NoticeTarget, language: Language): string[] {
  return indicatorTypes.flatMap((type) => {
    const found = indicators.filter((one) => one.type === type);
    const shown = found.slice(0, shownOfType).map(({ value }) => foreign(value, indicatorCharacters));
    const rest = found.length - shown.length;
    const more = rest > 0 ? ` (+${rest})` : '';
    return found.length === 0 ? [] : [`${indicatorTypeWords[type][language]}: ${shown.join(', ')}${more}`];
  });
}

function picturesOf(target: NoticeTarget, language: Language, options: WritingOptions, isHero: boolean): Picture[] {
  const isVi = language === 'vi';
  const pictures: Picture[] = [];
  if (target.before !== null) pictures.push({ hash: target.before.hash, caption: isVi ? 'Bình thường' : 'Normal' });
  if (target.after !== null && !isHero)
    pictures.push({ hash: target.after.hash, caption: isVi ? 'Khi phát hiện' : 'When detected' });
  return pictures.filter((picture) => options.pictures?.has(picture.hash) ?? true);
}

/** Pages by address only, without one that the facts already name. */
function pageList(targets: readonly NoticeTarget[], isAll: boolean, language: Language): List[] {
  if (targets.length === 0 || (isAll && targets.length === 1)) return [];
  const items = cappedBy(
    targets,
    20,
    language,
    (target) => `${shownAddress(target.url)} (${kindWords[target.kind][language]})`,
  );
  const all = language === 'vi' ? 'Các trang bị ảnh hưởng' : 'Affected pages';
  const others = language === 'vi' ? 'Các trang khác bị ảnh hưởng' : 'Other affected pages';
  return [{ title: isAll ? all : others, ordered: false, items }];
}

/** The steps of each kind, without those that an earlier kind already lists. */
function stepsOf(notice: IncidentNotice, language: Language, playbook: Playbook): List[] {
  const isVi = language === 'vi';
  if (notice.type === 'incident-resolved') {
    const title = isVi ? 'Việc cần làm tiếp' : 'Next steps';
    return [{ title, ordered: true, items: playbook.afterwards.map((step) => step[language]) }];
  }
  return playbookLists(notice.kinds, language, playbook);
}
