/**
 * How commands print: results on standard output, everything else on standard error, nothing that a page could forge.
 */
import { plainJson, plainLine, plainText } from '../core/text.ts';

export interface Terminal {
  /** Prints one line of result, coloured on a terminal. */
  result(line: string, tone?: Tone): void;
  /** Prints a table; an empty one is a sentence, and its heads only for what reads a pipe. */
  list(list: Listing): void;
  json(value: unknown): void;
  /** Prints a status line. */
  report(line: string): void;
  /** Overwrites itself on a terminal; elsewhere only the last state of a step is printed. */
  progress(line: string, isLast?: boolean): void;
  /** On a terminal, shows what is being waited for once that takes longer than a second. */
  waiting<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** Asks a yes-or-no question at a terminal; without a terminal the answer is yes. */
  confirm(question: string): Promise<boolean>;
}

export interface Listing {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Said when there are no rows. */
  readonly none: string;
  /** The level, state or status of each row, which colours it. */
  readonly states?: readonly string[];
  /** How many rows were found beyond these. */
  readonly more?: number;
}

/** The tone in which a line is coloured. */
export type Tone = 'good' | 'warning' | 'bad' | 'plain';

export interface TerminalOptions {
  readonly out: NodeJS.WritableStream & { readonly isTTY?: boolean | undefined };
  readonly err: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: NodeJS.ReadStream;
}

/** Names of portals, reasons and errors are untrusted text, so no line may fill a screen. */
const lineCap = 4_000;
const colours: Readonly<Record<Tone, string | null>> = { good: '32', warning: '33', bad: '31', plain: null };
const patienceMs = 1_000;
const frameMs = 120;
const wiped = '\r\x1b[2K';
const frames = ['|', '/', '-', '\\'];

/** Sanitises every line here, so that no command can forget to. */
export function createTerminal({ out, err, env, input }: TerminalOptions): Terminal {
  const isLive = err.isTTY === true;
  // https://no-color.org: any value but the empty one.
  const isColoured = out.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  let isSpinning = false;
  const wipe = () => {
    if (isSpinning) err.write(wiped);
    isSpinning = false;
  };
  const spin = (frame: string) => {
    isSpinning = true;
    err.write(`${wiped}${frame}`);
  };
  const result = (line: string, tone: Tone = 'plain') => {
    wipe();
    const plain = plainLine(line, lineCap);
    const colour = isColoured ? colours[tone] : null;
    out.write(colour === null ? `${plain}\n` : `\x1b[${colour}m${plain}\x1b[0m\n`);
  };
  const report = (line: string) => {
    wipe();
    err.write(`${plainLine(line, lineCap)}\n`);
  };
  return {
    result,
    list: ({ heads, rows, none, states = [], more = 0 }) => {
      const [head = '', ...lines] = table(heads, rows);
      if (rows.length > 0 || out.isTTY !== true) result(head);
      for (const [at, line] of lines.entries()) result(line, toneOf(states[at] ?? ''));
      if (rows.length === 0) report(none);
      if (more > 0) report(`${more} more are not listed.`);
    },
    json: (value) => {
      wipe();
      out.write(`${plainJson(JSON.stringify(value))}\n`);
    },
    report,
    progress: (line, isLast = false) => {
      const shown = plainLine(line, lineCap);
      if (isLive) err.write(`${wiped}${shown}${isLast ? '\n' : ''}`);
      else if (isLast) err.write(`${shown}\n`);
    },
    waiting: (what, work) =>
      isLive ? spinWhile(work, (frame) => spin(`${frame} ${plainLine(what, lineCap)}`), wipe) : work(),
    confirm: async (question) => {
      if (input.isTTY !== true || !isLive) return true;
      err.write(`${plainLine(question, lineCap)} [y/N] `);
      return /^(y|yes|c|có)$/i.test((await lineFrom(input)).trim().normalize('NFC'));
    },
  };
}

async function spinWhile<T>(work: () => Promise<T>, spin: (frame: string) => void, wipe: () => void): Promise<T> {
  let turns = 0;
  const startedAt = performance.now();
  const timer = setInterval(() => {
    if (performance.now() - startedAt < patienceMs) return;
    spin(frames[turns % frames.length] ?? '');
    turns += 1;
  }, frameMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    wipe();
  }
}

async function lineFrom(input: NodeJS.ReadStream): Promise<string> {
  for await (const chunk of input.iterator({ destroyOnReturn: false })) {
    input.pause();
    return String(chunk);
  }
  return '';
}

const cellCap = 120;

/** Columns as wide as their widest cell; cells are made safe for a terminal. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
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

/** A level, a state or a status, as a tone. */
export function toneOf(word: string): Tone {
  return tones[word] ?? 'plain';
}

const tones: Readonly<Record<string, Tone>> = {
  clean: 'good',
  ok: 'good',
  suspect: 'warning',
  pending: 'warning',
  unknown: 'warning',
  alarm: 'bad',
  firing: 'bad',
  open: 'bad',
  failed: 'bad',
};
