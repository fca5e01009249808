import { blocksLost } from './blocks-lost.ts';
import { defacerMakeup } from './defacer-makeup.ts';
import type { Detector } from './detector.ts';
import { foreignRedirect } from './foreign-redirect.ts';
import { pictureChanged } from './picture-changed.ts';
import { signaturePhrase } from './signature-phrase.ts';
import { titleChanged } from './title-changed.ts';

/** Every detector; a new one is a file of its own and a line here. */
export const detectors: readonly Detector[] = [
  signaturePhrase,
  blocksLost,
  defacerMakeup,
  titleChanged,
  foreignRedirect,
  pictureChanged,
];
