import { clipboardWritten } from './behaviour/clipboard-written.ts';
import { codeMade } from './behaviour/code-made.ts';
import { downloadStarted } from './behaviour/download-started.ts';
import { formRetargeted } from './behaviour/form-retargeted.ts';
import { historyFilled } from './behaviour/history-filled.ts';
import { hostsContacted } from './behaviour/hosts-contacted.ts';
import { plantedElements } from './behaviour/planted-elements.ts';
import { recordOverflowed } from './behaviour/record-overflowed.ts';
import { rightsAsked } from './behaviour/rights-asked.ts';
import { talksAway } from './behaviour/talks-away.ts';
import { windowsOpened } from './behaviour/windows-opened.ts';
import { foreignRedirect } from './links/foreign-redirect.ts';
import { formSendsAway } from './links/form-sends-away.ts';
import { framesAdded } from './links/frames-added.ts';
import { headLeadsAway } from './links/head-leads-away.ts';
import { linkRetargeted } from './links/link-retargeted.ts';
import { linksAdded } from './links/links-added.ts';
import { programOffered } from './links/program-offered.ts';
import { barePage } from './page/bare-page.ts';
import { cloaked } from './page/cloaked.ts';
import { defacerMakeup } from './page/defacer-makeup.ts';
import { droppedFile } from './page/dropped-file.ts';
import { foreignTemplate } from './page/foreign-template.ts';
import { markupAdded } from './page/markup-added.ts';
import { notFoundChanged } from './page/not-found-changed.ts';
import { nothingShown } from './page/nothing-shown.ts';
import { styleChanged } from './page/style-changed.ts';
import { unreadableText } from './page/unreadable-text.ts';
import { areaChanged } from './picture/area-changed.ts';
import { codeSwapped } from './picture/code-swapped.ts';
import { coloursGone } from './picture/colours-gone.ts';
import { coveringLayer } from './picture/covering-layer.ts';
import { imageSwapped } from './picture/image-swapped.ts';
import { pictureChanged } from './picture/picture-changed.ts';
import { attackLikeCode } from './scripts/attack-like-code.ts';
import { dataSent } from './scripts/data-sent.ts';
import { dialogShown } from './scripts/dialog-shown.ts';
import { hiddenCode } from './scripts/hidden-code.ts';
import { inlineHandlers } from './scripts/inline-handlers.ts';
import { ledByScript } from './scripts/led-by-script.ts';
import { pageRewritten } from './scripts/page-rewritten.ts';
import { scriptsAdded } from './scripts/scripts-added.ts';
import { scriptsRetargeted } from './scripts/scripts-retargeted.ts';
import type { Detector } from './shared/detector.ts';
import { asksToRun } from './text/asks-to-run.ts';
import { blocksLost } from './text/blocks-lost.ts';
import { codeInText } from './text/code-in-text.ts';
import { contactChanged } from './text/contact-changed.ts';
import { defacerWording } from './text/defacer-wording.ts';
import { headChanged } from './text/head-changed.ts';
import { hiddenText } from './text/hidden-text.ts';
import { signaturePhrase } from './text/signature-phrase.ts';
import { spamWording } from './text/spam-wording.ts';
import { spamWords } from './text/spam-words.ts';
import { steadyTextReplaced } from './text/steady-text-replaced.ts';
import { strangeTongue } from './text/strange-tongue.ts';
import { structuredDataChanged } from './text/structured-data-changed.ts';
import { titleChanged } from './text/title-changed.ts';

/** All detectors; a new one needs its own file and a line here. */
export const detectors: readonly Detector[] = [
  signaturePhrase,
  areaChanged,
  asksToRun,
  attackLikeCode,
  barePage,
  blocksLost,
  cloaked,
  codeInText,
  codeSwapped,
  coloursGone,
  coveringLayer,
  defacerMakeup,
  droppedFile,
  dataSent,
  dialogShown,
  titleChanged,
  foreignRedirect,
  foreignTemplate,
  framesAdded,
  headChanged,
  hiddenCode,
  hiddenText,
  imageSwapped,
  inlineHandlers,
  ledByScript,
  linksAdded,
  markupAdded,
  notFoundChanged,
  nothingShown,
  pageRewritten,
  pictureChanged,
  scriptsAdded,
  spamWords,
  defacerWording,
  spamWording,
  clipboardWritten,
  codeMade,
  downloadStarted,
  formRetargeted,
  historyFilled,
  hostsContacted,
  plantedElements,
  recordOverflowed,
  rightsAsked,
  talksAway,
  windowsOpened,
  unreadableText,
  contactChanged,
  formSendsAway,
  headLeadsAway,
  linkRetargeted,
  programOffered,
  scriptsRetargeted,
  structuredDataChanged,
  styleChanged,
  steadyTextReplaced,
  strangeTongue,
];
