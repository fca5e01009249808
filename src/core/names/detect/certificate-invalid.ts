/** The certificate no longer holds, in a way in which it always did. */
import type { Certificate, Words } from '../../model.ts';
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
    const isElsewhere = known !== null && isFar(known, look);
    const cues = isKnown ? [] : [cueOf(certificate, isAccepted(accepted.tls?.keys, keyOf(certificate)))];
    const asked = isElsewhere ? askHost : askOperator;
    const ask = isKnown ? { vi: '', en: '' } : { vi: ` ${asked.vi}`, en: ` ${asked.en}` };
    return [
      namesEvidence(policy, {
        detector: id,
        family: 'certificate',
        kind: isElsewhere ? 'takeover' : 'certificate',
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

const say = (vi: string, en: string): Words => ({ vi, en });

/** Node's names of verification errors. */
const errors: Readonly<Record<string, Words>> = {
  CERT_HAS_EXPIRED: say('đã hết hạn', 'it has expired'),
  CERT_NOT_YET_VALID: say('chưa đến thời hạn hiệu lực', 'it is not valid yet'),
  CERT_REVOKED: say('đã bị thu hồi', 'it was revoked'),
  ERR_TLS_CERT_ALTNAME_INVALID: say('cấp cho tên miền khác', 'it was issued for another name'),
  DEPTH_ZERO_SELF_SIGNED_CERT: say('tự ký, không do tổ chức nào cấp', 'it is signed by itself'),
  SELF_SIGNED_CERT_IN_CHAIN: say('do tổ chức không được tin cậy cấp', 'its authority is not trusted'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: say('thiếu chứng thư số trung gian', 'an intermediate certificate is missing'),
  UNABLE_TO_GET_ISSUER_CERT: say('thiếu chứng thư số trung gian', 'an intermediate certificate is missing'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: say('do tổ chức không được tin cậy cấp', 'its authority is not trusted'),
};

function errorWords(error: string): Words {
  return errors[error] ?? say(`lỗi xác thực ${listed([error])}`, `verification fails with ${listed([error])}`);
}
