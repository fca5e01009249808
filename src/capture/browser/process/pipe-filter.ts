/**
 * Bounds the messages of a browser before they are parsed: a page can make it send millions of console lines, or one of
 * half a gigabyte, all at the cost of this process. Messages end with a zero byte; events begin with their method,
 * answers with their id.
 */
export interface PipeFilter {
  /** The parts of `chunk`, and of pending messages completed by it, to pass on. */
  readonly push: (chunk: Buffer) => readonly Buffer[];
  /** Resets the counts for another page. `onFlood` is called each time the limits are exceeded. */
  readonly begin: (onFlood: (times: number) => void) => void;
}

interface RowLimits {
  /** Events passed on per page. */
  readonly events: number;
  /** Bytes of all of them, and of the longest. */
  readonly bytes: number;
  readonly bytesEach: number;
}

/** Events of which only a page's first ones matter: the others are dropped and do not count as a flood. */
const rows: Readonly<Record<Row, RowLimits>> = {
  /** Console lines and errors, each reported to two sessions; a hundred are kept, a thousand characters of each. */
  line: { events: 2_000, bytes: 20_000_000, bytesEach: 1_000_000 },
  /** Scripts reported by the debugger; an ordinary page has a hundred. */
  script: { events: 3_000, bytes: 10_000_000, bytesEach: 100_000 },
};
/**
 * Other events per page; a page with 500 resources and 50 frames causes about 7,000. Network events go to two sessions.
 */
const maxEvents = 50_000;
/** Bytes of all such events. */
const maxEventBytes = 150_000_000;
/** Bytes of one event; anything larger carries an oversized URL, body or line. */
const maxBytesPerEvent = 2_000_000;
/** Bytes of one answer; the largest are a screenshot (at most 50 MB) and the DOM. */
const maxAnswerBytes = 200_000_000;

const asEvent = Buffer.from('{"method":"');
type Row = 'line' | 'script';
const rowOf: readonly (readonly [start: Buffer, row: Row])[] = (
  [
    ['Runtime.consoleAPICalled', 'line'],
    ['Runtime.exceptionThrown', 'line'],
    ['Log.entryAdded', 'line'],
    ['Debugger.scriptParsed', 'script'],
    ['Debugger.scriptFailedToParse', 'script'],
  ] as const
).map(([method, row]) => [Buffer.from(`{"method":"${method}"`), row]);
const headBytes = Math.max(...rowOf.map(([{ length }]) => length));

type Kind = Row | 'event' | 'answer';

export function createPipeFilter(): PipeFilter {
  let parts: Buffer[] = [];
  let size = 0;
  let kind: Kind | null = null;
  let isDropped = false;
  let passed = noneYet();
  let events = 0;
  let eventBytes = 0;
  let onFlood: (times: number) => void = () => {};
  let floods = 0;

  const isTooMuch = () => {
    if (kind === 'answer') return size > maxAnswerBytes;
    if (kind === 'event' || kind === null) return size > maxBytesPerEvent;
    const most = rows[kind];
    return passed[kind].events >= most.events || passed[kind].bytes > most.bytes || size > most.bytesEach;
  };
  const count = () => {
    if (kind === 'line' || kind === 'script') {
      passed[kind].events += 1;
      passed[kind].bytes += size;
    }
    if (kind !== 'event') return;
    events += 1;
    eventBytes += size;
    if (events <= maxEvents && eventBytes <= maxEventBytes) return;
    events = 0;
    eventBytes = 0;
    floods += 1;
    onFlood(floods);
  };
  const take = (part: Buffer, isEnd: boolean): readonly Buffer[] => {
    size += part.length;
    if (!isDropped) parts.push(part);
    if (kind === null && (isEnd || size >= headBytes)) kind = kindOf(parts);
    if (!isDropped && kind !== null && isTooMuch()) {
      isDropped = true;
      parts = [];
    }
    if (!isEnd) return [];
    count();
    const whole = parts;
    parts = [];
    size = 0;
    kind = null;
    isDropped = false;
    return whole;
  };

  return {
    push: (chunk) => {
      const complete: Buffer[] = [];
      for (let start = 0; start < chunk.length; ) {
        const end = chunk.indexOf(0, start);
        const next = end === -1 ? chunk.length : end + 1;
        complete.push(...take(chunk.subarray(start, next), end !== -1));
        start = next;
      }
      return complete;
    },
    begin: (listener) => {
      passed = noneYet();
      events = 0;
      eventBytes = 0;
      floods = 0;
      onFlood = listener;
    },
  };
}

function kindOf(parts: readonly Buffer[]): Kind {
  const [first] = parts;
  const head = first !== undefined && first.length >= headBytes ? first : Buffer.concat(parts);
  if (!head.subarray(0, asEvent.length).equals(asEvent)) return 'answer';
  return rowOf.find(([start]) => head.subarray(0, start.length).equals(start))?.[1] ?? 'event';
}

const noneYet = (): Record<Row, { events: number; bytes: number }> => ({
  line: { events: 0, bytes: 0 },
  script: { events: 0, bytes: 0 },
});
