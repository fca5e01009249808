/** Judges a golden case step by step, as the daemon would. */
import { pino } from 'pino';
import { loadPolicy } from '../../src/config/policy.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import type { SiteContext } from '../../src/core/detect/shared/detector.ts';
import type { ReadCapture, SpecialProfile, Tier } from '../../src/core/domain/capture.ts';
import type { Verdict } from '../../src/core/domain/finding.ts';
import { type Look, lookAt } from '../../src/core/facts/look.ts';
import { assess } from '../../src/core/judge/assess.ts';
import { learnProfile } from '../../src/core/judge/profile-look.ts';
import { acceptFlagged, type Baseline, learnBaseline, refineBaseline } from '../../src/core/learned/baseline.ts';
import { learnAnswer, type NotFoundAnswers } from '../../src/core/pages/not-found-answers.ts';
import { siteKnowledge } from '../../src/core/pages/site-knowledge.ts';
import { type Gathered, nothingGathered, withLook, withLooks } from '../../src/monitor/check/look/gathered.ts';
import { judgeUntilMet } from '../../src/monitor/check/look/meet.ts';
import { pictureMeeters, seePictures } from '../../src/monitor/check/look/see-pictures.ts';
import { createPictures } from '../../src/pictures/pictures.ts';
import { captureFrom } from '../support/captures.ts';
import { type GoldenCase, type GoldenPage, markupOf, shownMarkupOf } from './golden-case.ts';
import { readScreen } from './screen.ts';

const policy = loadPolicy(configSchema.parse({}));
const dayMs = 86_400_000;
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

function tierOf({ tier, screen, behaviour }: GoldenPage): Tier {
  return screen === undefined && behaviour === undefined ? tier : 'browser';
}

function captureOf(golden: GoldenCase, page: GoldenPage, at: number, tier = tierOf(page)): ReadCapture {
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
    cutOff: page.cutOff ?? (page.cutAfter === undefined ? null : 'connection-lost'),
    ...(tier === 'http' ? {} : { rendered }),
    ...(tier === 'http' || page.behaviour === undefined ? {} : { behaviour: page.behaviour }),
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
  for (const [i, page] of golden.learn.entries()) looks.push(await learnedLook(golden, page, page.day * dayMs + i));
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
export async function verdictsOf(golden: GoldenCase): Promise<Verdict[]> {
  const profiles = new Map<SpecialProfile, Baseline>();
  const site = siteOf(golden);
  let baseline = await baselineOf(golden);
  const verdicts: Verdict[] = [];
  for (const [i, step] of golden.steps.entries()) {
    const { verdict, looks } = await judged(golden, step, step.day * dayMs + 1_000 + i, { baseline, profiles, site });
    verdicts.push(verdict);
    if (baseline === null) continue;
    const ordinary = looks.filter((look) => look.profile === 'browser');
    for (const one of step.accept ? ordinary : []) baseline = acceptFlagged(baseline, one, one.at);
    if (verdict.level !== 'clean') continue;
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
  const looks = captures.map((capture) => lookAt(capture, null));
  // A step says itself who else looks: no browser and no visitor is sent after it.
  const http = async (gathered: Gathered): Promise<Gathered> => {
    const capture = captureOf(golden, step, at, 'http');
    return withLook(gathered, capture, lookAt(capture, null));
  };
  const context = { targetUrl: golden.url, at, ...known, ignored: [] };
  const judge = async (gathered: Gathered) => ({ ...assess(context, gathered.observation, policy), gathered });
  const first = { ...withLooks(nothingGathered, looks), captures };
  const { verdict, gathered } = await judgeUntilMet(first, judge, { ...pictureMeeters(seeing), http });
  return { verdict, looks: gathered.observation.looks };
}

export const closePictures = (): Promise<void> => pictures.close();
