/** Delivers on every channel at once: one that is slow or dead delays no other. */
import type { MonitorParts } from '../parts.ts';
import { type Dispatching, dispatchOn } from './dispatch.ts';

/** Two mails at a time; machines get events one after the other, in their order. */
const sendersOf = (channel: string): number => (channel === 'mail' ? 2 : 1);

export interface Senders {
  /** Starts a sender for every channel that has one to spare; each sends what is due and ends. */
  fill(): void;
  /** Resolves when all have ended, which they do after their present message once `signal` is aborted. */
  finish(): Promise<void>;
}

export function createSenders(
  parts: Dispatching & Pick<MonitorParts, 'log'>,
  owner: string,
  signal: AbortSignal,
): Senders {
  const busy = new Map<string, Set<Promise<void>>>();

  async function send(name: string): Promise<void> {
    try {
      while (!signal.aborted) {
        const channel = parts.channels[name];
        if (channel === undefined || !(await dispatchOn(parts, { name, ...channel }, owner))) return;
      }
    } catch (error) {
      parts.log.error({ err: error, channel: name }, 'a round of sending failed');
    }
  }

  return {
    fill() {
      for (const name of Object.keys(parts.channels)) {
        const running = busy.get(name) ?? new Set();
        busy.set(name, running);
        while (running.size < sendersOf(name)) {
          const sending = send(name).finally(() => running.delete(sending));
          running.add(sending);
        }
      }
    },
    async finish() {
      await Promise.all([...busy.values()].flatMap((running) => [...running]));
    },
  };
}
