/**
 * Tells open boards that something changed, as server-sent events. An event carries counts and nothing of any site: what
 * changed is fetched by the page through the gate, like every other page.
 */
import type { DeskParts } from '../monitor/parts.ts';
import { sessionUser } from '../monitor/people/sign-in.ts';
import { type Pulse, readPulse } from '../store/reads/pulse.ts';
import { scopeOf } from '../store/reads/scope.ts';
import type { UserRow } from '../store/users.ts';
import type { Health } from './web.ts';

export interface Live {
  /** The stream for one open page; null when there are too many, or the dashboard is closing. */
  listen(user: UserRow, sessionToken: string): ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

interface Listener {
  readonly user: UserRow;
  readonly sessionToken: string;
  readonly controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  mark: string;
  saidAt: number;
}

interface LiveOptions {
  readonly parts: DeskParts;
  health(): Promise<Health>;
  /** Ends every stream: the dashboard closes. */
  readonly stopping: AbortSignal;
}

const mostListeners = 200;
/** Each open tab of a person is one. */
const mostOfPerson = 10;
const restMs = 1_000;
/** Of its time the machine gives this much at most to watching for news: a large database is asked less often. */
const dutyShare = 1 / 20;
/** Proxies cut what says nothing for a minute. */
const beatMs = 15_000;
/** A reader that stands still is cut off before it fills the memory. */
const mostWaiting = 20;

const utf8 = new TextEncoder();

export function createLive({ parts, health, stopping }: LiveOptions): Live {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | null = null;

  const end = (listener: Listener) => {
    if (!listeners.delete(listener)) return;
    listener.controller.close();
  };
  const say = (listener: Listener, text: string) => {
    if ((listener.controller.desiredSize ?? 0) < -mostWaiting) return end(listener);
    listener.controller.enqueue(utf8.encode(text));
    listener.saidAt = performance.now();
  };

  const tell = async (listener: Listener, pulse: Pulse, isWatching: boolean) => {
    const mark = `${isWatching} ${pulse.mark}`;
    const isNews = listener.mark !== mark;
    if (!isNews && performance.now() - listener.saidAt < beatMs) return;
    // Whoever was signed out, disabled or given to another agency meanwhile hears nothing more.
    const user = await sessionUser(parts, listener.sessionToken);
    if (user === null || user.agencyId !== listener.user.agencyId) return end(listener);
    if (!listeners.has(listener)) return;
    listener.mark = mark;
    const { counts, incidents, suspects } = pulse;
    const state = JSON.stringify({ counts, incidents, suspects, isWatching });
    say(listener, isNews ? `event: state\ndata: ${state}\n\n` : ': still here\n\n');
  };

  const round = async () => {
    const freshness = { now: parts.clock(), everyMs: parts.config.schedule.every };
    const { ok, blindSince } = await health();
    for (const group of Map.groupBy(listeners, ({ user }) => user.agencyId).values()) {
      const [first] = group;
      if (!first) continue;
      const pulse = await readPulse(parts.db, scopeOf(first.user), freshness);
      for (const listener of group) await tell(listener, pulse, ok && blindSince === null);
    }
  };

  const turn = async () => {
    const from = performance.now();
    try {
      await round();
    } catch (error) {
      parts.log.error({ err: error }, 'the open boards could not be told what changed');
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
          listener = { user, sessionToken, controller, mark: '', saidAt: performance.now() };
          listeners.add(listener);
          say(listener, 'retry: 5000\n\n');
          schedule(0);
        },
        cancel() {
          if (listener !== null) listeners.delete(listener);
        },
      });
    },
  };
}
