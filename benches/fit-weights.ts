/**
 * Fits the weights of cues on recorded pages: `bin/with-runtime node benches/fit-weights.ts [--write]`. How they are fitted
 * is written in `support/weight-fit.ts`; what the detectors find is read from the pages once and kept in `.cache`.
 *
 * Printed is what the priors reach, and what weights reach on captures that they were not fitted on: attack files left out in
 * five folds and hosts one by one, and whole sources one by one. Only where every figure out of fold is as good as with the
 * priors and reaches its mark, `--write` puts the weights into `config/weights.yaml`; else the exit code is 1.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { loadPolicy } from '../src/config/policy.ts';
import { configSchema } from '../src/config/schema/schema.ts';
import type { Policy } from '../src/core/policy.ts';
import { headOfMarks, type Measured, measure } from './support/detection-marks.ts';
import { disagreements, type Recorded, recordEvidence, rejudge } from './support/recorded-evidence.ts';
import { fitWeights, isFittable, type Sample, supportOf, withWeights } from './support/weight-fit.ts';

const fileOfWeights = fileURLToPath(new URL('../config/weights.yaml', import.meta.url));
/** A far step counts no more days than this: a page that nobody looked at for a year is one change. */
const mostDays = 3;
const folds = 5;

const priors = loadPolicy(configSchema.parse({}), { fitted: false });
console.error('reading the recorded pages …');
const recorded = await recordEvidence(priors);
const samples = samplesOf(recorded);
const strange = disagreements(recorded, priors);
if (strange.length > 0) console.log(`${strange.length} captures are judged otherwise here than by the product.`);

const before = print('with the written priors', () => priors);
const byFile = print('out of fold: attack files in five folds, hosts one by one', leaveOut(fileOrHostOf));
const bySource = print(
  'out of fold: sources one by one',
  leaveOut(({ source }) => source),
);
const fitted = fitWeights(samples, priors);
print('with the weights fitted on all of them', () => withWeights(priors, fitted));
console.log('');
for (const [name, one] of fitted) {
  console.log(
    `${name}: ${one.nats} (prior ${one.prior}; ${one.attackFiles} attack files, ${one.benignDays} benign days)`,
  );
}
const isGood = strange.length === 0 && [byFile, bySource].every((out) => isAsGood(out, before));
console.log(isGood ? 'Out of fold as good as the priors or better.' : 'Worse than the priors: they stay in force.');
if (!isGood) process.exitCode = 1;
else if (process.argv.includes('--write')) write();

/** What precedes the attacks in their set is in `drift` too, or equal copies of a page. */
function samplesOf(captures: readonly Recorded[]): Sample[] {
  const attacks = captures.filter(({ truth }) => truth === 'alarm');
  const copies = Map.groupBy(attacks, fileInSet);
  const ofAttacks = attacks.map((capture): Sample => {
    const isSlight = capture.set === 'infected' || capture.attack === 'title-only';
    const exposure = 1 / (copies.get(fileInSet(capture))?.length ?? 1);
    return { truth: isSlight ? 'slight-attack' : 'attack', exposure, group: capture.file, capture };
  });
  const benign = captures.filter(({ truth, set }) => truth === 'quiet' && set !== 'attacks');
  const ofBenign = benign.map((capture): Sample => {
    const { set, days, host } = capture;
    const exposure = set === 'first-sight' || set === 'redesign' ? 1 : Math.min(mostDays, days);
    return { truth: set === 'redesign' ? 'redesign' : 'ordinary', exposure, group: host, capture };
  });
  return [...ofAttacks, ...ofBenign];
}

/** An attacker's file counts once for each way of using it, however many pages it was put into. */
function fileInSet({ set, attack, file }: Recorded): string {
  return `${set} ${attack.split(':')[0]} ${file}`;
}

/** The weights for a capture: fitted on all that are not in its group. */
function leaveOut(groupOf: (capture: Recorded) => string): (capture: Recorded) => Policy {
  const policies = new Map<string, Policy>();
  // What shows no cue that can be fitted is judged alike by all weights.
  const telling = recorded.filter(({ pieces }) => pieces.some(({ cues }) => cues.some(isFittable)));
  for (const group of new Set(telling.map(groupOf))) {
    const rest = samples.filter(({ capture }) => groupOf(capture) !== group);
    policies.set(group, withWeights(priors, fitWeights(rest, priors)));
  }
  return (capture) => policies.get(groupOf(capture)) ?? priors;
}

function fileOrHostOf({ truth, file, host }: Recorded): string {
  if (truth === 'quiet') return host;
  let hash = 0;
  for (const char of file) hash = (hash * 31 + char.charCodeAt(0)) | 0;
  return String(Math.abs(hash) % folds);
}

function print(title: string, policyFor: (capture: Recorded) => Policy): Measured[] {
  const measured = measure(recorded.map((one) => ({ ...one, level: rejudge(one, policyFor(one)).level })));
  console.log(`\n${title}\n${[headOfMarks, ...measured.map(({ row }) => row)].join('\n')}`);
  return measured;
}

function isAsGood(out: readonly Measured[], base: readonly Measured[]): boolean {
  return out.every(({ name, hits, aim, isReached }) => {
    const known = base.find((one) => one.name === name)?.hits ?? 0;
    return isReached && (aim === 'most' ? hits <= known : hits >= known);
  });
}

function write(): void {
  const { attackFiles, benignDays } = supportOf(samples);
  const about = {
    on: new Date().toISOString().slice(0, 10),
    captures: recorded.length,
    attackFiles: Math.round(attackFiles),
    benignDays: Math.round(benignDays),
    method:
      "ordinal logistic regression on the judge's scores around the written priors (benches/support/weight-fit.ts)",
  };
  const head = `# Written by benches/fit-weights.ts; not to be edited by hand. Each weight takes the place of its written prior in
# policy.yaml; all others keep theirs. \`attackFiles\` and \`benignDays\` (of one page) are how many showed the cue.
`;
  const weights = Object.fromEntries(fitted);
  writeFileSync(fileOfWeights, head + stringify({ fitted: about, weights }, { lineWidth: 0 }));
  console.log(`written to ${fileOfWeights}`);
}
