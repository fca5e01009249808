/** A message on its way to one recipient: where it goes, and what became of it. */

import type { Words } from '../domain/words.ts';
import type { Notice } from './notice.ts';

/** Where a message goes. */
export interface Endpoint {
  /** Key in the map of channels. */
  readonly channel: string;
  /** Address on that channel; for mail, an email address. */
  readonly endpoint: string;
}

/** Messages to one endpoint that belong together: about one incident, or about one campaign. */
export interface Thread {
  /** Like `incident-7`. */
  readonly key: string;
  /** Ids of the messages that precede this one, oldest first; at most ten. */
  readonly earlier: readonly string[];
}

/** One message to one recipient. */
export interface Notification extends Endpoint {
  readonly id: number;
  /** Stable over every attempt, without angle brackets. */
  readonly messageId: string;
  /** Null when it belongs to none. */
  readonly thread: Thread | null;
  readonly attempt: number;
  /** The recipient's language; omitted: the configured order. */
  readonly language?: keyof Words;
  readonly notice: Notice;
}

export type DeliveryResult =
  | { readonly status: 'sent'; readonly response: string }
  /** Worth a retry: network error, 4xx. */
  | {
      readonly status: 'later';
      readonly reason: string;
      readonly server?: ServerState;
      /** For how long the server asks to be left alone; bounded. */
      readonly retryAfterMs?: number;
    }
  /** Never worth a retry: 5xx, no such address. */
  | { readonly status: 'dead'; readonly reason: string; readonly server?: ServerState };

/** `down`: no message could be delivered at that time. Omitted where the server was not contacted. */
export type ServerState = 'answered' | 'down';
