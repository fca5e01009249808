/** An event in one line, without anything that a page wrote: for chats, collectors and telephones. */
import type { AttackKind, OutageKind } from '../domain/finding.ts';
import type { Words } from '../domain/words.ts';
import { kindHappened, unknownKindHappened } from '../terms.ts';
import { shortMomentWords } from '../text.ts';
import type { RelayNotice } from './relay-event.ts';
import { relayTable } from './relay-table.ts';

type Language = keyof Words;

/** "Báo động: Cổng … bị tấn công thay đổi giao diện (sự cố #12)". */
export function relayTitle(notice: RelayNotice, language: Language): string {
  const { event, incidentNumber } = notice;
  const about = aboutSite(notice, language, notice.site?.name ?? '');
  const number = incidentNumber === null ? '' : ` (${language === 'vi' ? 'sự cố' : 'incident'} #${incidentNumber})`;
  return `${relayTable[event].words[language]}${about}${number}`;
}

/** One short message of the GSM alphabet. */
const smsCharacters = 160;

/**
 * The line for a telephone: unaccented, in the part of the GSM 7-bit alphabet in which a character counts once, at most
 * 160 characters. A long name of a portal is shortened, so that what happened and the number always fit.
 */
export function smsText(notice: RelayNotice, language: Language, timeZone: string): string {
  const name = gsmText(notice.site?.name ?? '');
  const whole = gsmText(smsLine(notice, language, name, timeZone));
  if (whole.length <= smsCharacters) return whole;
  const shorter = name.slice(0, Math.max(0, name.length - (whole.length - smsCharacters) - cut.length)).trimEnd();
  return gsmText(smsLine(notice, language, `${shorter}${cut}`, timeZone)).slice(0, smsCharacters);
}

const cut = '..';

function smsLine(notice: RelayNotice, language: Language, name: string, timeZone: string): string {
  const { event, incidentNumber, at } = notice;
  const number =
    incidentNumber === null ? '' : language === 'vi' ? `Sự cố số ${incidentNumber}, ` : `Incident ${incidentNumber}, `;
  const moment = shortMomentWords(at, timeZone)[language];
  return `VONG GAC: ${relayTable[event].words[language]}${aboutSite(notice, language, name)}. ${number}${moment}.`;
}

function aboutSite({ site, kinds, pages, status }: RelayNotice, language: Language, name: string): string {
  if (site === null) return '';
  const [kind] = kinds;
  const isEnded = status === 'resolved' || status === 'dismissed';
  const isOver = isEnded || (pages.length > 0 && pages.every(({ recoveredAt }) => recoveredAt !== null));
  const happened = kind === undefined || isOver ? '' : ` ${happenedWords(kind)[language]}`;
  return `: ${name}${happened}`;
}

function happenedWords(kind: AttackKind | OutageKind): Words {
  return kind in kindHappened ? kindHappened[kind as AttackKind] : unknownKindHappened[kind as OutageKind];
}

/** Vietnamese without accents; everything else outside the alphabet is left out. */
function gsmText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'))
    .replace(/[‘’“”]/g, "'")
    .replace(/[–—]/g, '-')
    .replace(/[^A-Za-z0-9 .,:;!?'"#%&()*+/<=>@_$-]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}
