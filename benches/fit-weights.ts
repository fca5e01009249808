/**
 * Fits the weights of cues on recorded pages: `node benches/fit-weights.ts [--write]`. A cue's weight is the log-likelihood
 * ratio of meeting it, smoothed by half a count and drawn towards the written prior of `config/policy.yaml` by `priorFiles`
 * imagined attack files:
 *
 *     ratio  = ln((a + ½) / (A + 1)) − ln((b + ½) / (B + 1))
 *     weight = (n · ratio + priorFiles · prior) / (n + priorFiles),  n = a + b
 *
 * where a of A attack files and b of B benign looks show the cue. An attack file counts once, however often it was put into
 * pages. Cues of first-sight judgement keep their priors: some two hundred ordinary pages can't tell a rate below 1 in 200.
 *
 * Printed beside it: what the same fit does to attacks that it has not seen, left out by attack file (five folds) and by
 * source. `--write` puts the weights into `config/weights.yaml`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { loadPolicy } from '../src/config/policy.ts';
import { configSchema } from '../src/config/schema.ts';
import type { Policy, WeightName } from '../src/core/policy.ts';
import { replayFile } from '../src/monitor/replay/replay-file.ts';
import { attackFile, type CorpusLine, readSet, sourceOf, withFileOf } from './support/corpus.ts';
import { interval } from './wilson.ts';

const priorFiles = 10;
const mostNats = 7;
/** A weight rests on no fewer attack files than this. */
const fewestFiles = 4;
const fileOfWeights = new URL('../config/weights.yaml', import.meta.url);

interface Seen {
  readonly line: CorpusLine;
  readonly level: string;
  readonly cues: ReadonlySet<string>;
}

interface Fitted {
  readonly nats: number;
  readonly prior: number;
  readonly attackFiles: number;
  readonly benignLooks: number;
}

async function judge(lines: readonly CorpusLine[], policy: Policy): Promise<Seen[]> {
  const seen: Seen[] = [];
  await withFileOf(lines, (path) =>
    replayFile(path, policy, null, ({ level, findings }, line) => {
      const cues = new Set(findings.flatMap((finding) => finding.cues ?? []));
      seen.push({ line: line as unknown as CorpusLine, level, cues });
    }),
  );
  return seen;
}

function fitWeights(seen: readonly Seen[], priors: Policy['weights']): Map<WeightName, Fitted> {
  const benign = seen.filter(({ line }) => line.label === 'quiet');
  const files = Map.groupBy(
    seen.filter(({ line }) => line.label === 'alarm'),
    ({ line }) => `${line.attack} ${attackFile(line)}`,
  );
  const fitted = new Map<WeightName, Fitted>();
  for (const name of Object.keys(priors) as WeightName[]) {
    if (name.includes('first-sight')) continue;
    let a = 0;
    for (const of of files.values()) a += of.filter(({ cues }) => cues.has(name)).length / of.length;
    const b = benign.filter(({ cues }) => cues.has(name)).length;
    if (a < fewestFiles) continue;
    const ratio = Math.log((a + 0.5) / (files.size + 1)) - Math.log((b + 0.5) / (benign.length + 1));
    const n = a + b;
    const weight = (n * ratio + priorFiles * priors[name]) / (n + priorFiles);
    const nats = Math.round(10 * Math.min(mostNats, Math.max(0, weight))) / 10;
    fitted.set(name, { nats, prior: priors[name], attackFiles: Math.round(a * 10) / 10, benignLooks: b });
  }
  return fitted;
}

function withWeights(policy: Policy, fitted: ReadonlyMap<WeightName, Fitted>): Policy {
  const nats = [...fitted].map(([name, { nats }]) => [name, nats]);
  return { ...policy, weights: { ...policy.weights, ...Object.fromEntries(nats) } };
}

/** Judges each group of attacks with weights fitted on all others. */
async function outOfFold(
  seen: readonly Seen[],
  policy: Policy,
  groupOf: (line: CorpusLine) => string,
): Promise<Seen[]> {
  const judged: Seen[] = [];
  for (const group of new Set(seen.filter(isAttack).map(({ line }) => groupOf(line)))) {
    const rest = seen.filter((one) => !isAttack(one) || groupOf(one.line) !== group);
    const lines = attacks.filter((line) => line.label === 'quiet' || groupOf(line) === group);
    judged.push(...(await judge(lines, withWeights(policy, fitWeights(rest, policy.weights)))).filter(isAttack));
  }
  return judged;
}

function isAttack({ line }: Seen): boolean {
  return line.label === 'alarm';
}

function print(title: string, seen: readonly Seen[]): void {
  console.log(`\n${title}`);
  const groups = Map.groupBy(seen, ({ line }) =>
    line.label === 'quiet' ? 'quiet' : (line.attack?.split(':')[0] ?? ''),
  );
  for (const [name, of] of groups) {
    const count = (level: string): number => of.filter((one) => one.level === level).length;
    const least = count('alarm') + count('suspect');
    console.log(
      `  ${name.padEnd(12)} ${String(of.length).padStart(5)}  alarm ${interval(count('alarm'), of.length)}  at least suspect ${interval(least, of.length)}`,
    );
  }
}

/** One of five, the same on every run. */
function foldOf(line: CorpusLine): string {
  let hash = 0;
  for (const char of attackFile(line)) hash = (hash * 31 + char.charCodeAt(0)) | 0;
  return String(Math.abs(hash) % 5);
}

const policy = loadPolicy(configSchema.parse({}), { fitted: false });
const attacks = readSet('attacks');
const benign = [...readSet('drift'), ...readSet('hourly')];
console.log('judging with the written priors …');
const seen = [...(await judge(attacks, policy)), ...(await judge(benign, policy))];
const fitted = fitWeights(seen, policy.weights);
print('with the written priors', seen);
print('with fitted weights, attack files left out in five folds', await outOfFold(seen, policy, foldOf));
print('with fitted weights, sources left out one by one', await outOfFold(seen, policy, sourceOf));
print('benign steps, with all fitted weights', await judge(benign, withWeights(policy, fitted)));
console.log('');
for (const [name, { nats, prior, attackFiles, benignLooks }] of fitted) {
  console.log(`${name.padEnd(36)} ${nats} (prior ${prior}; ${attackFiles} attack files, ${benignLooks} benign looks)`);
}
if (process.argv.includes('--write')) {
  const head = `# Written by benches/fit-weights.ts, which says how; not to be edited by hand. Each takes the place of the written prior in
# policy.yaml. \`attackFiles\` and \`benignLooks\` are how many of them showed the cue.
`;
  writeFileSync(
    fileOfWeights,
    head + stringify(Object.fromEntries([...fitted].sort()), { flowCollectionPadding: false }),
  );
  console.log(`written to ${fileURLToPath(fileOfWeights)}`);
}
