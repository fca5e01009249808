/** A reseller's or registrar's page replaces the portal, and its names changed or expired: the domain was lost. */
import type { Words } from '../../domain/words.ts';
import { isAccepted } from '../accepted-values.ts';
import { isUnproven } from '../name-changes.ts';
import type { Known, NamesDetector, NamesLookContext } from './detector.ts';
import { askOwner, namesEvidence } from './names-evidence.ts';
import { registrationEnd } from './registration-end.ts';

const id = 'parked-with-changed-names';

export const parkedWithChangedNames: NamesDetector = {
  id,
  detect(context) {
    const { host, known, page, policy } = context;
    if (known === null || known.changes.page !== 'parked') return [];
    const changed = changedWords(context, known);
    if (changed === null) return [];
    return [
      namesEvidence(policy, {
        detector: id,
        family: 'names',
        kind: 'takeover',
        cues: ['parked-with-changed-names'],
        reason: {
          vi: `${host} hiển thị trang để trống hoặc rao bán tên miền, và ${changed.vi}. ${askOwner.vi}`,
          en: `${host} shows a parking page, and ${changed.en}. ${askOwner.en}`,
        },
        what: ['parked'],
        after: [page?.finalUrl ?? ''].filter((url) => url !== ''),
      }),
    ];
  },
};

/** What changed in the names; null where they look normal: then the page alone says little. */
function changedWords(context: NamesLookContext, { accepted, changes }: Known): Words | null {
  const end = registrationEnd(context);
  const { registration } = context.look;
  if (end !== null && end <= context.at) {
    return { vi: 'đăng ký tên miền đã hết hạn', en: 'the registration has ended' };
  }
  if (changes.nameServers?.reach === 'everywhere') {
    return { vi: 'máy chủ tên miền đã đổi', en: 'the name servers changed' };
  }
  if (isUnproven(changes.addresses) || changes.aliases?.reach === 'everywhere') {
    return { vi: 'địa chỉ máy chủ đã đổi', en: 'the addresses changed' };
  }
  const registrar = registration?.registrar ?? null;
  const registrars = accepted.registration?.registrars ?? [];
  if (registrar !== null && registrars.length > 0 && !isAccepted(registrars, registrar)) {
    return { vi: 'nhà đăng ký tên miền đã đổi', en: 'the registrar changed' };
  }
  return null;
}
