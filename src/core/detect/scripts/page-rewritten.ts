/** A new script that replaces or hides the page. */
import type { WeightName } from '../../policy.ts';
import type { FreshScript } from '../../scripts/fresh-scripts.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'page-rewritten';

export const pageRewritten: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy, targetUrl }: LookContext, { scripts = [], learned }: ViewContext): Evidence[] {
  const way = learned === null ? 'first-sight' : 'learned';
  const found = scripts.flatMap((script) => {
    const cue = cueOf(script, way);
    return cue === null ? [] : [{ script, cue }];
  });
  return found
    .sort((a, b) => policy.weights[b.cue] - policy.weights[a.cue])
    .slice(0, 1)
    .map(({ script, cue }) => toEvidence(script, cue, policy.weights[cue], targetUrl));
}

/** Characters from which the written content is a page of its own rather than an application's message. */
const charactersFrom = 20;

function cueOf({ reading }: FreshScript, way: 'learned' | 'first-sight'): WeightName | null {
  const { wholePage, hidesPage } = reading;
  const isPage = wordsOf(wholePage).length >= charactersFrom || /<(?:img|iframe|svg|video)\b/i.test(wholePage);
  if (isPage) return `page-rewritten.${way}.replaced`;
  return hidesPage ? `page-rewritten.${way}.hidden` : null;
}

function wordsOf(markup: string): string {
  return markup
    .slice(0, 20_000)
    .replace(/<(style|script)\b[^<]*/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function toEvidence({ key, reading }: FreshScript, cue: WeightName, score: number, targetUrl: string): Evidence {
  const isHidden = cue.endsWith('.hidden');
  const words = wordsOf(reading.wholePage);
  const text = isHidden || words === '' ? null : quoted(words, 120);
  return {
    nature: 'added',
    finding: {
      detector: id,
      cues: [cue],
      family: 'frames',
      kind: 'defacement',
      score,
      reason: isHidden
        ? { vi: 'Mã lệnh chưa từng có che giấu cả trang.', en: 'A script that was never there hides the whole page.' }
        : {
            vi: `Mã lệnh trên trang thay toàn bộ nội dung trang${text === null ? '' : ` bằng ${text}`}.`,
            en: `A script on the page replaces all of it${text === null ? '' : ` with ${text}`}.`,
          },
      fingerprint: fingerprint(id, key),
      place: { after: words.slice(0, 500) },
      indicators: indicatorList(indicatorsIn(words, targetUrl)),
    },
  };
}
