/** Inline scripts of recorded pages: attackers', and those of ordinary pages. */
import type { PageFacts } from '../../../src/core/facts/page-facts.ts';
import { readPage as readMarkup } from '../../../src/core/facts/read-page.ts';
import { type ScriptNumbers, scriptNumbers } from '../../../src/core/scripts/model/script-model.ts';
import { decodePage } from '../../../src/monitor/replay/decode-page.ts';
import { componentOf } from '../components.ts';
import { type CorpusLine, readPage, sourceOf } from '../corpus.ts';
import type { TrainingLine } from '../fitted-models.ts';

export interface ScriptSample {
  readonly key: string;
  readonly isAttack: boolean;
  readonly numbers: ScriptNumbers;
  /** What it must not be judged together with. */
  readonly component: string;
  readonly collection: string;
}

/** Attacks whose scripts are the attacker's; other pages of attackers hold ordinary ones too. */
const attacks = /^(?:injected|pair):|^inpage:js|obfuscated|js_injection/;
/** Of a series, which repeats its scripts at every step. */
const stepsRead = 3;

export function scriptSamples(lines: readonly TrainingLine[]): ScriptSample[] {
  const samples = new Map<string, ScriptSample>();
  const add = (line: CorpusLine, without: ReadonlySet<string>): void => {
    for (const { key, numbers } of scriptsOf(line)) {
      // What ordinary pages hold as well is no attacker's.
      if (samples.has(key) || without.has(key)) continue;
      const of = { component: componentOf(line), collection: sourceOf(line) };
      samples.set(key, { key, isAttack: line.label === 'alarm', numbers, ...of });
    }
  };
  const ordinary = lines.filter(({ label }) => label === 'quiet');
  for (const series of Map.groupBy(ordinary, ({ set, series }) => `${set} ${series}`).values()) {
    for (const line of spread(series, stepsRead)) add(line, new Set());
  }
  for (const line of lines) {
    if (line.label !== 'alarm' || !attacks.test(line.attack ?? '')) continue;
    if (line.below === null && /^(?:injected|inpage|pair):/.test(line.attack ?? '')) continue;
    add(line, new Set(line.below === null ? [] : scriptsOf(line.below).map(({ key }) => key)));
  }
  return [...samples.values()];
}

function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  return Array.from({ length: count }, (_, i) => all[Math.round((i * (all.length - 1)) / (count - 1))]).flatMap(
    (one) => one ?? [],
  );
}

interface ReadScript {
  readonly key: string;
  readonly numbers: ScriptNumbers;
}

/** By file, since models of several folds are fitted in one run. */
const known = new Map<string, readonly ReadScript[]>();
const numbersOf = new Map<string, ScriptNumbers | null>();

function scriptsOf(line: CorpusLine): readonly ReadScript[] {
  const found = known.get(line.html) ?? readScripts(readMarkup(decodePage(readPage(line), 'text/html').html, line.url));
  known.set(line.html, found);
  return found;
}

function readScripts({ scripts }: PageFacts): ReadScript[] {
  return scripts.flatMap(({ key, code }) => {
    if (key === '' || code === undefined) return [];
    if (!numbersOf.has(key)) numbersOf.set(key, scriptNumbers(code));
    const numbers = numbersOf.get(key) ?? null;
    return numbers === null ? [] : [{ key, numbers }];
  });
}
