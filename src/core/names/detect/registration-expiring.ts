/** The domain's registration expires soon, or has expired: whoever registers it next owns the portal's name. */
import { registrableDomain } from '../../address.ts';
import { dueWarning } from '../expiry.ts';
import type { NamesDetector } from './detector.ts';
import { endWords, isPressing } from './expiry-words.ts';
import { namesEvidence } from './names-evidence.ts';
import { registrationEnd } from './registration-end.ts';

const id = 'registration-expiring';

export const registrationExpiring: NamesDetector = {
  id,
  detect(context) {
    const { at, host, look, policy, warned } = context;
    const expiresAt = registrationEnd(context);
    const days = expiresAt === null ? null : dueWarning(expiresAt, [], at);
    if (expiresAt === null || days === null) return [];
    const given = warned.registration?.expiresAt === expiresAt ? warned.registration.days : [];
    if (!isPressing(days) && given.includes(days)) return [];
    const domain = look.registration?.domain ?? registrableDomain(host);
    const end = endWords(expiresAt, at);
    return [
      namesEvidence(policy, {
        detector: id,
        family: 'registration',
        kind: 'takeover',
        cues: isPressing(days) ? ['registration-expiring'] : [],
        reason: {
          vi: `Đăng ký tên miền ${domain} ${end.vi}. Đề nghị cơ quan chủ quản gia hạn ngay với nhà đăng ký; tên miền hết hạn có thể bị người khác đăng ký.`,
          en: `The registration of ${domain} ${end.en}. The agency should renew it with the registrar; an expired name can be registered by anybody.`,
        },
        what: [String(expiresAt), String(days)],
      }),
    ];
  },
};
