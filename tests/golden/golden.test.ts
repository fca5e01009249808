import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPolicy } from '../../src/config/policy.ts';
import { configSchema } from '../../src/config/schema.ts';
import { assess } from '../../src/core/assess.ts';
import { type Baseline, learnBaseline, refineBaseline } from '../../src/core/baseline.ts';
import type { SiteContext } from '../../src/core/detect/detector.ts';
import { type Look, lookAt } from '../../src/core/look.ts';
import type { Capture, Need, SpecialProfile, Tier, Verdict } from '../../src/core/model.ts';
import { learnAnswer, type NotFoundAnswers } from '../../src/core/pages/not-found-answers.ts';
import { siteKnowledge } from '../../src/core/pages/site-knowledge.ts';
import { learnProfile } from '../../src/core/profile-look.ts';
import { askUntilMet, seePictures } from '../../src/monitor/needs.ts';
import { createPictures } from '../../src/pictures/pictures.ts';
import { captureFrom } from '../support/captures.ts';
import { confusionTable, emptyConfusion } from './confusion.ts';
import { type GoldenCase, type GoldenPage, markupOf, readCases, shownMarkupOf } from './golden-case.ts';
import { readScreen } from './screen.ts';

const policy = loadPolicy(configSchema.parse({}));
const cases = readCases();
const confusion = emptyConfusion();
const log = pino({ level: 'silent' });
const pictures = createPictures({ log, workers: 1 });
const reduced = new Map<string, ReturnType<typeof pictures.reduce>>();
/** The same few screens are learned again and again: each is reduced once. */
const reduce: typeof pictures.reduce = (screenshot) => {
  const { hash } = 'content' in screenshot ? screenshot.content : screenshot;
  const known = reduced.get(hash) ?? pictures.reduce(screenshot);
  reduced.set(hash, known);
  return known;
};
const seeing = { log, pictures: { ...pictures, reduce } };

function tierOf({ tier, screen }: GoldenPage): Tier {
  return screen === undefined ? tier : 'browser';
}

function captureOf(golden: GoldenCase, page: GoldenPage, at: number, tier = tierOf(page)): Capture {
  const { dialogs, navigations, renderer: rendererVersion } = page;
  const screenshot = page.screen === undefined ? null : readScreen(page.screen);
  const rendered = { html: shownMarkupOf(golden, page), dialogs, navigations, rendererVersion, screenshot };
  return captureFrom(markupOf(golden, page), {
    url: golden.url,
    at,
    status: page.status,
    profile: page.profile,
    ...(page.finalUrl === undefined ? {} : { finalUrl: page.finalUrl }),
    ...(page.way === undefined ? {} : { way: page.way }),
    headers: Object.entries({ 'content-type': 'text/html; charset=utf-8', ...page.headers }),
    ...(page.cutAfter === undefined ? {} : { cutOff: 'connection-lost' as const }),
    ...(tier === 'http' ? {} : { rendered }),
  });
}

async function learnedLook(golden: GoldenCase, page: GoldenPage, at: number): Promise<Look> {
  const capture = captureOf(golden, page, at);
  const bare = lookAt(capture, null);
  const [look = bare] = await seePictures(seeing, [capture], [bare], { type: 'picture' });
  return look;
}

async function baselineOf(golden: GoldenCase): Promise<Baseline | null> {
  if (golden.baseline === 'none') return null;
  const looks: Look[] = [];
  for (const [i, page] of golden.learn.entries()) looks.push(await learnedLook(golden, page, i));
  return {
    targetId: '1.1',
    profile: 'browser',
    version: 1,
    status: golden.baseline,
    learnedAt: 0,
    revision: 0,
    content: JSON.parse(JSON.stringify(learnBaseline(looks, 0))),
  };
}

/** What discovery knows of the site of a page that nobody registered. */
function siteOf(golden: GoldenCase): SiteContext | null {
  const { discovered } = golden;
  if (discovered === undefined) return null;
  const { role, home, site, notFound } = discovered;
  const content = learnBaseline(
    site.map((page, i) => lookAt(captureOf({ ...golden, url: home }, page, i), null)),
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
    answers = learnAnswer(
      answers,
      lookAt(captureOf({ ...golden, url: new URL(`/khong-co-${i}`, home).href }, page, i), null),
    );
  });
  return { role, knowledge: siteKnowledge([home], [baseline], answers) };
}

interface Known {
  readonly baseline: Baseline | null;
  readonly profiles: ReadonlyMap<SpecialProfile, Baseline>;
  readonly site: SiteContext | null;
}

/** Judges the steps as the daemon would, with what clean looks teach. */
async function verdictsOf(golden: GoldenCase): Promise<Verdict[]> {
  const profiles = new Map<SpecialProfile, Baseline>();
  const site = siteOf(golden);
  let baseline = await baselineOf(golden);
  const verdicts: Verdict[] = [];
  for (const [i, step] of golden.steps.entries()) {
    const { verdict, looks } = await judged(golden, step, 1_000 + i, { baseline, profiles, site });
    verdicts.push(verdict);
    if (baseline === null || verdict.level !== 'clean') continue;
    const ordinary = looks.filter((look) => look.profile === 'browser');
    for (const one of looks) {
      const { profile, at } = one;
      if (profile === 'browser') baseline = refineBaseline(baseline, one, at, ordinary) ?? baseline;
      else {
        const own = learnProfile(profiles.get(profile) ?? null, baseline, { ...one, profile }, ordinary);
        if (own !== null) profiles.set(profile, own);
      }
    }
  }
  return verdicts;
}

/** One step with what the daemon would look at besides. */
async function judged(golden: GoldenCase, step: GoldenCase['steps'][number], at: number, known: Known) {
  const captures = [step, ...step.beside].map((page) => captureOf(golden, page, at));
  let looks = captures.map((capture) => lookAt(capture, null));
  const meet = async (need: Need): Promise<void> => {
    if (need.type === 'picture' || need.type === 'words-in-picture') {
      looks = await seePictures(seeing, captures, looks, need);
    } else if (need.type === 'http') {
      captures.push(captureOf(golden, step, at, 'http'));
      looks = [...looks, ...captures.slice(-1).map((capture) => lookAt(capture, null))];
    }
  };
  const context = { targetUrl: golden.url, at, ...known, ignored: [] };
  const ask = async () => assess(context, { looks, failures: [] }, policy);
  // A step says itself who else looks: no browser and no visitor is sent after it.
  const { verdict } = await askUntilMet(ask, meet, new Set());
  return { verdict, looks };
}

const ranks = ['clean', 'unknown', 'suspect', 'alarm'] as const;

describe.each(['quiet', 'alarm'] as const)('%s cases', (label) => {
  test.each(cases.filter((one) => one.label === label))('$name', async (golden) => {
    const verdicts = await verdictsOf(golden);
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

afterAll(async () => {
  await pictures.close();
  console.log(confusionTable('Golden cases, worst level of each', confusion));
});
