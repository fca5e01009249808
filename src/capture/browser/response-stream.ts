/** Reads a body out of the browser, piece by piece, to a cap or a deadline. */

import type { CDPSession } from 'playwright';
import type { CutOff } from '../../core/model.ts';
import type { ReceivedBody } from '../http/body.ts';

const pieceBytes = 1_000_000;

/** What arrived within the cap and the time; a lost connection ends it too. The bytes are already decompressed. */
export async function readStream(
  cdp: CDPSession,
  handle: string,
  cap: number,
  timeoutMs: number,
): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  let cutOff: CutOff | null = null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  try {
    for (;;) {
      const piece = await Promise.race([late, cdp.send('IO.read', { handle, size: pieceBytes })]);
      if (piece === 'late') {
        cutOff = 'timed-out';
        break;
      }
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
    cutOff = 'connection-lost';
  } finally {
    clearTimeout(timer);
  }
  // Not awaited: while a read is under way the answer to this may come late.
  void cdp.send('IO.close', { handle }).catch(() => {});
  return { bytes: Buffer.concat(chunks), cutOff };
}
