/** What the detectors find on recorded pages, kept in `.cache`, so that other weights are tried without reading a page again. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../src/core/detect/shared/detector.ts';
import type { Family, Finding, Verdict } from '../../src/core/domain/finding.ts';
import { judge } from '../../src/core/judge/judge.ts';
import { type Policy, type WeightName, weightNames } from '../../src/core/policy.ts';
import { replayFile } from '../../src/monitor/replay/replay-file.ts';
import { closedFold, corpusSets, openLines } from './components.ts';
import { type CorpusLine, withFileOf } from './corpus.ts';
import { type Judged, judgedOf } from './judged.ts';

/** One piece of evidence: what it weighs is the sum of its cues, or `score` where it is made otherwise. */
export interface Piece {
  readonly detector: string;
  readonly family: Family;
  readonly nature: Evidence['nature'];
  readonly cues: readonly WeightName[];
  readonly score: number;
  /** Nats that the page's habit took off the cues. */
  readonly relief?: number;
}

export interface Recorded extends Judged {
  /** Days since the series' line before; 0 for the first. */
  readonly days: number;
  readonly pieces: readonly Piece[];
}

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.cache');

/** All judged captures of the corpus but the closed fold, from the cache while code, policy and sets are the same. */
export async function recordEvidence(policy: Policy): Promise<Recorded[]> {
  const path = join(folder, `evidence-${stateOf(policy)}.json`);
  if (!existsSync(path)) {
    const recorded: Recorded[] = [];
    for (const set of corpusSets) recorded.push(...(await record(set, policy)));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, JSON.stringify(recorded));
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Recorded[];
}

async function record(set: string, policy: Policy): Promise<Recorded[]> {
  const lines = openLines(set);
  const days = daysOf(lines);
  const recorded: Recorded[] = [];
  await withFileOf(lines, (path) =>
    replayFile(path, policy, null, (result, line) => {
      const judged = judgedOf(set, result, line);
      const pieces = result.findings.filter(({ score }) => score > 0).map(pieceOf);
      if (judged.fold === closedFold) return;
      recorded.push({ ...judged, days: days.get(`${line.series} ${line.at}`) ?? 0, pieces });
    }),
  );
  return recorded;
}

function daysOf(lines: readonly CorpusLine[]): Map<string, number> {
  const days = new Map<string, number>();
  const latest = new Map<string, number>();
  for (const { series, at } of lines) {
    const time = Date.parse(at);
    days.set(`${series} ${at}`, (time - (latest.get(series) ?? time)) / 86_400_000);
    latest.set(series, time);
  }
  return days;
}

function pieceOf(finding: Finding): Piece {
  const { detector, family, score, relief = 0 } = finding;
  const cues = weightNames.filter((name) => finding.cues?.includes(name));
  return { detector, family, nature: natureOf(finding), cues, score, relief };
}

/** What the detectors say of a finding's nature; `disagreements` shows whether this still says the same. */
function natureOf({ detector, cues = [] }: Finding): Evidence['nature'] {
  const all = (...names: string[]): boolean => cues.every((cue) => names.some((name) => cue.endsWith(name)));
  const isChanged: Readonly<Record<string, boolean>> = {
    'covering-layer': all('.own'),
    'frames-added': all('.plain', '.hidden'),
    'head-changed': true,
    'markup-added': !cues.some((cue) => cue.endsWith('flood')),
    'scripts-added': all('.host', '.inline', '.names-host', '.eval', '.decoder', '.stood-still'),
    'steady-text-replaced': true,
    'spam-words': all('learned.some'),
  };
  if (detector === 'blocks-lost') return 'missing';
  return isChanged[detector] === true ? 'changed' : 'added';
}

/** The score and level that a capture gets with these weights, by the product's own judge. */
export function rejudge({ level, pieces }: Recorded, policy: Policy): Verdict {
  const evidence = pieces.map((piece) => evidenceOf(piece, policy));
  const verdict = judge(evidence, null, policy);
  // What stands in for the page is excused as it was: evidence that was explained away is not among the pieces.
  return verdict.level === 'clean' && level === 'unknown' ? { ...verdict, level } : verdict;
}

const nothing = { vi: '', en: '' };
/** Below this `scripts-added` says nothing of a script that stands in the page. */
const leastOfInline = 1;
const addressed = /^scripts-added\.(?:host|.*odd-path)$/;

function evidenceOf({ detector, family, nature, cues, score, relief = 0 }: Piece, { weights }: Policy): Evidence {
  const sum = cues.length === 0 ? score : Math.max(0, cues.reduce((total, cue) => total + weights[cue], 0) - relief);
  const isSilent = detector === 'scripts-added' && sum < leastOfInline && !cues.some((cue) => addressed.test(cue));
  const heard = isSilent ? 0 : sum;
  return {
    nature,
    finding: { detector, family, kind: 'defacement', score: heard, reason: nothing, fingerprint: null, indicators: [] },
  };
}

/** Captures that are judged otherwise than they were: none, while this file says what the detectors say. */
export function disagreements(recorded: readonly Recorded[], policy: Policy): Recorded[] {
  return recorded.filter((one) => rejudge(one, policy).level !== one.level);
}

/** Names everything that decides what is found. */
function stateOf({ version }: Policy): string {
  const hash = createHash('sha256').update(version);
  for (const path of readdirSync(join(root, 'src/core'), { recursive: true, encoding: 'utf8' }).sort()) {
    if (path.endsWith('.ts')) hash.update(readFileSync(join(root, 'src/core', path)));
  }
  for (const set of corpusSets) hash.update(JSON.stringify(openLines(set)));
  return hash.digest('hex').slice(0, 16);
}
