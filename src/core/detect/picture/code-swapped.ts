/** A permanent QR code has a different content: whoever it names receives the payments or visitors. */
import { paymentAccount } from '../../facts/text/payment-code.ts';
import { swappedCodes } from '../../learned/learned-images.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { whose } from '../shared/whose.ts';

const id = 'code-swapped';
const mostFindings = 3;

export const codeSwapped: Detector = {
  id,
  detect({ look, baseline, picture, policy, targetUrl }) {
    if (picture === null || look.picture === null) return [];
    const learned = baseline?.content.picture?.images ?? [];
    return swappedCodes(learned, look.picture.images ?? [])
      .slice(0, mostFindings)
      .map(({ before, now, box }): Evidence => {
        const cue = cueOf(now, targetUrl);
        const [was, is] = [sayingOf(before), sayingOf(now)];
        return {
          nature: cue === 'code-swapped.other' ? 'changed' : 'added',
          finding: {
            detector: id,
            cues: [cue],
            family: 'picture',
            kind: 'injection',
            score: policy.weights[cue],
            reason: {
              vi: `Mã QR trên trang trước nay là ${quoted(was, 120)}, nay là ${quoted(is, 120)}.`,
              en: `A QR code on the page always said ${quoted(was, 120)} and now says ${quoted(is, 120)}.`,
            },
            fingerprint: fingerprint(id, now),
            place: { box, before, after: now },
            indicators: indicatorList(indicatorsIn(now, targetUrl)),
          },
        };
      });
  },
};

function cueOf(code: string, targetUrl: string): WeightName {
  if (paymentAccount(code) !== null) return 'code-swapped.payment';
  const host = URL.parse(code)?.host ?? null;
  return host !== null && host !== '' && whose(host, targetUrl) === 'foreign'
    ? 'code-swapped.address'
    : 'code-swapped.other';
}

/** The account of a payment code (its other digits mean nothing to people), or the code's text. */
function sayingOf(code: string): string {
  const account = paymentAccount(code);
  return account === null || account === '' ? code : account;
}
