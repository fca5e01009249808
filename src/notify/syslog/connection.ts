/**
 * One long-lived connection to a collector, framed by octet counting (RFC 5425, RFC 6587). TCP does not tell whether
 * what was sent before a break arrived, so after one the last 60 seconds are sent again.
 */
import { type Socket, connect as tcpConnect } from 'node:net';
import { type ConnectionOptions, connect as tlsConnect } from 'node:tls';
import type { Clock } from '../../core/ports.ts';
import { type AcknowledgementWatch, watchAcknowledgement } from './unacknowledged.ts';

export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  /** Null: plain TCP. */
  readonly tls: ConnectionOptions | null;
  readonly clock: Clock;
  /** Limit of connecting, and of the collector's taking what was written. */
  readonly timeLimitMs: number;
}

export interface CollectorConnection {
  /** Resolves when the operating system has taken the whole message; rejects with a sentence. */
  readonly send: (message: Buffer) => Promise<void>;
  readonly close: () => void;
}

const resendMs = 60_000;
/** What is kept for sending again, at most. */
const most = { messages: 2_000, bytes: 4_000_000 } as const;
const keepAliveMs = 10_000;
/** Looks at what is unacknowledged; all of them and the first together stay well below `resendMs`. */
const looksPerLimit = 3;
const retryMs = { first: 1_000, most: 60_000 } as const;

interface Sent {
  readonly at: number;
  readonly frame: Buffer;
}

export function createConnection(settings: ConnectionSettings): CollectorConnection {
  const { clock } = settings;
  let socket: Socket | null = null;
  let watch: AcknowledgementWatch | null = null;
  let opening: Promise<Socket> | null = null;
  const sent: Sent[] = [];
  let sentBytes = 0;
  let retry: NodeJS.Timeout | null = null;
  let waitMs: number = retryMs.first;
  let isClosed = false;
  /** Messages go out one after the other: a frame must not begin inside another. */
  let last: Promise<void> = Promise.resolve();

  function remember(frame: Buffer): void {
    sent.push({ at: clock(), frame });
    sentBytes += frame.length;
    forget();
    while (sent.length > most.messages || sentBytes > most.bytes) forgetOne();
  }

  /** What is older than a minute. */
  function forget(): void {
    const now = clock();
    while (sent[0] !== undefined && now - sent[0].at > resendMs) forgetOne();
  }

  function forgetOne(): void {
    sentBytes -= sent.shift()?.frame.length ?? 0;
  }

  function lost(which: Socket): void {
    if (socket !== which) return;
    socket = null;
    forget();
    reopenLater();
  }

  /** Without waiting for the next event: what was sent last may be missing at the collector. */
  function reopenLater(): void {
    if (isClosed || retry !== null || sent.length === 0) return;
    retry = setTimeout(() => {
      retry = null;
      waitMs = Math.min(waitMs * 2, retryMs.most);
      opened().catch(reopenLater);
    }, waitMs).unref();
  }

  function opened(): Promise<Socket> {
    if (socket !== null) return Promise.resolve(socket);
    opening ??= open(settings)
      .then(async (fresh) => {
        fresh.once('close', () => lost(fresh));
        if (isClosed || fresh.destroyed) {
          fresh.destroy();
          throw new Error('The connection was closed.');
        }
        socket = fresh;
        watch = watchAcknowledgement(fresh, settings.timeLimitMs / looksPerLimit);
        for (const { frame } of sent) await written(fresh, frame, settings.timeLimitMs);
        watch.written();
        waitMs = retryMs.first;
        return fresh;
      })
      .finally(() => {
        opening = null;
      });
    return opening;
  }

  return {
    send(message) {
      const frame = Buffer.concat([Buffer.from(`${message.length} `, 'ascii'), message]);
      const done = last.then(async () => {
        await written(await opened(), frame, settings.timeLimitMs);
        remember(frame);
        watch?.written();
      });
      last = done.catch(() => undefined);
      return done;
    },
    close() {
      isClosed = true;
      if (retry !== null) clearTimeout(retry);
      socket?.destroy();
    },
  };
}

function open({ host, port, tls, timeLimitMs }: ConnectionSettings): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tls === null ? tcpConnect({ host, port }) : tlsConnect({ ...tls, host, port });
    const timer = setTimeout(() => socket.destroy(new Error('No connection was established in time.')), timeLimitMs);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The collector closed the connection.')));
    socket.once(tls === null ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer);
      socket.off('error', reject);
      // The event after an error is `close`, which is what counts.
      socket.on('error', () => undefined);
      // A collector says nothing; whatever comes is dropped, so that its end is noticed.
      socket.resume();
      socket.once('end', () => socket.destroy());
      socket.setKeepAlive(true, keepAliveMs);
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once('close', () => clearTimeout(timer));
  });
}

/** A collector that takes nothing is cut off: what is half written there is dropped with the connection. */
function written(socket: Socket, frame: Buffer, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('The collector took nothing for too long.'));
      socket.destroy();
    }, limitMs);
    const onClose = (): void => {
      clearTimeout(timer);
      reject(new Error('The connection was lost.'));
    };
    socket.once('close', onClose);
    socket.write(frame, (error) => {
      clearTimeout(timer);
      socket.off('close', onClose);
      if (error) reject(error);
      else resolve();
    });
  });
}
