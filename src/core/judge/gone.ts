/**
 * A short page without any sign of an attacker in place of the learned one: the portal is gone for an unknown reason.
 * At most a suspect; people are notified as for an outage.
 */
import { foreignPoints, isUnder } from '../detect/page/strange-stand-in.ts';
import type { Evidence, ViewContext } from '../detect/shared/detector.ts';
import { indicatorsIn, networkDomain } from '../detect/shared/indicators.ts';
import type { Indicator, Verdict } from '../domain/finding.ts';
import type { Look } from '../facts/look.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import { fromBase64 } from '../learned/base64.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import { commonColour, isColour } from '../learned/picture-bands.ts';
import type { Policy } from '../policy.ts';
import { addressDomain } from './destinations.ts';

/** Visible characters, and likewise hidden ones, below which a page is short. */
const shortBelow = 400;
/** Share of stable text up to which nothing of the page is left. */
const leftUpTo = 0.15;
/** With less visible text than this, the content is an image or written by a script. */
const captionBelow = 60;

/** One ordinary look with its views, as compared with the baseline. */
export interface JudgedLook {
  readonly look: Look;
  readonly views: readonly ViewContext[];
}

/** @param evidence of all looks; a single sign of an attacker in any of them means that the page was taken */
export function isGone(judged: readonly JudgedLook[], evidence: readonly Evidence[], policy: Policy): boolean {
  // A provisional baseline is judged at first sight too, which compares nothing.
  const looks = judged.filter(({ views }) => views.some(({ learned }) => learned !== null));
  const compared = looks.flatMap(({ look, views }) => views.map((view) => ({ look, view })));
  return (
    compared.length > 0 &&
    compared.every(({ look, view }) => isShortRest(view) && !isSigned(view, look.finalUrl, policy)) &&
    looks.every(({ look }) => !showsPicture(look)) &&
    !evidence.some(isSign)
  );
}

/** The verdict on a page that is gone: never an alarm. */
export function asGone(verdict: Verdict, policy: Policy): Verdict {
  if (verdict.level !== 'alarm' && verdict.level !== 'suspect') return verdict;
  const score = Math.min(verdict.score, policy.missingCap);
  return { ...verdict, level: 'suspect', score, conclusive: false, isGone: true };
}

function isShortRest({ facts, learned, comparison }: ViewContext): boolean {
  const { visibleCharacters, hiddenCharacters } = facts.counts;
  return (
    learned !== null &&
    comparison !== null &&
    comparison.textKept <= leftUpTo &&
    !facts.overBudget &&
    visibleCharacters < shortBelow &&
    hiddenCharacters < shortBelow
  );
}

function isSigned({ facts, learned }: ViewContext, url: string, policy: Policy): boolean {
  const { makeup } = facts;
  return (
    learned === null ||
    makeup.darkBackground ||
    makeup.typewriter ||
    makeup.blocksContextMenu ||
    makeup.sounds + makeup.marquees + makeup.canvases > 0 ||
    (facts.counts.visibleCharacters < captionBelow && speaksOtherwise(facts, learned)) ||
    foreignPoints(facts, learned, url, policy) > 0 ||
    indicatorsIn(textOf(facts), url).some((one) => namesStranger(one, url, policy))
  );
}

function speaksOtherwise({ images, scripts }: PageFacts, learned: LearnedView): boolean {
  const known = new Set(learned.scripts.keys);
  return images.length > 0 || scripts.some(({ key }) => key !== '' && !known.has(key));
}

/** All that the page says, shown or not. */
function textOf({ title, blocks, side }: PageFacts): string {
  return [title, ...[...blocks, ...side].map(({ text }) => text)].join('\n');
}

/** Whether the text names somebody other than the portal and the providers who maintain such pages. */
function namesStranger(indicator: Indicator, url: string, policy: Policy): boolean {
  const { type, value } = indicator;
  if (type === 'handle' && value.startsWith('@')) return true;
  const host = type === 'handle' ? value.slice(value.indexOf('@') + 1) : networkDomain(indicator);
  return (
    host !== null && addressDomain(`https://${host}/`) !== addressDomain(url) && !isUnder(policy.standInDomains, host)
  );
}

/** Detectors that fire on every short page in place of a portal. */
const everyShortPage: ReadonlySet<string> = new Set(['title-changed', 'bare-page']);

function isSign({ nature, finding }: Evidence): boolean {
  if (nature !== 'added' || finding.score <= 0) return false;
  return !everyShortPage.has(finding.detector) || (finding.cues ?? []).includes('title-changed.dressed');
}

/** Share of the screen's tiles in the background colour from which it shows no more than a notice. */
const plainFrom = 0.6;
/** Mean of the background's channels, 0 to 255, from which the page is not black. */
const lightFrom = 60;

/** Whether the screen shows more than a notice: a picture, or a black page. */
function showsPicture({ picture }: Look): boolean {
  if (picture === null) return false;
  const rgb = fromBase64(picture.rgb);
  const ground = commonColour({ ...picture, rgb });
  const tiles = picture.columns * picture.rows;
  let plain = 0;
  for (let tile = 0; tile < tiles; tile++) if (isColour(rgb, tile, ground)) plain++;
  return plain < tiles * plainFrom || (ground[0] + ground[1] + ground[2]) / 3 < lightFrom;
}
