/** Shows a person what the demo is doing: one self-updating line on a terminal, plain lines elsewhere. */
import type { Writable } from 'node:stream';

export interface Progress {
  /** What the demo is waiting for. */
  now(text: string): void;
  /** A completed event; it stays on the screen. */
  done(text: string): void;
}

const isTerminal = (stream: Writable): boolean => 'isTTY' in stream && stream.isTTY === true;

/** `sinceStartMs` stamps the lines. */
export function createProgress(err: Writable, sinceStartMs: () => number): Progress {
  const renew = isTerminal(err);
  let shown = '';
  const stamp = (): string => `[${(sinceStartMs() / 1_000).toFixed(1).padStart(5)} s]`;
  const clear = (): string => (renew && shown !== '' ? '\r\u001b[2K' : '');
  return {
    now(text) {
      if (!renew && text === shown) return;
      err.write(renew ? `${clear() || '\r'}${stamp()} ${text} …` : `${stamp()} ${text} …\n`);
      shown = text;
    },
    done(text) {
      err.write(`${clear()}${stamp()} ${text}\n`);
      shown = '';
    },
  };
}
