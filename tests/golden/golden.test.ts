import { afterAll, describe, expect, test } from 'vitest';
import { loadPolicy } from '../../src/config/policy.ts';
import { configSchema } from '../../src/config/schema.ts';
import { assess } from '../../src/core/assess.ts';
import { type Baseline, learnBaseline, refineBaseline } from '../../src/core/baseline.ts';
import type { SiteContext } from '../../src/core/detect/detector.ts';
import { type Look, lookAt } from '../../src/core/look.ts';
import type { SpecialProfile, Verdict } from '../../src/core/model.ts';
import { learnAnswer, type NotFoundAnswers } from '../../src/core/pages/not-found-answers.ts';
import { siteKnowledge } from '../../src/core/pages/site-knowledge.ts';
import { learnProfile } from '../../src/core/profile-look.ts';
import { captureFrom } from '../support/captures.ts';
import { confusionTable, emptyConfusion } from './confusion.ts';
import { type GoldenCase, type GoldenPage, markupOf, readCases, shownMarkupOf } from './golden-case.ts';

const policy = loadPolicy(configSchema.parse({}));
const cases = readCases();
const confusion = emptyConfusion();

function lookFrom(golden: GoldenCase, page: GoldenPage, at: number, url = golden.url): Look {
  const html = markupOf(golden, page);
  const capture = captureFrom(html, {
    url,
    at,
    status: page.status,
    profile: page.profile,
    ...(page.finalUrl === undefined ? {} : { finalUrl: page.finalUrl }),
    ...(page.cutAfter === undefined ? {} : { cutOff: 'connection-lost' as const }),
    ...(page.tier === 'http'
      ? {}
      : { rendered: { html: shownMarkupOf(golden, page), dialogs: page.dialogs, navigations: page.navigations } }),
  });
  return lookAt(capture, null);
}

/** What discovery knows of the site of a page that nobody registered. */
function siteOf(golden: GoldenCase): SiteContext | null {
  const { discovered } = golden;
  if (discovered === undefined) return null;
  const { role, home, site, notFound } = discovered;
  const content = learnBaseline(
    site.map((page, i) => lookFrom(golden, page, i, home)),
    0,
  );
  const baseline: Baseline = {
    targetId: '1.1',
    profile: 'browser',
    version: 1,
    status: 'approved',
    learnedAt: 0,
    revision: 0,
    content,
  };
  let answers: NotFoundAnswers | null = null;
  notFound.forEach((page, i) => {
    answers = learnAnswer(answers, lookFrom(golden, page, i, new URL(`/khong-co-${i}`, home).href));
  });
  return { role, knowledge: siteKnowledge([home], [baseline], answers) };
}

/** Judges the steps as the daemon would, with what clean looks teach. */
function verdictsOf(golden: GoldenCase): Verdict[] {
  const learned = golden.learn.map((page, i) => lookFrom(golden, page, i));
  let baseline: Baseline | null =
    golden.baseline === 'none'
      ? null
      : {
          targetId: '1.1',
          profile: 'browser',
          version: 1,
          status: golden.baseline,
          learnedAt: 0,
          revision: 0,
          content: JSON.parse(JSON.stringify(learnBaseline(learned, 0))),
        };
  const profiles = new Map<SpecialProfile, Baseline>();
  const site = siteOf(golden);
  return golden.steps.map((step, i) => {
    const look = lookFrom(golden, step, 1_000 + i);
    const beside = step.beside.map((page) => lookFrom(golden, page, 1_000 + i));
    const context = { targetUrl: golden.url, at: look.at, baseline, profiles, ignored: [], site };
    const { verdict } = assess(context, { looks: [look, ...beside], failures: [] }, policy);
    if (baseline === null || verdict.level !== 'clean') return verdict;
    for (const one of beside) {
      const { profile } = one;
      if (profile === 'browser') continue;
      const own = learnProfile(profiles.get(profile) ?? null, baseline, { ...one, profile }, [look]);
      if (own !== null) profiles.set(profile, own);
    }
    baseline = refineBaseline(baseline, look, look.at) ?? baseline;
    return verdict;
  });
}

const ranks = ['clean', 'unknown', 'suspect', 'alarm'] as const;

describe.each(['quiet', 'alarm'] as const)('%s cases', (label) => {
  test.each(cases.filter((one) => one.label === label))('$name', (golden) => {
    const verdicts = verdictsOf(golden);
    const worst = ranks.toReversed().find((level) => verdicts.some((verdict) => verdict.level === level)) ?? 'clean';
    confusion[label][worst]++;
    verdicts.forEach((verdict, i) => {
      const step = golden.steps[i];
      const story = `step ${i + 1}: ${verdict.level} ${verdict.score} ${verdict.findings.map((one) => `${one.detector} ${one.score} ${one.reason.en}`).join(' | ')}`;
      if (step?.expect !== undefined) expect(verdict.level, story).toBe(step.expect);
      if (step?.kind !== undefined) expect(verdict.kind, story).toBe(step.kind);
      if (step?.conclusive !== undefined) expect(verdict.conclusive, story).toBe(step.conclusive);
      if (step?.detector !== undefined) {
        expect(
          verdict.findings.filter((one) => one.score > 0).map((one) => one.detector),
          story,
        ).toContain(step.detector);
      }
      const highest = golden.allow === 'suspect' ? ['clean', 'unknown', 'suspect'] : ['clean', 'unknown'];
      if (label === 'quiet') expect(highest, story).toContain(verdict.level);
    });
    if (label === 'alarm') expect(verdicts.at(-1)?.level).toBe('alarm');
  });
});

afterAll(() => {
  console.log(confusionTable('Golden cases, worst level of each', confusion));
});
