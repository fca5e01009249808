/** Builds DNS queries. Answers are matched and decoded in `Readers.nameServer`. */
import { randomBytes } from 'node:crypto';
import { type OptAnswer, type Packet, RECURSION_DESIRED } from 'dns-packet';
import type { QueryType } from '../../core/readers.ts';

export interface Question {
  /** A name from `canonicalName` or `lookupName`, or `.` for the root. */
  readonly name: string;
  readonly type: QueryType;
}

/** A query with a random id and random letter case (0x20), both of which a forger would have to guess. */
export interface Query {
  readonly id: number;
  readonly name: string;
  readonly type: QueryType;
  readonly packet: Packet;
}

/** Fits into one frame on every path, so that nothing is fragmented: fragments are easy to forge (RFC 9715). */
const announcedBytes = 1_232;

const extension: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: announcedBytes,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/** @param isExtended announces room for more than 512 bytes (RFC 6891) */
export function queryFor({ name, type }: Question, recursive: boolean, isExtended = false): Query {
  const random = randomBytes(2 + name.length);
  const mixed = Array.from(name, (letter, i) => ((random[2 + i] ?? 0) & 1 ? letter.toUpperCase() : letter)).join('');
  const id = random.readUInt16BE(0);
  const flags = recursive ? RECURSION_DESIRED : 0;
  const packet: Packet = { type: 'query', id, flags, questions: [{ name: mixed, type }] };
  return { id, name: mixed, type, packet: isExtended ? { ...packet, additionals: [extension] } : packet };
}
