/** Foreign text, times and terms in the reader's language. */

import type { Words } from '../../core/domain/words.ts';
import type { ShownError } from '../../core/errors.ts';
import { plainText, spanWords } from '../../core/text.ts';
import type { Role } from '../../store/people/users.ts';
import type { SiteState } from '../../store/reads/site-state.ts';
import type { SiteRow } from '../../store/schema/schema.ts';
import type { Visit } from '../gate/route.ts';
import type { Texts } from '../texts/keys.ts';

export function render(visit: Visit, words: Words): string {
  return words[visit.language];
}

/** A finding's reason; may quote the page. */
export function renderReason(visit: Visit, words: Words): string {
  return plainText(words[visit.language], 1_000);
}

/** The product's own sentence about an error. */
export function renderError(visit: Visit, error: ShownError): string {
  return visit.language === 'vi' ? error.vi : error.message;
}

export function moment(visit: Visit, at: number): string {
  return visit.web.moments(at)[visit.language];
}

/** With its second, for events that share a minute. */
export function exactMoment(visit: Visit, at: number): string {
  const seconds = String(Math.floor(at / 1_000) % 60).padStart(2, '0');
  return moment(visit, at).replace(/\d\d:\d\d/, (time) => `${time}:${seconds}`);
}

/** Minutes in which more than one of these happened. */
export function sharedMinutes(events: readonly { readonly at: number }[]): ReadonlySet<number> {
  const minutes = Map.groupBy(events, ({ at }) => minuteOf(at));
  return new Set([...minutes].flatMap(([minute, { length }]) => (length > 1 ? [minute] : [])));
}

export const minuteOf = (at: number): number => Math.floor(at / 60_000);

export function span(visit: Visit, ms: number): string {
  return spanWords(ms)[visit.language];
}

/** "3 phút trước"; "vừa xong" under a minute. */
export function age(visit: Visit, at: number): string {
  const ms = visit.now - at;
  return ms < 60_000 ? visit.texts.justNow : visit.texts.ago(span(visit, roundedAge(ms)));
}

/** An age in seconds would be out of date when read. */
export function roundedAge(ms: number): number {
  if (ms >= 86_400_000) return Math.floor(ms / 3_600_000) * 3_600_000;
  return Math.floor(ms / 60_000) * 60_000;
}

/** A duration without seconds once it reaches minutes. */
export function durationText(visit: Visit, ms: number): string {
  return span(visit, ms < 60_000 ? ms : roundedAge(ms));
}

/** A registered address, complete and readable but never a link: what is behind it may be hostile. */
export function registeredAddress(url: string): string {
  let readable = url.replace(/^removed:[^:]*:/, '').replace(/^dns:/, 'DNS ');
  try {
    readable = decodeURI(readable);
  } catch {
    // Not UTF-8: shown as registered.
  }
  return plainText(readable.replace(/^https?:\/\//, '').replace(/\/$/, ''), 300);
}

const stateKeys = {
  alarm: ['stateAlarm', 'stateAlarmHelp'],
  confirming: ['stateConfirming', 'stateConfirmingHelp'],
  suspect: ['stateSuspect', 'stateSuspectHelp'],
  unknown: ['stateUnknown', 'stateUnknownHelp'],
  unseen: ['stateUnseen', 'stateUnseenHelp'],
  learning: ['stateLearning', 'stateLearningHelp'],
  provisional: ['stateProvisional', 'stateProvisionalHelp'],
  ok: ['stateOk', 'stateOkHelp'],
  paused: ['statePaused', 'statePausedHelp'],
} as const satisfies Record<SiteState, readonly [keyof Texts, keyof Texts]>;

export function stateText(texts: Texts, state: SiteState): string {
  return texts[stateKeys[state][0]];
}

export function stateHelp(texts: Texts, state: SiteState): string {
  return texts[stateKeys[state][1]];
}

export function importanceText(texts: Texts, importance: SiteRow['importance']): string {
  return { high: texts.importanceHigh, normal: texts.importanceNormal, low: texts.importanceLow }[importance];
}

export function roleText(texts: Texts, role: Role): string {
  return {
    administrator: texts.roleAdministrator,
    operator: texts.roleOperator,
    approver: texts.roleApprover,
    viewer: texts.roleViewer,
    auditor: texts.roleAuditor,
  }[role];
}

/** Scores with the language's decimal separator. */
/** `99,87 %`; never rounded up to 100. */
export function percent({ language }: Visit, share: number): string {
  const shown = Math.floor(share * 10_000) / 100;
  return `${shown.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 2 })} %`;
}

export function scoreText(visit: Visit, score: number): string {
  return score.toFixed(1).replace('.', visit.language === 'vi' ? ',' : '.');
}
