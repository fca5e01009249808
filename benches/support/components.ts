/**
 * What of the corpus does not count as independent of each other. Attackers' files are connected by the collection that they
 * come from, ordinary pages by theirs, and all by near-duplicate text or code. A component's fold is a hash of its first
 * name, so that it depends on no machine, order or set.
 *
 * Fold 0 is closed: nothing reads its lines to fit, tune or list before the closing run (`npm run bench:detection -- --closing`). A line's fold is its
 * attacker's; an ordinary page below an attack is read wherever that attack is.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePage } from '../../src/monitor/replay/decode-page.ts';
import { nearDuplicates, shinglesBeside, shinglesOf } from './components/near-duplicates.ts';
import { createUnionFind } from './components/union-find.ts';
import { attackFile, type CorpusLine, corpusDir, readPage, readWholeSet, sourceOf } from './corpus.ts';

export const closedFold = 0;
export const openFolds: readonly number[] = [1, 2, 3, 4];

export type Fold = number;

/** What names a line's component. */
export interface NamedLine {
  readonly html: string;
  readonly label?: 'quiet' | 'alarm' | undefined;
  readonly attacker?: unknown;
  readonly source?: unknown;
}

/** All sets that are judged. */
export const corpusSets = ['first-sight', 'infected', 'hourly', 'drift', 'redesign', 'attacks'] as const;

/**
 * Of three thousand, the one by which the attackers' files and ordinary pages of each kind lie most evenly in the five folds with
 * a fifth of them closed, chosen on their counts before anything was measured: a few collections hold most of a kind.
 */
const seed = 83;

/** Affiliate cookie stuffing, which attacks no page: two files that are left out. */
const leftOut = /^c0d3brpr0\//;

const cacheFolder = join(import.meta.dirname, '../../.cache');

/** Of each file of an attacker and each series or page of a collection, the name of its component. */
type ComponentNames = Readonly<Record<string, string>>;

let names: ComponentNames | null = null;

/** Equal for lines of which one can tell of the other. */
export function componentOf(line: NamedLine): string {
  names ??= readNames();
  return names[nodeOf(line)] ?? nodeOf(line);
}

export function foldOf(line: NamedLine): Fold {
  return (
    createHash('sha256')
      .update(`${seed} ${componentOf(line)}`)
      .digest()
      .readUInt32BE() %
    (openFolds.length + 1)
  );
}

/** The lines that may be read, fitted on and listed. Ordinary lines that attacks of other folds stand on are among them. */
export function openLines(set: string): CorpusLine[] {
  return linesFor(readWholeSet(set), (line) => foldOf(line) !== closedFold);
}

/** The wanted lines, with what must be learned before them. */
export function linesFor(lines: readonly CorpusLine[], isWanted: (line: CorpusLine) => boolean): CorpusLine[] {
  const used = usableLines(lines);
  const wanted = new Set(used.filter(isWanted));
  const series = new Set([...wanted].map((line) => line.series));
  return used.filter((line) => wanted.has(line) || (line.label === 'quiet' && series.has(line.series)));
}

export function usableLines(lines: readonly CorpusLine[]): CorpusLine[] {
  return lines.filter((line) => !leftOut.test(sourceOf(line)));
}

/** An attacker's collection and an ordinary page's are the same when they bear one name. */
function nodeOf(line: NamedLine): string {
  return line.label === 'alarm' ? `file ${attackFile(line)}` : `collection ${sourceOf(line)}`;
}

function readNames(): ComponentNames {
  const hash = createHash('sha256');
  for (const set of corpusSets) hash.update(readFileSync(join(corpusDir, 'sets', `${set}.jsonl`)));
  for (const file of ['components.ts', 'components/near-duplicates.ts']) {
    hash.update(readFileSync(join(import.meta.dirname, file)));
  }
  const path = join(cacheFolder, `components-${hash.digest('hex').slice(0, 16)}.json`);
  if (!existsSync(path)) {
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(path, JSON.stringify(connect()));
  }
  return JSON.parse(readFileSync(path, 'utf8')) as ComponentNames;
}

function connect(): ComponentNames {
  const lines = usableLines(corpusSets.flatMap(readWholeSet));
  const { join, groups } = createUnionFind();
  for (const line of lines) join(nodeOf(line), `collection ${sourceOf(line)}`);
  const documents = documentsOf(lines);
  for (const kind of ['text', 'code'] as const) {
    for (const [a, b] of nearDuplicates(documents.map((one) => one[kind]))) {
      join(documents[a]?.node ?? '', documents[b]?.node ?? '');
    }
  }
  return Object.fromEntries(groups().flatMap((group) => group.map((name) => [name, group[0] ?? name])));
}

interface ComparedDocument {
  readonly node: string;
  readonly text: Uint32Array;
  readonly code: Uint32Array;
}

/** Each attacker's file once, without the page that it was put into, and the newest state of each ordinary page. */
function documentsOf(lines: readonly CorpusLine[]): ComparedDocument[] {
  const newest = new Map<string, CorpusLine>();
  const documents = new Map<string, ComparedDocument>();
  for (const line of lines) if (line.label === 'quiet') newest.set(line.series, line);
  for (const line of newest.values()) documents.set(line.html, documentOf(line));
  const attacks = lines.filter(({ label, attack }) => label === 'alarm' && attack !== 'title-only');
  for (const line of attacks) {
    const node = nodeOf(line);
    if (documents.has(node)) continue;
    const isWithin = /^(?:injected|inpage):/.test(line.attack ?? '');
    const below = newest.get(line.series);
    if (isWithin && below === undefined) continue;
    documents.set(node, documentOf(line, isWithin ? below : undefined));
  }
  return [...documents.values()];
}

function documentOf(line: CorpusLine, below?: CorpusLine): ComparedDocument {
  const whole = shingledOf(line);
  if (below === undefined) return { node: nodeOf(line), ...whole };
  const base = shingledOf(below);
  const text = shinglesBeside(whole.text, base.text);
  return { node: nodeOf(line), text, code: shinglesBeside(whole.code, base.code) };
}

function shingledOf(line: CorpusLine): Omit<ComparedDocument, 'node'> {
  const { html } = decodePage(readPage(line), '');
  const scripts = /<script\b([^>]*)>([\s\S]*?)<\/script/gi;
  const code = [...html.matchAll(scripts)].map(([, attributes, body]) => `${attributes} ${body}`).join(' ');
  const text = html.replace(/<(script|style)\b[\s\S]*?<\/\1[^>]*>/gi, ' ').replace(/<[^>]*>/g, ' ');
  return { text: shinglesOf(wordsOf(text)), code: shinglesOf(code.match(/[\w$]+|[^\s\w]/g) ?? []) };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
