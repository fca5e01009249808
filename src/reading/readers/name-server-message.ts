/** Decodes a name server message: whether it answers the question, and how. */
import { type DecodedPacket, decode } from 'dns-packet';
import type { AddressAnswer, AddressMessage, NameServerMessage, NoAnswer, ReadMessage } from '../../core/readers.ts';
import { readAddresses } from './address-answer.ts';
import { holdsWhatItCounts } from './header-counts.ts';
import { recordAnswer } from './record-answer.ts';

type Query = NameServerMessage['query'];

/** Some servers send slightly more than the announced size. */
const maxDatagramBytes = 4_096;

export function readNameServerMessage(received: NameServerMessage): ReadMessage {
  const message = messageOf(received);
  return typeof message === 'string' ? message : recordAnswer(message, received.query, received.kind);
}

export function readAddressMessage(received: AddressMessage): AddressAnswer | NoAnswer {
  const message = messageOf(received);
  return typeof message === 'string' ? message : readAddresses(message, received.way, received.query.type);
}

function messageOf({ bytes, over, query }: Omit<NameServerMessage, 'kind'>): DecodedPacket | NoAnswer {
  const message = over === 'udp' && bytes.length > maxDatagramBytes ? null : decoded(bytes);
  if (message === null) return 'unreadable';
  return (over === 'udp' ? asDatagram(message, query) : asStreamed(message, query)) ?? message;
}

/** Why a datagram is not an answer; null if it is one. */
function asDatagram(message: DecodedPacket, query: Query): 'stray' | 'over-tcp' | null {
  const [asked, ...more] = message.questions ?? [];
  if (!message.flag_qr || message.id !== query.id || more.length > 0) return 'stray';
  // A server that can't parse a question may omit it; so may a forger who does not know it.
  if (asked === undefined) return 'over-tcp';
  if (asked.type !== query.type || asked.name.toLowerCase() !== query.name.toLowerCase()) return 'stray';
  // Nearly every server echoes the case of the question (0x20 encoding); if not, TCP is asked, which is hard to forge.
  return message.flag_tc || asked.name !== query.name ? 'over-tcp' : null;
}

/** The same for a message over TCP. */
function asStreamed(message: DecodedPacket, query: Query): 'unreadable' | null {
  const [asked, ...more] = message.questions ?? [];
  const isSame =
    asked === undefined || (asked.type === query.type && asked.name.toLowerCase() === query.name.toLowerCase());
  return message.flag_qr && message.id === query.id && isSame && more.length === 0 ? null : 'unreadable';
}

function decoded(bytes: Uint8Array): DecodedPacket | null {
  if (!holdsWhatItCounts(bytes)) return null;
  try {
    return decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    return null; // the library throws plain errors on malformed messages
  }
}
