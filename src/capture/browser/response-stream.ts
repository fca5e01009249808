/** Reads a body from the browser in chunks, up to a cap or a deadline. */

import type { CDPSession } from 'playwright';
import type { CutOff } from '../../core/domain/capture.ts';
import type { ReceivedBody } from '../http/body.ts';
import { endsWhole, quietMs } from '../whole-markup.ts';

const pieceBytes = 1_000_000;

const tickMs = 250;

/** How long a read may take after its connection was closed. */
const lastReadMs = 1_000;

export interface StreamOptions {
  readonly cap: number;
  readonly timeoutMs: number;
  /** Closes the connection. */
  readonly cut: () => void;
  /** Increases while bytes arrive; null: wait for the end of the response, however long it pauses. */
  readonly receivedBytes: (() => number) | null;
}

/**
 * What arrived within the cap and the time, or before the connection was lost. The bytes are already decompressed. A
 * read waits for a full chunk, so the connection must be closed when time is up, and also to get at what came before a
 * pause. `paused` means that there was a pause and the markup is incomplete.
 */
export async function readStream(
  cdp: CDPSession,
  handle: string,
  { cap, timeoutMs, cut, receivedBytes }: StreamOptions,
): Promise<ReceivedBody & { readonly paused: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  let cutOff = null as CutOff | null;
  let isPaused = false as boolean;
  const timers: NodeJS.Timeout[] = [];
  const late = new Promise<'late'>((resolve) => {
    const onTime = () => {
      cutOff = 'timed-out';
      cut();
      timers.push(setTimeout(() => resolve('late'), lastReadMs));
    };
    timers.push(setTimeout(onTime, timeoutMs));
    if (receivedBytes !== null) {
      let received = receivedBytes();
      let since = performance.now();
      const onTick = () => {
        const now = performance.now();
        if (receivedBytes() !== received) {
          received = receivedBytes();
          since = now;
        } else if (now - since > quietMs && !isPaused && cutOff === null) {
          isPaused = true;
          onTime();
        }
      };
      timers.push(setInterval(onTick, tickMs));
    }
  });
  try {
    for (;;) {
      const piece = await Promise.race([late, cdp.send('IO.read', { handle, size: pieceBytes })]);
      if (piece === 'late') break;
      const bytes = Buffer.from(piece.data, piece.base64Encoded ? 'base64' : 'utf8');
      chunks.push(bytes.subarray(0, Math.max(0, cap - size)));
      size += bytes.length;
      if (size > cap) {
        cutOff = 'body-cap';
        break;
      }
      if (piece.eof) break;
    }
  } catch {
    cutOff ??= 'connection-lost';
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
  // Not awaited: with a read pending, the answer may come late.
  void cdp.send('IO.close', { handle }).catch(() => {});
  if (!isPaused) return { bytes: Buffer.concat(chunks), cutOff, paused: false };
  const isWhole = endsWhole(chunks);
  return { bytes: Buffer.concat(chunks), cutOff: isWhole ? null : cutOff, paused: !isWhole };
}
