/** Meets the judge's needs about screenshots: a reduced picture, and the words in it. */
import type { Logger } from 'pino';
import type { Capture, Screenshot } from '../../../core/domain/capture.ts';
import type { Need } from '../../../core/domain/finding.ts';
import { type Look, withPicture, withPictureWords } from '../../../core/facts/look.ts';
import { isOrdinary } from '../../../core/judge/profile-look.ts';
import type { Pictures } from '../../../core/ports.ts';
import { type Gathered, withLooks } from './gathered.ts';
import type { Meeters } from './meet.ts';

type PictureNeed = Extract<Need, { readonly type: 'picture' | 'words-in-picture' }>;

export interface Seeing {
  readonly pictures: Pictures;
  readonly log: Pick<Logger, 'warn'>;
}

/** Meets needs that the gathered screenshots can answer. */
export function pictureMeeters(seeing: Seeing): Pick<Meeters, PictureNeed['type']> {
  const see = async (gathered: Gathered, need: PictureNeed): Promise<Gathered> => {
    const { captures, observation } = gathered;
    return withLooks(gathered, await seePictures(seeing, captures, observation.looks, need));
  };
  return { picture: see, 'words-in-picture': see };
}

/** @param captures that the looks were built from, in the same order; unreadable ones are left out and logged */
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
      seeing.log.warn({ err: error }, 'could not read a screenshot');
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
