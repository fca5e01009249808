/** The data for registering a portal, and how it is entered. */
import type { Tag } from '../../core/domain/tag.ts';
import type { Words } from '../../core/domain/words.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { AgencyLanguage } from '../../store/registry/agencies.ts';
import type { SiteRow } from '../../store/schema/schema.ts';

/** A person's input about a portal. */
export interface SiteRequest {
  readonly url: string;
  readonly name?: string | undefined;
  readonly agency?: string | undefined;
  /** Which language comes first in messages to the agency. */
  readonly language?: AgencyLanguage | undefined;
  readonly emails: readonly string[];
  readonly everyMs?: number | undefined;
  /** Further pages: paths below the address, or whole addresses. */
  readonly paths: readonly string[];
  /** As typed; unchanged when omitted. */
  readonly tags?: readonly string[] | undefined;
  readonly importance?: SiteRow['importance'] | undefined;
  readonly consent?: string | undefined;
  /** The agency agreed to probes for well-known names of dropped files. */
  readonly probe?: boolean | undefined;
}

export interface SiteAddress {
  readonly url: string;
  readonly host: string;
}

/** A request whose values are all valid. */
export interface VettedSite {
  readonly name: string;
  readonly addresses: readonly SiteAddress[];
  readonly emails: readonly string[];
  readonly tags: readonly Tag[];
  readonly request: SiteRequest;
  readonly warnings: readonly Words[];
}

export interface Registering {
  /** Extends a known address (import is idempotent) instead of refusing it. */
  readonly merge: boolean;
  /** Only agencies that the actor serves may be touched. */
  readonly actor: Actor;
  /** Reveals only that an address is taken, since it may belong to another agency. */
  readonly discreet?: boolean;
}
