import { areaChanged } from './area-changed.ts';
import { barePage } from './bare-page.ts';
import { blocksLost } from './blocks-lost.ts';
import { cloaked } from './cloaked.ts';
import { codeInText } from './code-in-text.ts';
import { coveringLayer } from './covering-layer.ts';
import { defacerMakeup } from './defacer-makeup.ts';
import type { Detector } from './detector.ts';
import { dialogShown } from './dialog-shown.ts';
import { droppedFile } from './dropped-file.ts';
import { foreignRedirect } from './foreign-redirect.ts';
import { foreignTemplate } from './foreign-template.ts';
import { framesAdded } from './frames-added.ts';
import { headChanged } from './head-changed.ts';
import { hiddenText } from './hidden-text.ts';
import { imageSwapped } from './image-swapped.ts';
import { inlineHandlers } from './inline-handlers.ts';
import { linksAdded } from './links-added.ts';
import { markupAdded } from './markup-added.ts';
import { notFoundChanged } from './not-found-changed.ts';
import { pictureChanged } from './picture-changed.ts';
import { scriptsAdded } from './scripts-added.ts';
import { signaturePhrase } from './signature-phrase.ts';
import { spamWords } from './spam-words.ts';
import { titleChanged } from './title-changed.ts';

/** Every detector; a new one is a file of its own and a line here. */
export const detectors: readonly Detector[] = [
  signaturePhrase,
  areaChanged,
  barePage,
  blocksLost,
  cloaked,
  codeInText,
  coveringLayer,
  defacerMakeup,
  droppedFile,
  dialogShown,
  titleChanged,
  foreignRedirect,
  foreignTemplate,
  framesAdded,
  headChanged,
  hiddenText,
  imageSwapped,
  inlineHandlers,
  linksAdded,
  markupAdded,
  notFoundChanged,
  pictureChanged,
  scriptsAdded,
  spamWords,
];
