/** Connections of one browser context, and a record of what it tried to reach. */
import type { Socket } from 'node:net';
import { CaptureError, captureErrorOf } from '../failure.ts';
import type { OutboundGate } from '../outbound-guard.ts';

/** The latest outcome for one host and port. */
export interface Contact {
  readonly host: string;
  readonly port: number;
  readonly address: string | null;
  readonly error: CaptureError | null;
}

export interface ProxySession {
  readonly username: string;
  readonly password: string;
  /** A checked connection; null if it was refused or failed. Recorded either way. */
  readonly connect: (host: string, port: number) => Promise<Socket | null>;
  /** Counts received bytes; closes all connections once the budget of the context is spent. */
  readonly meter: (upstream: Socket) => void;
  readonly note: (host: string, port: number, error: unknown) => void;
  /** Closes the connections to a host. */
  readonly cut: (host: string, port: number) => void;
  readonly contactOf: (host: string, port: number) => Contact | null;
  readonly contacts: () => readonly Contact[];
  readonly receivedBytes: () => number;
  readonly close: () => void;
}

export interface ProxySessionOptions {
  readonly username: string;
  readonly password: string;
  readonly gate: OutboundGate;
  readonly byteBudget: number;
  readonly onClose: () => void;
}

/** A hostile page can name any number of hosts. */
const maxContacts = 2_000;

const spentReason = 'The page exceeded the limit for all of its resources together.';

export function createProxySession(options: ProxySessionOptions): ProxySession {
  const ending = new AbortController();
  const contacts = new Map<string, Contact>();
  const open = new Map<Socket, string>();
  let receivedBytes = 0;

  const record = (contact: Contact) => {
    const key = `${contact.host}:${contact.port}`;
    if (contacts.has(key) || contacts.size < maxContacts) contacts.set(key, contact);
  };

  /** Blames the host that sent the last bytes: it may never have answered otherwise. */
  const spend = (last: Socket) => {
    const target = open.get(last);
    const known = target === undefined ? undefined : contacts.get(target);
    if (known !== undefined) record({ ...known, error: new CaptureError('bad-response', spentReason) });
    for (const socket of open.keys()) socket.destroy();
  };

  const connect = async (host: string, port: number): Promise<Socket | null> => {
    if (receivedBytes > options.byteBudget) return null;
    try {
      const socket = await options.gate.connect(host, port, ending.signal, 'resource');
      open.set(socket, `${host}:${port}`);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => socket.destroy());
      record({ host, port, address: options.gate.addressOf(socket), error: null });
      return socket;
    } catch (error) {
      record({ host, port, address: null, error: captureErrorOf(error) });
      return null;
    }
  };

  const close = () => {
    options.onClose();
    ending.abort(new CaptureError('connection-lost', 'The look is over.'));
    for (const socket of open.keys()) socket.destroy();
  };

  return {
    username: options.username,
    password: options.password,
    connect,
    meter: (upstream) =>
      upstream.on('data', (chunk: Buffer) => {
        receivedBytes += chunk.length;
        if (receivedBytes > options.byteBudget) spend(upstream);
      }),
    note: (host, port, error) => {
      const known = contacts.get(`${host}:${port}`);
      record({ host, port, address: known?.address ?? null, error: captureErrorOf(error) });
    },
    cut: (host, port) => {
      for (const [socket, target] of open) if (target === `${host}:${port}`) socket.destroy();
    },
    contactOf: (host, port) => contacts.get(`${host}:${port}`) ?? null,
    contacts: () => [...contacts.values()],
    receivedBytes: () => receivedBytes,
    close,
  };
}
