/** The certificate is invalid in a way that it never was before. */
import type { Certificate } from '../../domain/capture.ts';
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import { keyOf } from '../accepted-names.ts';
import { isAccepted, valuesOf } from '../accepted-values.ts';
import { issuerOf } from '../issuer.ts';
import { isNewError } from '../witness.ts';
import type { NamesDetector } from './detector.ts';
import { isFar } from './far-certificate.ts';
import { askHost, askOperator, listed, namesEvidence } from './names-evidence.ts';

const id = 'certificate-invalid';

export const certificateInvalid: NamesDetector = {
  id,
  detect({ host, known, look, policy }) {
    const certificate = look.tls?.certificate ?? null;
    if (certificate === null || certificate.error === null) return [];
    const words = errorWords(certificate.error);
    const accepted = known?.accepted ?? null;
    const isKnown = accepted === null || accepted.tls === null || !isNewError(accepted, certificate);
    const isFarAway = known !== null && isFar(known, look);
    const cues = isKnown ? [] : [cueOf(certificate, isAccepted(accepted.tls?.keys, keyOf(certificate)))];
    const asked = isFarAway ? askHost : askOperator;
    const ask = isKnown ? { vi: '', en: '' } : { vi: ` ${asked.vi}`, en: ` ${asked.en}` };
    return [
      namesEvidence(policy, {
        detector: id,
        family: 'certificate',
        kind: isFarAway ? 'takeover' : 'certificate',
        cues,
        reason: {
          vi: `Chứng thư số của ${host} không hợp lệ: ${words.vi}${isKnown ? ' (đã có từ trước)' : ''}.${ask.vi}`,
          en: `The certificate of ${host} is not valid: ${words.en}${isKnown ? ' (it was so before)' : ''}.${ask.en}`,
        },
        what: [certificate.error, issuerOf(certificate)],
        before: valuesOf(accepted?.tls?.issuers),
        after: [`${listed([certificate.subject])} (${listed([certificate.issuer])})`],
      }),
    ];
  },
};

function cueOf({ error }: Certificate, isSameKey: boolean): WeightName {
  if (error === 'CERT_HAS_EXPIRED') return 'certificate-invalid.expired';
  return isSameKey ? 'certificate-invalid.same-key' : 'certificate-invalid.chain';
}

const words = (vi: string, en: string): Words => ({ vi, en });

/** Node's names of verification errors. */
const errors: Readonly<Record<string, Words>> = {
  CERT_HAS_EXPIRED: words('đã hết hạn', 'it has expired'),
  CERT_NOT_YET_VALID: words('chưa đến thời hạn hiệu lực', 'it is not valid yet'),
  CERT_REVOKED: words('đã bị thu hồi', 'it was revoked'),
  ERR_TLS_CERT_ALTNAME_INVALID: words('cấp cho tên miền khác', 'it was issued for another name'),
  DEPTH_ZERO_SELF_SIGNED_CERT: words('tự ký, không do tổ chức nào cấp', 'it is signed by itself'),
  SELF_SIGNED_CERT_IN_CHAIN: words('do tổ chức không được tin cậy cấp', 'its authority is not trusted'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: words('thiếu chứng thư số trung gian', 'an intermediate certificate is missing'),
  UNABLE_TO_GET_ISSUER_CERT: words('thiếu chứng thư số trung gian', 'an intermediate certificate is missing'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: words('do tổ chức không được tin cậy cấp', 'its authority is not trusted'),
};

function errorWords(error: string): Words {
  return errors[error] ?? words(`lỗi xác thực ${listed([error])}`, `verification fails with ${listed([error])}`);
}
