/** The judge's further questions about pictures, and the loop that answers what can be answered. */
import type { Logger } from 'pino';
import type { Assessment } from '../core/assess.ts';
import { type Look, withPicture, withPictureWords } from '../core/look.ts';
import type { Capture, Need, Screenshot } from '../core/model.ts';
import type { Pictures } from '../core/ports.ts';
import { isOrdinary } from '../core/profile-look.ts';

/** The judge asks at most for another tier, a visitor, a picture, its words and elsewhere; more rounds would be a bug. */
const mostRounds = 6;

type PictureNeed = Extract<Need, { readonly type: 'picture' | 'words-in-picture' }>;

/**
 * Asks again after each need that was met, each at most once. A second way out is the last question: until it is settled
 * what stands here, nobody is sent there.
 *
 * @param met names of needs that are not to be met (again)
 */
export async function askUntilMet(
  ask: () => Promise<Assessment>,
  meet: (need: Need) => Promise<void>,
  met: Set<string>,
): Promise<Assessment> {
  let assessment = await ask();
  for (let round = 0; round < mostRounds; round += 1) {
    const open = assessment.needs.filter((need) => !met.has(nameOf(need)));
    if (open.length === 0) break;
    const here = open.filter((need) => need.type !== 'vantage');
    for (const need of here.length > 0 ? here : open) {
      met.add(nameOf(need));
      await meet(need);
    }
    assessment = await ask();
  }
  return assessment;
}

export function nameOf(need: Need): string {
  if (need.type === 'vantage') return `vantage ${need.name}`;
  return need.type === 'profile' ? `profile ${need.profile}` : need.type;
}

export interface Seeing {
  readonly pictures: Pictures;
  readonly log: Pick<Logger, 'warn'>;
}

/** @param captures that the looks were made of, in the same order; what can't be read is left out and logged */
export async function seePictures(
  seeing: Seeing,
  captures: readonly Capture[],
  looks: readonly Look[],
  need: PictureNeed,
): Promise<Look[]> {
  const see = async (look: Look, index: number): Promise<Look> => {
    const screenshot = captures[index]?.rendering?.screenshot;
    if (!screenshot || !isOrdinary(look)) return look;
    try {
      return await seeOne(seeing.pictures, look, index, screenshot, need);
    } catch (error) {
      seeing.log.warn({ err: error }, 'a screenshot could not be read');
      return look;
    }
  };
  return Promise.all(looks.map(see));
}

async function seeOne(
  pictures: Pictures,
  look: Look,
  index: number,
  screenshot: Screenshot,
  need: PictureNeed,
): Promise<Look> {
  if (need.type === 'picture') return look.picture ? look : withPicture(look, await pictures.reduce(screenshot));
  return need.look === index ? withPictureWords(look, await pictures.readWords(screenshot, need.areas)) : look;
}
