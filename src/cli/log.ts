/** The log: JSON lines on a stream, each short and printable whatever an error quotes. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { plainJson, plainText } from '../core/text.ts';

/** Collectors cut or refuse longer lines (RFC 5424 asks receivers for 2 kB, most take 8 to 64 kB). */
const lineCap = 16_000;
const textCap = 1_000;
const itemCap = 50;
const depthCap = 6;

/** @param stream where whole lines go, newline included */
export function createLog(level: string, stream: DestinationStream): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => stream.write(`${plainLogLine(line)}\n`) },
  );
}

function plainLogLine(line: string): string {
  const plain = line.length <= lineCap ? plainJson(line.trimEnd()) : null;
  if (plain !== null && plain.length <= lineCap) return plain;
  const record = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const cut = plainJson(JSON.stringify(shortened(record, depthCap)));
  if (cut.length <= lineCap) return cut;
  const { level, time, msg } = record;
  return plainJson(JSON.stringify({ level, time, msg: plainText(String(msg), textCap), cut: true }));
}

function shortened(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length <= textCap ? value : plainText(value, textCap);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.slice(0, itemCap).map((item) => shortened(item, depth - 1));
  const entries = Object.entries(value).slice(0, itemCap);
  return Object.fromEntries(entries.map(([key, item]) => [plainText(key, 100), shortened(item, depth - 1)]));
}
