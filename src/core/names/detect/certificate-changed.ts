/** The certificate comes from an issuer new to this host. A new key by a known issuer is a renewal. */
import type { WeightName } from '../../policy.ts';
import { keyOf } from '../accepted-names.ts';
import { isAccepted, valuesOf } from '../accepted-values.ts';
import { issuerOf } from '../issuer.ts';
import { isNewError, wasValid } from '../witness.ts';
import type { NamesDetector } from './detector.ts';
import { isFar } from './far-certificate.ts';
import { askHost, askOperator, beforeWords, listed, namesEvidence } from './names-evidence.ts';

const id = 'certificate-changed';

export const certificateChanged: NamesDetector = {
  id,
  detect(context) {
    const { at, host, known, look, policy } = context;
    const certificate = look.tls?.certificate ?? null;
    const tls = known?.accepted.tls ?? null;
    if (known === null || certificate === null || tls === null) return [];
    if (isAccepted(tls.keys, keyOf(certificate))) return [];
    // An invalid chain can name any issuer (`certificate-invalid`).
    if (isNewError(known.accepted, certificate)) return [];
    const issuer = issuerOf(certificate);
    const isRenewal = isAccepted(tls.issuers, issuer);
    const isFarAway = isFar(known, look);
    // A portal whose own certificate was never valid and now is was fixed.
    const isMended = !wasValid(known.accepted) && certificate.error === null && !isFarAway;
    const cues: WeightName[] = isRenewal || isMended ? [] : ['certificate-changed.issuer'];
    const ask = isFarAway ? askHost : askOperator;
    const before = beforeWords(tls.issuers, at);
    const reason = isRenewal
      ? {
          vi: `Chứng thư số của ${host} đã được gia hạn bằng khóa mới, vẫn do ${listed([issuer])} cấp.`,
          en: `The certificate of ${host} was renewed with a new key, again by ${listed([issuer])}.`,
        }
      : {
          vi: `Chứng thư số của ${host} nay do tổ chức khác cấp: ${listed([issuer])}; ${before.vi}. ${ask.vi}`,
          en: `The certificate of ${host} is now issued by another authority: ${listed([issuer])}; ${before.en}. ${ask.en}`,
        };
    return [
      namesEvidence(policy, {
        detector: id,
        family: 'certificate',
        kind: isFarAway ? 'takeover' : 'certificate',
        cues,
        reason,
        what: [issuer],
        before: valuesOf(tls.issuers),
        after: [issuer],
      }),
    ];
  },
};
