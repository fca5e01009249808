/** What every notice contains besides its subject. */

import type { NoticeSite } from './about-incidents.ts';
import type { Contact } from './contact.ts';

export interface Frame {
  /** When it happened. */
  readonly at: number;
  /** Public address of the dashboard; undefined: notices carry no link. */
  readonly publicUrl: string | undefined;
  readonly contacts: readonly Contact[];
}

export function dashboardUrl({ publicUrl }: { readonly publicUrl?: string | undefined }, path: string): string | null {
  return publicUrl === undefined ? null : new URL(path, publicUrl).href;
}

/** Only the displayed fields of a registered site. */
export function noticeSite({ id, name, url, agency }: NoticeSite): NoticeSite {
  return { id, name, url, agency };
}
