/** Recorded pages beside the project. */
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export const corpusDir = process.env.VONGGAC_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus');

export interface CorpusLine {
  readonly series: string;
  readonly url: string;
  readonly html: string;
  readonly label: 'quiet' | 'alarm';
  readonly learn?: boolean;
  readonly attack?: string;
  readonly attacker?: string;
  readonly source?: string;
}

export function readSet(set: string): CorpusLine[] {
  const folder = join(corpusDir, 'sets');
  return readFileSync(join(folder, `${set}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as CorpusLine)
    .map((line) => ({ ...line, html: resolve(folder, line.html) }));
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
