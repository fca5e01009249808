/** Fields common to every message. */
import * as notices from '../../core/notices/frame.ts';
import type { ConfigParts, OperatorParts } from '../parts.ts';

/** A random name under the sender's domain; unchanged across delivery attempts. */
export function messageId(parts: Pick<OperatorParts, 'config' | 'newId'>): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(parts.config.mail.from)?.[1] ?? 'localhost';
  return `${parts.newId()}@${domain}`;
}

export function frameAt({ config }: ConfigParts, at: number): notices.Frame {
  return { at, publicUrl: config.web.publicUrl, contacts: config.national.contacts };
}

export function dashboardUrl({ config }: ConfigParts, path: string): string | null {
  return notices.dashboardUrl(config.web, path);
}
