/** The certificate expires soon and was not renewed. */
import { dueWarning } from '../expiry.ts';
import type { NamesDetector } from './detector.ts';
import { endWords, isPressing } from './expiry-words.ts';
import { namesEvidence } from './names-evidence.ts';

const id = 'certificate-expiring';

export const certificateExpiring: NamesDetector = {
  id,
  detect({ at, host, look, policy, warned }) {
    const certificate = look.tls?.certificate ?? null;
    if (certificate === null) return [];
    const { validFrom, validTo } = certificate;
    const days = dueWarning(validTo, [], at, validTo - validFrom);
    // Once expired, `certificate-invalid` reports it.
    if (days === null || days === 0) return [];
    const given = warned.certificate?.expiresAt === validTo ? warned.certificate.days : [];
    if (!isPressing(days) && given.includes(days)) return [];
    const end = endWords(validTo, at);
    return [
      namesEvidence(policy, {
        detector: id,
        family: 'certificate',
        kind: 'certificate',
        cues: isPressing(days) ? ['certificate-expiring'] : [],
        reason: {
          vi: `Chứng thư số của ${host} ${end.vi} mà chưa được gia hạn. Đề nghị đơn vị vận hành gia hạn chứng thư số.`,
          en: `The certificate of ${host} ${end.en} and was not renewed. Ask the operating provider to renew it.`,
        },
        what: [String(validTo), String(days)],
      }),
    ];
  },
};
