/** What every message has. */
import type { DeskParts } from './parts.ts';

/** A random name under the sender's domain; the same over every attempt to deliver. */
export function messageId(parts: Pick<DeskParts, 'config' | 'newId'>): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(parts.config.mail.from)?.[1] ?? 'localhost';
  return `${parts.newId()}@${domain}`;
}

export function dashboardUrl(parts: Pick<DeskParts, 'config'>, path: string): string | null {
  const base = parts.config.web.publicUrl;
  return base === undefined ? null : new URL(path, base).href;
}
