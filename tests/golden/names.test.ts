import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPolicy } from '../../src/config/policy.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import type { CaptureFailure } from '../../src/core/domain/capture.ts';
import type { Verdict } from '../../src/core/domain/finding.ts';
import { type Look, lookAt } from '../../src/core/facts/look.ts';
import { type AcceptedNames, learnNames } from '../../src/core/names/accepted-names.ts';
import { assessNames } from '../../src/core/names/assess-names.ts';
import type { NameLook } from '../../src/core/names/name-look.ts';
import type { NamesContext } from '../../src/core/names/names-context.ts';
import { refineNames } from '../../src/core/names/refine-names.ts';
import { captureFrom } from '../support/captures.ts';
import { learned, look as pageLook } from '../support/detecting.ts';
import { dayMs, host, nameLook, start } from '../support/name-looks.ts';
import { portalPage } from '../support/portal-pages.ts';
import { confusionTable, emptyConfusion } from './confusion.ts';
import { type NamesSequence, readSequences, root, type Seen, wishOf } from './names-sequence.ts';
import { unnamed } from './unnamed.ts';

const policy = loadPolicy(configSchema.parse({}));
const sequences = readSequences();
const confusion = emptyConfusion();
const home = learned([pageLook(portalPage()), pageLook(portalPage({ visits: 2 })), pageLook(portalPage())]);
const quarterMs = 900_000;

function pageOf(page: Seen['page'], from: string | undefined): Look {
  const html = page === 'home' ? portalPage() : readFileSync(join(root, 'pages', `${page}.html`), 'utf8');
  const status = page === 'unclaimed' ? 404 : page === 'maintenance' ? 503 : 200;
  const address = from === undefined ? {} : { address: from };
  return lookAt(captureFrom(html, { url: `https://${host}/`, status, ...address }), null);
}

/** Where the system's own resolver sends us. */
function firstAddress({ resolvers }: NameLook): string | undefined {
  return resolvers?.[0]?.answers.find(({ type }) => type === 'A')?.values[0];
}

const unreachable: CaptureFailure = {
  tier: 'http',
  profile: 'browser',
  at: start,
  kind: 'timed-out',
  retryable: true,
  reason: 'No answer in time.',
  hops: [],
  durationMs: 60_000,
};

/** Judged as the conductor does: the page is looked at only when the judge asks for it. */
function judged(context: NamesContext, names: NameLook, { page, pageFrom }: Seen): Verdict {
  const bare = assessNames(context, { names, page: null, pageFailure: null }, policy);
  if (bare.needs.length === 0) return bare.verdict;
  const seen =
    page === 'unreachable'
      ? { page: null, pageFailure: unreachable }
      : { page: pageOf(page, pageFrom ?? firstAddress(names)), pageFailure: null };
  const full = assessNames(context, { names, ...seen }, policy);
  expect(full.needs).toEqual([]);
  return full.verdict;
}

function verdictsOf(sequence: NamesSequence): { verdicts: Verdict[]; steps: NamesSequence['steps'] } {
  const { expires, learn, usual } = sequence;
  let accepted: AcceptedNames | null = null;
  for (let turn = 0; turn < learn; turn++) {
    const at = start + turn * quarterMs;
    accepted = learnNames(accepted, nameLook(wishOf(usual, usual, at, turn)), at);
  }
  const verdicts: Verdict[] = [];
  const steps = sequence.steps.flatMap((step) => Array.from({ length: step.times }, () => step));
  for (const [i, step] of steps.entries()) {
    const at = start + step.day * dayMs + i * quarterMs;
    const names = nameLook(wishOf(usual, step, at, learn + i));
    const context: NamesContext = {
      at,
      host,
      // What is stored is JSON.
      accepted: JSON.parse(JSON.stringify(accepted)),
      learnLooks: 5,
      ignored: [],
      pastFingerprints: [],
      home,
      expiresAt: expires === undefined ? null : start + expires * dayMs,
      countryOf: () => null,
    };
    const verdict = judged(context, names, step);
    verdicts.push(verdict);
    if (accepted === null) continue;
    accepted = step.approve
      ? learnNames(accepted, names, at)
      : refineNames(accepted, names, verdict, at, context.expiresAt);
  }
  return { verdicts, steps };
}

const ranks = ['clean', 'unknown', 'suspect', 'alarm'] as const;

describe.each(['quiet', 'alarm'] as const)('%s sequences of names', (label) => {
  test.each(sequences.filter((one) => one.label === label))('$name', (sequence) => {
    const { steps, verdicts } = verdictsOf(sequence);
    const observers = sequence.steps.flatMap(({ listed, only }) => [
      ...Object.keys(only),
      ...listed.map(({ list }) => list),
    ]);
    const worst = ranks.toReversed().find((level) => verdicts.some((verdict) => verdict.level === level)) ?? 'clean';
    confusion[label][worst]++;
    verdicts.forEach((verdict, i) => {
      const step = steps[i];
      const story = `step ${i + 1}: ${verdict.level} ${verdict.kind} ${verdict.score} ${verdict.findings.map((one) => `${one.detector} ${one.score} ${one.reason.en}`).join(' | ')}`;
      if (step?.expect !== undefined) expect(verdict.level, story).toBe(step.expect);
      if (step?.kind !== undefined) expect(verdict.kind, story).toBe(step.kind);
      for (const detector of step?.says ?? []) {
        expect(
          verdict.findings.map((one) => one.detector),
          story,
        ).toContain(detector);
      }
      const quoted = verdict.findings.filter(({ score }) => score > 0);
      expect(
        quoted.flatMap((finding) => unnamed(finding, `https://${host}/`, observers)),
        story,
      ).toEqual([]);
      const highest = sequence.level === 'suspect' ? ['clean', 'unknown', 'suspect'] : ['clean', 'unknown'];
      if (label === 'quiet') expect(highest, story).toContain(verdict.level);
    });
    if (label === 'alarm') expect(verdicts.at(-1)?.level).toBe(sequence.level ?? 'alarm');
  });
});

afterAll(() => {
  console.log(confusionTable('Golden sequences of names, worst level of each', confusion));
});
