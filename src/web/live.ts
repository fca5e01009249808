/**
 * Notifies open boards of changes, as server-sent events. An event carries counts and nothing about any site: the page
 * fetches the changes through the gate, like every other page.
 */
import type { OperatorParts } from '../monitor/parts.ts';
import { sessionUser } from '../monitor/people/sign-in.ts';
import type { UserRow } from '../store/people/users.ts';
import { type Pulse, readPulse } from '../store/reads/pulse.ts';
import { scopeOf } from '../store/reads/scope.ts';

export interface Health {
  /** The last heartbeat is recent: looks are being made. */
  readonly ok: boolean;
  /** Last heartbeat; null when the daemon never ran. */
  readonly heartbeatAt: number | null;
  /** Since when the monitor has been offline; null while online. */
  readonly blindSince: number | null;
  /** On the data disk; left out where it can't be read. */
  readonly freeBytes?: number;
}

export interface Live {
  /** The stream for one open page; null at the limit, or while the dashboard is closing. */
  listen(user: UserRow, sessionToken: string): ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

interface Listener {
  readonly user: UserRow;
  readonly sessionToken: string;
  readonly controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  etag: string;
  sentAt: number;
}

interface LiveOptions {
  readonly parts: OperatorParts;
  health(): Promise<Health>;
  /** Ends every stream when the dashboard closes. */
  readonly stopping: AbortSignal;
}

const mostListeners = 200;
/** Each open tab counts. */
const mostOfPerson = 10;
const restMs = 1_000;
/** Maximum share of time spent polling for changes: a large database is polled less often. */
const dutyShare = 1 / 20;
/** Proxies close connections that are silent for a minute. */
const beatMs = 15_000;
/** A stalled reader is disconnected before it fills the memory. */
const mostWaiting = 20;

const utf8 = new TextEncoder();

export function createLive({ parts, health, stopping }: LiveOptions): Live {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | null = null;

  const end = (listener: Listener) => {
    if (!listeners.delete(listener)) return;
    listener.controller.close();
  };
  const send = (listener: Listener, text: string) => {
    if ((listener.controller.desiredSize ?? 0) < -mostWaiting) return end(listener);
    listener.controller.enqueue(utf8.encode(text));
    listener.sentAt = performance.now();
  };

  const notify = async (listener: Listener, pulse: Pulse, isWatching: boolean) => {
    const etag = `${isWatching} ${pulse.etag}`;
    const isNews = listener.etag !== etag;
    if (!isNews && performance.now() - listener.sentAt < beatMs) return;
    // A user who was signed out, disabled or moved to another agency meanwhile gets no more events.
    const user = await sessionUser(parts, listener.sessionToken);
    if (user === null || user.agencyId !== listener.user.agencyId) return end(listener);
    if (!listeners.has(listener)) return;
    listener.etag = etag;
    const { counts, incidents, suspects } = pulse;
    const state = JSON.stringify({ counts, incidents, suspects, isWatching });
    send(listener, isNews ? `event: state\ndata: ${state}\n\n` : ': still here\n\n');
  };

  const round = async () => {
    const freshness = { now: parts.clock(), everyMs: parts.config.schedule.every };
    const { ok, blindSince } = await health();
    for (const group of Map.groupBy(listeners, ({ user }) => user.agencyId).values()) {
      const [first] = group;
      if (!first) continue;
      const pulse = await readPulse(parts.db, scopeOf(first.user), freshness);
      for (const listener of group) await notify(listener, pulse, ok && blindSince === null);
    }
  };

  const turn = async () => {
    const from = performance.now();
    try {
      await round();
    } catch (error) {
      parts.log.error({ err: error }, 'could not push changes to open boards');
      for (const listener of listeners) end(listener);
    }
    timer = null;
    schedule(Math.max(restMs, (performance.now() - from) / dutyShare));
  };
  const schedule = (inMs: number) => {
    if (timer !== null || listeners.size === 0 || stopping.aborted) return;
    timer = setTimeout(turn, inMs);
  };

  stopping.addEventListener('abort', () => {
    if (timer !== null) clearTimeout(timer);
    for (const listener of listeners) end(listener);
  });

  return {
    listen(user, sessionToken) {
      const own = [...listeners].filter((one) => one.user.id === user.id);
      if (stopping.aborted || listeners.size >= mostListeners || own.length >= mostOfPerson) return null;
      let listener: Listener | null = null;
      return new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          listener = { user, sessionToken, controller, etag: '', sentAt: performance.now() };
          listeners.add(listener);
          send(listener, 'retry: 5000\n\n');
          schedule(0);
        },
        cancel() {
          if (listener !== null) listeners.delete(listener);
        },
      });
    },
  };
}
