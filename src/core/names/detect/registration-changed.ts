/** The registry's data for the domain changed. */
import type { Evidence } from '../../detect/shared/detector.ts';
import { hostIndicators } from '../../detect/shared/indicators.ts';
import { type Accepted, isAccepted, valuesOf } from '../accepted-values.ts';
import { nameMeasure } from '../distance.ts';
import type { RegistrationLook } from '../name-look.ts';
import type { NamesDetector, NamesLookContext } from './detector.ts';
import { askOwner, beforeWords, listed, namesEvidence } from './names-evidence.ts';

const id = 'registration-changed';
const dayMs = 86_400_000;
/**
 * RDAP statuses (RFC 8056) of a domain removed from the DNS, being deleted, or being transferred to another registrar.
 */
const graveStatuses: ReadonlySet<string> = new Set([
  'client hold',
  'server hold',
  'pending delete',
  'redemption period',
  'pending transfer',
]);

export const registrationChanged: NamesDetector = {
  id,
  detect(context) {
    const { registration } = context.look;
    if (registration === null) return [];
    if (registration.status === 'not-found') return unknownToRegistry(context, registration);
    if (registration.status !== 'answered') return [];
    return [
      ...registeredAnew(context, registration),
      ...registrarChanged(context, registration),
      ...nameServersChanged(context, registration),
      ...graveStatus(context, registration),
      ...lockLifted(context, registration),
    ];
  },
};

type Wording = Omit<Parameters<typeof namesEvidence>[1], 'detector' | 'family' | 'kind'>;

function evidenceOf({ policy }: NamesLookContext, wording: Wording): Evidence[] {
  return [namesEvidence(policy, { detector: id, family: 'registration', kind: 'takeover', ...wording })];
}

function unknownToRegistry(context: NamesLookContext, { domain }: RegistrationLook): Evidence[] {
  if ((context.known?.accepted.registration ?? null) === null) return [];
  return evidenceOf(context, {
    cues: ['registration-changed.not-found'],
    reason: {
      vi: `Cơ quan quản lý tên miền không còn ghi nhận đăng ký của ${domain}. ${askOwner.vi}`,
      en: `The registry no longer knows ${domain}. ${askOwner.en}`,
    },
    what: ['not-found'],
  });
}

/** A domain gets a new registration date only after it was released and registered again. */
function registeredAnew(context: NamesLookContext, { domain, registeredAt }: RegistrationLook): Evidence[] {
  const before = context.known?.accepted.registration?.registeredAt ?? null;
  if (before === null || registeredAt === null || registeredAt - before < dayMs) return [];
  return evidenceOf(context, {
    cues: ['registration-changed.registered-anew'],
    reason: {
      vi: `Tên miền ${domain} đã bị đăng ký lại từ đầu: ngày đăng ký không còn như trước. ${askOwner.vi}`,
      en: `The domain ${domain} was registered again: its registration date has changed. ${askOwner.en}`,
    },
    what: ['registered', String(registeredAt)],
  });
}

function registrarChanged(context: NamesLookContext, { domain, registrar }: RegistrationLook): Evidence[] {
  const accepted = context.known?.accepted.registration?.registrars ?? [];
  if (registrar === null || accepted.length === 0 || isAccepted(accepted, registrar)) return [];
  const before = beforeWords(accepted, context.at);
  return evidenceOf(context, {
    cues: ['registration-changed.registrar'],
    reason: {
      vi: `Tên miền ${domain} đã chuyển sang nhà đăng ký khác: ${listed([registrar])}; ${before.vi}. ${askOwner.vi}`,
      en: `The domain ${domain} went to another registrar: ${listed([registrar])}; ${before.en}. ${askOwner.en}`,
    },
    what: ['registrar', registrar],
    before: valuesOf(accepted),
    after: [registrar],
  });
}

/** Adds nothing once the DNS shows the same change (`name-servers-changed`). */
function nameServersChanged(context: NamesLookContext, { domain, nameServers }: RegistrationLook): Evidence[] {
  const { at, known } = context;
  const accepted = joined(known?.accepted.registration?.nameServers, known?.accepted.records.NS);
  const isNear = nameMeasure(accepted);
  const foreign = nameServers.filter((name) => !isNear(name));
  if ((known?.accepted.registration?.nameServers ?? []).length === 0 || foreign.length === 0) return [];
  const isReported = known?.changes.nameServers?.reach === 'everywhere';
  const before = beforeWords(accepted, at);
  return evidenceOf(context, {
    cues: isReported ? [] : ['registration-changed.name-servers'],
    reason: {
      vi: `Theo dữ liệu đăng ký, ${domain} được ủy quyền cho máy chủ tên miền khác: ${listed(foreign)}; ${before.vi}. ${askOwner.vi}`,
      en: `The registry delegates ${domain} to other name servers: ${listed(foreign)}; ${before.en}. ${askOwner.en}`,
    },
    what: ['name-servers', ...foreign],
    before: valuesOf(accepted),
    after: foreign,
    indicators: hostIndicators(foreign),
  });
}

function graveStatus(context: NamesLookContext, { domain, statuses }: RegistrationLook): Evidence[] {
  const accepted = context.known?.accepted.registration?.statuses;
  const grave = statuses.filter((status) => graveStatuses.has(status) && !isAccepted(accepted, status));
  if (grave.length === 0) return [];
  return evidenceOf(context, {
    cues: ['registration-changed.grave-status'],
    reason: {
      vi: `Tên miền ${domain} có trạng thái đăng ký nghiêm trọng: ${listed(grave)} (bị tạm ngừng, chờ xóa hoặc đang chuyển nhà đăng ký). ${askOwner.vi}`,
      en: `The domain ${domain} has a grave registration status: ${listed(grave)} (held, about to be deleted, or on its way to another registrar). ${askOwner.en}`,
    },
    what: ['status', ...grave],
    before: valuesOf(accepted),
    after: statuses,
  });
}

/** A transfer begins with lifting the lock; so does ordinary maintenance. */
function lockLifted(context: NamesLookContext, { domain, statuses }: RegistrationLook): Evidence[] {
  const accepted = context.known?.accepted.registration?.statuses ?? [];
  const locks = ['client transfer prohibited', 'server transfer prohibited'];
  const lifted = locks.filter((lock) => isAccepted(accepted, lock) && !statuses.includes(lock));
  if (lifted.length === 0 || locks.some((lock) => statuses.includes(lock))) return [];
  return evidenceOf(context, {
    cues: ['registration-changed.lock-lifted'],
    reason: {
      vi: `Khóa chuyển nhượng của tên miền ${domain} đã bị gỡ.`,
      en: `The transfer lock of ${domain} was lifted.`,
    },
    what: ['lock'],
    before: lifted,
    after: statuses,
  });
}

/** Each value once. */
function joined(...lists: readonly (readonly Accepted[] | undefined)[]): Accepted[] {
  const all = lists.flatMap((list) => [...(list ?? [])]);
  return [...new Map(all.map((one) => [one.value, one])).values()];
}
