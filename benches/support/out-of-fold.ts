/** Policies for judging lines by models that never saw their component; models are kept in `.cache` while nothing moves them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../src/core/policy.ts';
import { closedFold, corpusSets, type Fold, foldOf, usableLines } from './components.ts';
import { type CorpusLine, readWholeSet } from './corpus.ts';
import { type FittedModel, fittedModels, type TrainingLine } from './fitted-models.ts';

/** Folds that one policy judges. */
export interface FoldPolicy {
  readonly folds: readonly Fold[];
  readonly policy: Policy;
}

const root = join(import.meta.dirname, '../..');
const cacheFolder = join(root, '.cache');

/** Folds whose policies are equal are judged in one go. */
export async function policiesOutOfFold(shipped: Policy, folds: readonly Fold[]): Promise<FoldPolicy[]> {
  const policies: { readonly fold: Fold; readonly policy: Policy }[] = [];
  for (const fold of folds) {
    let policy = shipped;
    for (const model of fittedModels) {
      const content = await fittedWithout(model, fold);
      const version = createHash('sha256').update(`${policy.version} ${content}`).digest('hex').slice(0, 12);
      policy = { ...model.apply(policy, content), version };
    }
    policies.push({ fold, policy });
  }
  return [...Map.groupBy(policies, ({ policy }) => policy.version).values()].flatMap((of) => {
    const [first] = of;
    return first === undefined ? [] : [{ folds: of.map(({ fold }) => fold), policy: first.policy }];
  });
}

/** The model fitted on all open lines, or on all but those of one more fold. */
export async function fittedWithout(model: FittedModel, heldOut: Fold | null): Promise<string> {
  const lines = trainingLines(heldOut);
  const hash = createHash('sha256').update(model.name);
  for (const { set, html, label, attack } of lines) hash.update(`${set} ${html} ${label} ${attack}\n`);
  for (const path of model.sources.flatMap(filesBelow)) hash.update(readFileSync(path));
  const path = join(cacheFolder, `model-${model.name}-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(path)) {
    console.error(`fitting ${model.name} without fold ${heldOut ?? closedFold} …`);
    const content = await model.fit(lines);
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(path, content);
  }
  return readFileSync(path, 'utf8');
}

/** Open lines without a fold. Neither fold is in it, but an ordinary page of theirs may stand below an attack. */
function trainingLines(heldOut: Fold | null): TrainingLine[] {
  const isTaught = (fold: Fold): boolean => fold !== closedFold && fold !== heldOut;
  return corpusSets.flatMap((set) => {
    const whole = readWholeSet(set);
    const newest = new Map(whole.filter(({ label }) => label === 'quiet').map((line) => [line.series, line]));
    const belowOf = (line: CorpusLine): CorpusLine | null =>
      line.label === 'quiet' ? null : (newest.get(line.series) ?? null);
    return usableLines(whole)
      .filter((line) => isTaught(foldOf(line)))
      .map((line) => ({ ...line, set, below: belowOf(line) }));
  });
}

function filesBelow(path: string): string[] {
  const full = join(root, path);
  if (statSync(full).isFile()) return [full];
  const inside = readdirSync(full, { recursive: true, encoding: 'utf8' }).sort();
  return inside.map((name) => join(full, name)).filter((file) => statSync(file).isFile());
}
