/** Informational answers: `100 Continue`, `102 Processing`, `103 Early Hints` (RFC 9110 §15.2). */
import type { Readable } from 'node:stream';
import { CaptureError } from '../failure.ts';

/** Far more than the one or two of legitimate servers. */
export const maxInformational = 50;
const maxBytes = 32_000;

const firstLine = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r\n]/;
const firstLineLength = 'HTTP/1.1 100 '.length;

export const tooManyInformational = () =>
  new CaptureError('bad-response', 'The host sent endless informational answers (1xx) instead of a page.');

/**
 * Removes them from the incoming data, so that readers of the socket see the final answer first. A socket with too many
 * of them is destroyed with a `CaptureError`. Call before sending a request; everything else passes unchanged.
 */
export function skipInformational(socket: Readable): void {
  const { push } = socket;
  let held: Buffer = Buffer.alloc(0);
  let answers = 0;
  let bytes = 0;

  /** Null while it may still be an informational answer. */
  const restOf = (chunk: Buffer): Buffer | null => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      const begin = held.toString('latin1', 0, firstLineLength);
      if (begin.length < firstLineLength ? !couldBegin(begin) : !firstLine.test(begin)) return held;
      const end = endOfHead(held);
      if (end === null) {
        if (bytes + held.length > maxBytes) throw tooManyInformational();
        return null;
      }
      answers += 1;
      bytes += end;
      if (answers > maxInformational || bytes > maxBytes) throw tooManyInformational();
      held = held.subarray(end);
    }
  };

  socket.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    try {
      const rest = chunk === null ? held : restOf(chunk);
      if (rest === null) return true;
      socket.push = push;
      const wantsMore = rest.length === 0 || socket.push(rest, encoding);
      return chunk === null ? socket.push(null) : wantsMore;
    } catch (error) {
      socket.push = push;
      socket.destroy(error instanceof Error ? error : tooManyInformational());
      return false;
    }
  };
}

/** Start of the first line; `?` stands for any character. */
const pattern = 'HTTP/1.? 1???';

function couldBegin(begin: string): boolean {
  return Array.from(begin).every((letter, at) => letter === pattern[at] || pattern[at] === '?');
}

/** Offset after the empty line that ends the head. */
function endOfHead(bytes: Buffer): number | null {
  const ends = [bytes.indexOf('\n\r\n'), bytes.indexOf('\n\n')].flatMap((at, i) => (at < 0 ? [] : [at + 3 - i]));
  return ends.length === 0 ? null : Math.min(...ends);
}
