/** How commands print: results on standard output, everything else on standard error, nothing that a page could forge. */
import { plainText } from '../core/text.ts';

export interface Terminal {
  /** One line of result. */
  result(line: string): void;
  json(value: unknown): void;
  /** A line about what is going on. */
  say(line: string): void;
  /** Overwrites itself on a terminal; on anything else only the last state of a step is printed. */
  progress(line: string, isLast?: boolean): void;
}

export function createTerminal(out: NodeJS.WritableStream, err: NodeJS.WriteStream): Terminal {
  const isLive = err.isTTY === true;
  return {
    result: (line) => out.write(`${line}\n`),
    json: (value) => out.write(`${JSON.stringify(value)}\n`),
    say: (line) => err.write(`${line}\n`),
    progress: (line, isLast = false) => {
      if (isLive) err.write(`\r\x1b[2K${line}${isLast ? '\n' : ''}`);
      else if (isLast) err.write(`${line}\n`);
    },
  };
}

const cellCap = 120;

/** Columns as wide as their widest cell; cells are made safe for a terminal. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const safe = rows.map((row) => row.map((cell) => plainText(cell, cellCap)));
  const widths = header.map((name, column) => Math.max(name.length, ...safe.map((row) => width(row[column] ?? ''))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
      .join('  ')
      .trimEnd();
  return [line(header), ...safe.map(line)];
}

function width(text: string): number {
  return Array.from(text).length;
}

/** RFC 3339 in UTC. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
