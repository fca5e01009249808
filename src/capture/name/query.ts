/** A question as it is sent, and which messages answer it. */
import { randomBytes } from 'node:crypto';
import { type DecodedPacket, decode, type Packet, RECURSION_DESIRED } from 'dns-packet';
import type { RecordType } from '../../core/names/name-look.ts';

export interface Question {
  /** A canonical name. */
  readonly name: string;
  readonly type: RecordType;
}

/** A question with its random id, its letters in random case: both are guesses for whoever wants to forge an answer. */
export interface Query {
  readonly id: number;
  readonly name: string;
  readonly type: RecordType;
  readonly packet: Packet;
}

export type Message = DecodedPacket;

/**
 * `stray`: answers another question. `over-tcp`: cut off, or not surely from the asked server. `unreadable`: no message.
 */
export type Received = Message | 'stray' | 'over-tcp' | 'unreadable';

/** No extension announces more than 512 bytes; some servers send a little more all the same. */
const largestDatagram = 4_096;

export function queryFor({ name, type }: Question, recursive: boolean): Query {
  const random = randomBytes(2 + name.length);
  const mixed = Array.from(name, (letter, i) => ((random[2 + i] ?? 0) & 1 ? letter.toUpperCase() : letter)).join('');
  const id = random.readUInt16BE(0);
  const flags = recursive ? RECURSION_DESIRED : 0;
  return { id, name: mixed, type, packet: { type: 'query', id, flags, questions: [{ name: mixed, type }] } };
}

/** What a datagram from the asked server is. */
export function readDatagram(bytes: Buffer, query: Query): Received {
  if (bytes.length > largestDatagram) return 'unreadable';
  const message = decoded(bytes);
  if (message === null) return 'unreadable';
  const [asked, ...more] = message.questions ?? [];
  if (!message.flag_qr || message.id !== query.id || more.length > 0) return 'stray';
  // A server that can't make sense of a question may leave it out; so may a forger who does not know it.
  if (asked === undefined) return 'over-tcp';
  if (asked.type !== query.type || asked.name.toLowerCase() !== query.name.toLowerCase()) return 'stray';
  // Nearly every server copies the question letter by letter; an answer that does not is asked for where nobody forges.
  return message.flag_tc || asked.name !== query.name ? 'over-tcp' : message;
}

/** What came over a connection to the asked server. */
export function readStreamed(message: Message, query: Query): Message | 'unreadable' {
  const [asked, ...more] = message.questions ?? [];
  const isSame =
    asked === undefined || (asked.type === query.type && asked.name.toLowerCase() === query.name.toLowerCase());
  return message.flag_qr && message.id === query.id && isSame && more.length === 0 ? message : 'unreadable';
}

function decoded(bytes: Buffer): Message | null {
  try {
    return decode(bytes);
  } catch {
    return null; // the library throws plain errors at whatever is no message
  }
}
