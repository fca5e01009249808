/** Reads a body out of the browser, piece by piece, to a cap or a deadline. */

import type { CDPSession } from 'playwright';
import type { CutOff } from '../../core/model.ts';
import type { ReceivedBody } from '../http/body.ts';

const pieceBytes = 1_000_000;

/** How long a read may take once its connection was cut. */
const lastReadMs = 1_000;

/**
 * What arrived within the cap and the time; a lost connection ends it too. The bytes are already decompressed. A read
 * waits until its piece is full, so `cut` has to end the connection when the time is over.
 */
export async function readStream(
  cdp: CDPSession,
  handle: string,
  cap: number,
  timeoutMs: number,
  cut: () => void,
): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  let cutOff = null as CutOff | null;
  const timers: NodeJS.Timeout[] = [];
  const late = new Promise<'late'>((resolve) => {
    const onTime = () => {
      cutOff = 'timed-out';
      cut();
      timers.push(setTimeout(() => resolve('late'), lastReadMs));
    };
    timers.push(setTimeout(onTime, timeoutMs));
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
  // Not awaited: while a read is under way the answer to this may come late.
  void cdp.send('IO.close', { handle }).catch(() => {});
  return { bytes: Buffer.concat(chunks), cutOff };
}
