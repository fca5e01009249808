/** Value types shared by several sections of the configuration. */
import { z } from 'zod';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `5m`, `2h`, `7d`, `250ms` → milliseconds. */
export const duration = z
  .string()
  .regex(/^\d{1,6}(ms|s|m|h|d)$/, 'is not a duration: write a number and a unit, like 60s, 5m or 7d')
  .transform((text) => Number.parseInt(text, 10) * unitMs[text.replace(/^\d+/, '') as keyof typeof unitMs]);

const unitBytes = { kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 } as const;

/** `512kB`, `8MB`, `2GB` → bytes. */
export const size = z
  .string()
  .regex(/^\d{1,6}(kB|MB|GB)$/, 'is not a size: write a number and a unit, like 512kB, 8MB or 2GB')
  .transform((text) => Number.parseInt(text, 10) * unitBytes[text.replace(/^\d+/, '') as keyof typeof unitBytes]);

/** 300000 → `5m`, as written in the file. */
export function durationText(ms: number): string {
  return inUnits(ms, Object.entries(unitMs));
}

/** 8000000 → `8MB`. */
export function sizeText(bytes: number): string {
  return inUnits(bytes, Object.entries(unitBytes));
}

/** In the largest unit that leaves no remainder. */
function inUnits(value: number, units: readonly (readonly [unit: string, of: number])[]): string {
  const fitting = units.filter(([, of]) => value >= of && value % of === 0);
  const [unit, of] = fitting.at(-1) ?? units[0] ?? ['', 1];
  return `${value / of}${unit}`;
}

export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
/** `22:00-06:00`; past midnight if the end is earlier than the start; empty for none. */
export const clockSpan = z
  .string()
  .regex(/^(|([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)$/, 'must be HH:MM-HH:MM, like 22:00-06:00, or empty')
  .refine((text) => text === '' || text.slice(0, 5) !== text.slice(6), 'begins and ends at the same time');

export const calendarDay = z.iso.date('must be a day like 2027-02-06');

export const email = z.email('is not an email address');

export const contact = z.strictObject({
  name: z.string().min(1),
  email: email.optional(),
  phone: z.string().optional(),
});

/** An http or https address of a host alone. */
export const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine(
    isBareOrigin,
    'must be a host alone, like https://vonggac.example.gov.vn: the dashboard has no path of its own',
  );

/** The dashboard's addresses begin at the root of its host. */
function isBareOrigin(text: string): boolean {
  const url = URL.parse(text);
  // Text that is not an address at all is rejected by another rule.
  return url === null || `${url.origin}/` === url.href;
}

/** An identity provider is reached over TLS, or on this machine. */
export function isSafeIssuer(issuer: string): boolean {
  const url = URL.parse(issuer);
  const isLocal = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
}
