/** Models that are fitted on recorded pages and shipped under `config/`: each joins the bench by its entry here. */
import { parse } from 'yaml';
import { habitPriors, habitsSchema } from '../../src/config/policy.ts';
import { scriptModelOf, scriptModelSchema } from '../../src/config/script-model.ts';
import { wordingModel, wordingSchema } from '../../src/config/wording.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { WordingKind } from '../../src/core/wording/wording-model.ts';
import type { CorpusLine } from './corpus.ts';
import { fitHabits } from './habit-fit.ts';
import { fitScripts } from './scripts/script-fit.ts';
import { fitWording } from './wording-fit.ts';

/** A line that a model may be fitted on. */
export interface TrainingLine extends CorpusLine {
  readonly set: string;
  /** The ordinary page that an attack was put into or in place of; null where there is none. */
  readonly below: CorpusLine | null;
}

export interface FittedModel {
  /** Of its file under `config/`. */
  readonly name: string;
  /** Files and folders, from the project's root, on which the fit depends beside its lines. */
  readonly sources: readonly string[];
  /** @returns the content of the model's file, equal for equal lines on every machine */
  readonly fit: (lines: readonly TrainingLine[]) => Promise<string>;
  /** The policy with this model in place of the shipped one. */
  readonly apply: (policy: Policy, content: string) => Policy;
}

/** The habit of all pages. */
const habits: FittedModel = {
  name: 'habits.yaml',
  sources: ['benches/support/habit-fit.ts', 'src/core/learned', 'src/core/facts'],
  fit: fitHabits,
  apply: (policy, content) => ({ ...policy, habits: habitPriors(habitsSchema.parse(parse(content))) }),
};

/** Attackers' scripts against those of ordinary pages. */
const scripts: FittedModel = {
  name: 'script-model.yaml',
  sources: ['benches/support/scripts', 'src/core/scripts/model', 'src/core/scripts/script-tree.ts', 'src/core/facts'],
  fit: fitScripts,
  apply: (policy, content) => ({ ...policy, scriptModel: scriptModelOf(scriptModelSchema.parse(parse(content))) }),
};

/** How one kind of attacker writes. */
const wording = (kind: WordingKind): FittedModel => ({
  name: `${kind}-wording.yaml`,
  sources: [
    'benches/support/wording-fit.ts',
    'benches/support/wording',
    'benches/texts',
    'src/core/wording',
    'src/core/facts/text',
  ],
  fit: (lines) => fitWording(kind, lines),
  apply: (policy, content) => ({
    ...policy,
    wording: { ...policy.wording, [kind]: wordingModel(wordingSchema.parse(parse(content))) },
  }),
});

export const fittedModels: readonly FittedModel[] = [habits, scripts, wording('defacer'), wording('spam')];
