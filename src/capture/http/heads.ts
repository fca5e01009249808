/** Reads the request's head as sent, and the version of the host's status line, from a connection. */
import type { Duplex } from 'node:stream';
import type { Headers } from '../../core/headers.ts';

export interface Heads {
  /** Header lines of the first request, in order. */
  readonly sent: () => Headers;
  /** `HTTP/1.1`, or what the host's status line says instead. */
  readonly protocol: () => string;
}

const endOfHead = '\r\n\r\n';
const maxHeadLength = 64_000;
const versionPattern = /^HTTP\/\d\.\d/;
const versionLength = 'HTTP/1.1'.length;

/** Call before a request is written. */
export function recordHeads(socket: Duplex): Heads {
  const { write, push } = socket;
  let head = '';
  let start = '';
  socket.write = (chunk: unknown, ...rest: unknown[]): boolean => {
    head += Buffer.isBuffer(chunk) ? chunk.toString('latin1') : String(chunk);
    if (head.includes(endOfHead) || head.length > maxHeadLength) socket.write = write;
    return Reflect.apply(write, socket, [chunk, ...rest]);
  };
  socket.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    start += chunk?.toString('latin1', 0, versionLength - start.length) ?? '';
    if (start.length === versionLength || chunk === null) socket.push = push;
    return push.call(socket, chunk, encoding);
  };
  return {
    sent: () => headerLines(head),
    protocol: () => versionPattern.exec(start)?.[0] ?? 'HTTP/1.1',
  };
}

function headerLines(head: string): Headers {
  const [, ...lines] = head.slice(0, Math.max(0, head.indexOf(endOfHead))).split('\r\n');
  return lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1).trim()];
  });
}
