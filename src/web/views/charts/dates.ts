/** Short calendar days for axes, and shares as percentages. */
import { dayMs } from '../../../core/duty/days.ts';
import type { Visit } from '../../gate/route.ts';

const englishDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });
const englishMonth = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short' });
const two = (value: number) => String(value).padStart(2, '0');

/** `21/11`, `21 Nov`. */
export function shortDay({ language }: Visit, day: number): string {
  const date = new Date(day * dayMs);
  return language === 'vi' ? `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}` : englishDay.format(date);
}

/** `21/11/2026`, `21 Nov 2026`. */
export function fullDay(visit: Visit, day: number): string {
  const year = new Date(day * dayMs).getUTCFullYear();
  return `${shortDay(visit, day)}${visit.language === 'vi' ? '/' : ' '}${year}`;
}

/** `T11`, `Nov`. */
export function shortMonth({ language }: Visit, day: number): string {
  const date = new Date(day * dayMs);
  return language === 'vi' ? `T${date.getUTCMonth() + 1}` : englishMonth.format(date);
}

/** `99,9 %`; less than the whole is never rounded up to 100. */
export function percentText({ language }: Visit, share: number): string {
  const percent = Math.floor(share * 1_000 + 1e-6) / 10;
  const text = Number.isInteger(percent) ? String(percent) : percent.toFixed(1);
  return `${language === 'vi' ? text.replace('.', ',') : text} %`;
}
