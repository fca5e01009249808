/**
 * Memory shared by the main thread and the watchdog, readable without the other's cooperation. Each note is text in a
 * slot of its own; its length is written last, so a note is either complete or absent.
 */
import type { UnderWay } from '../core/standstill.ts';

const slotCount = 256;
const slotBytes = 256;
const numberBytes = Int32Array.BYTES_PER_ELEMENT;
const [rounds, statements, inStatement] = [0, 1, 2];
const headerNumbers = 4;
const lengthsAt = headerNumbers;
const textsAt = (headerNumbers + slotCount) * numberBytes;

/** The main thread's side. */
export interface Board {
  readonly memory: SharedArrayBuffer;
  wentRound(): void;
  /** @returns a function that removes the note. Without a free slot, nothing is noted */
  note(act: UnderWay, now: number): () => void;
  readonly sql: { begin(): void; end(): void };
}

export function createBoard(): Board {
  const memory = new SharedArrayBuffer(textsAt + slotCount * slotBytes);
  const numbers = new Int32Array(memory);
  const bytes = new Uint8Array(memory);
  const encoder = new TextEncoder();
  const free = Array.from({ length: slotCount }, (_, slot) => slot).reverse();
  return {
    memory,
    wentRound: () => void Atomics.add(numbers, rounds, 1),
    note({ act, id, place }, now) {
      const slot = free.pop();
      if (slot === undefined) return () => undefined;
      const from = textsAt + slot * slotBytes;
      // Text that is too long is cut between characters; the address comes last.
      const { written } = encoder.encodeInto([act, id, now, place].join('\n'), bytes.subarray(from, from + slotBytes));
      Atomics.store(numbers, lengthsAt + slot, written);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        Atomics.store(numbers, lengthsAt + slot, 0);
        free.push(slot);
      };
    },
    sql: {
      begin() {
        Atomics.add(numbers, statements, 1);
        Atomics.store(numbers, inStatement, 1);
      },
      end: () => void Atomics.store(numbers, inStatement, 0),
    },
  };
}

/** The watchdog's side. */
export function readBoard(memory: SharedArrayBuffer) {
  const numbers = new Int32Array(memory);
  const bytes = new Uint8Array(memory);
  const decoder = new TextDecoder();
  return {
    progress: () => ({
      rounds: Atomics.load(numbers, rounds),
      statements: Atomics.load(numbers, statements),
      isInStatement: Atomics.load(numbers, inStatement) === 1,
    }),
    underWay: (): (UnderWay & { readonly since: number })[] =>
      Array.from({ length: slotCount }, (_, slot) => slot).flatMap((slot) => {
        const length = Atomics.load(numbers, lengthsAt + slot);
        if (length === 0) return [];
        const from = textsAt + slot * slotBytes;
        // TextDecoder rejects shared memory, hence the copy.
        const [act = '', id = '', since = '', ...place] = decoder.decode(bytes.slice(from, from + length)).split('\n');
        return [{ act: act as UnderWay['act'], id, since: Number(since), place: place.join(' ') }];
      }),
  };
}
