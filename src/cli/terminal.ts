/**
 * How commands print: results on standard output, everything else on standard error, nothing that a page could forge.
 */
import { plainJson, plainLine, plainText } from '../core/text.ts';

export interface Terminal {
  /** Prints one line of result. */
  result(line: string): void;
  json(value: unknown): void;
  /** Prints a line about what is going on. */
  report(line: string): void;
  /** Overwrites itself on a terminal; elsewhere only the last state of a step is printed. */
  progress(line: string, isLast?: boolean): void;
}

/** Names of portals, reasons and errors are untrusted text: no line of it may fill a screen. */
const lineCap = 4_000;

/** Sanitises every line here, so that no command can forget to. */
export function createTerminal(out: NodeJS.WritableStream, err: NodeJS.WriteStream): Terminal {
  const isLive = err.isTTY === true;
  return {
    result: (line) => out.write(`${plainLine(line, lineCap)}\n`),
    json: (value) => out.write(`${plainJson(JSON.stringify(value))}\n`),
    report: (line) => err.write(`${plainLine(line, lineCap)}\n`),
    progress: (line, isLast = false) => {
      const shown = plainLine(line, lineCap);
      if (isLive) err.write(`\r\x1b[2K${shown}${isLast ? '\n' : ''}`);
      else if (isLast) err.write(`${shown}\n`);
    },
  };
}

const cellCap = 120;

/** Columns as wide as their widest cell; cells are made safe for a terminal. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const safe = rows.map((row) => row.map((cell) => plainText(cell, cellCap)));
  const widths = header.map((name, column) =>
    safe.reduce((widest, row) => Math.max(widest, width(row[column] ?? '')), name.length),
  );
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
