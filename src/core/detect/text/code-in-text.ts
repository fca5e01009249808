/** Program code or markup shown as page text: a badly planted snippet, or the page of an attack tool. */
import type { TextBlock } from '../../facts/page-facts.ts';
import { scriptFeatures } from '../../facts/scripts/script-features.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'code-in-text';
const shortest = 80;
/** Share of code punctuation from which text is code. Prose has under 6 %, tables of figures under 10 %. */
const signShare = 0.12;
const sign = /[{}()[\];=<>+&|\\"'_$%]/g;
/** Never found in ordinary text, even with little punctuation around it. */
const telling: ReadonlySet<string> = new Set([
  'escapes',
  'long-literal',
  'packed',
  'broken-strings',
  'reversed',
  'hides-element',
  'odd-names',
]);
const keyword = /\bfunction\b|\bvar\b|\breturn\b|\bdocument\b|\bwindow\b|<\/?(?:script|div|iframe|a)\b|=>|fromCharCode/;

export const codeInText: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy, targetUrl }: LookContext, { facts, comparison }: ViewContext): Evidence[] {
  // Advertisements and templates keep their markup in hidden parts.
  const code = (comparison?.added ?? facts.blocks).filter((one) => !one.hidden && isCode(one));
  // At first sight a programming lesson fetches and decodes too; only obfuscation counts.
  const isAble = ({ text }: TextBlock): boolean =>
    scriptFeatures(text).some((feature) => comparison !== null || telling.has(feature));
  const block = code.find(isAble) ?? code[0];
  if (block === undefined) return [];
  const cues: WeightName[] = [comparison === null ? 'code-in-text.first-sight' : 'code-in-text.learned'];
  if (isAble(block)) cues.push('code-in-text.able');
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues,
        family: 'scripts',
        kind: 'injection',
        score: weigh(policy, cues),
        reason: {
          vi: `Mã lệnh hoặc mã nguồn trang hiện ra như nội dung văn bản: ${quoted(block.text, 120)}.`,
          en: `Program code or markup stands in the page as text: ${quoted(block.text, 120)}.`,
        },
        fingerprint: fingerprint(id, block.key),
        place: { path: facts.places[block.place] ?? '', after: block.text.slice(0, 500) },
        indicators: indicatorList(indicatorsIn(block.text, targetUrl)),
      },
    },
  ];
}

function isCode({ text }: TextBlock): boolean {
  if (text.length < shortest || !keyword.test(text)) return false;
  if ((text.match(sign)?.length ?? 0) >= text.length * signShare) return true;
  return scriptFeatures(text).some((feature) => telling.has(feature));
}
