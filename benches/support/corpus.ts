/** Recorded pages beside the project, and parts of their sets as files that replay reads. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const corpusDir = process.env.VONGGAC_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus');

export interface CorpusLine {
  readonly series: string;
  readonly at: string;
  readonly url: string;
  readonly html: string;
  readonly label: 'quiet' | 'alarm';
  readonly learn?: boolean;
  readonly attack?: string;
  readonly attacker?: string;
  readonly source?: string;
}

/** Every line of a set; `components.ts` says which of them may be used for what. */
export function readWholeSet(set: string): CorpusLine[] {
  const folder = join(corpusDir, 'sets');
  return readFileSync(join(folder, `${set}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as CorpusLine)
    .map((line) => ({ ...line, html: resolve(folder, line.html) }));
}

/** The page as recorded, unzipped. */
export function readPage({ html }: Pick<CorpusLine, 'html'>): Uint8Array {
  const bytes = readFileSync(html);
  return html.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** Calls `use` with the path of a file that holds just these lines. */
export async function withFileOf<T>(lines: readonly CorpusLine[], use: (path: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'vonggac-corpus-'));
  try {
    const path = join(dir, 'lines.jsonl');
    writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'));
    return await use(path);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What the attacker's page or snippet is called, wherever it was put: `s059`, `d183`. */
export function attackFile(line: Pick<CorpusLine, 'html'>): string {
  return basename(line.html)
    .replace(/\.html?(\.gz)?$/, '')
    .replace(/^[a-z]+-/, '');
}

export function sourceOf(line: { readonly attacker?: unknown; readonly source?: unknown }): string {
  return String(line.attacker ?? line.source ?? '');
}
