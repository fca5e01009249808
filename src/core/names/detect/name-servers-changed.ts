/** The zone's name servers belong to a provider that never served it. */
import { registrableDomain } from '../../address.ts';
import { hostIndicators } from '../../detect/shared/indicators.ts';
import type { WeightName } from '../../policy.ts';
import { valuesOf } from '../accepted-values.ts';
import { isUnproven } from '../name-changes.ts';
import type { NamesDetector } from './detector.ts';
import { askOwner, beforeWords, listed, namesEvidence } from './names-evidence.ts';

const id = 'name-servers-changed';

export const nameServersChanged: NamesDetector = {
  id,
  detect({ at, known, look, policy }) {
    const change = known?.changes.nameServers ?? null;
    if (known === null || change === null || change.reach === 'only-at') return [];
    const accepted = known.accepted.records.NS;
    const cues: WeightName[] = [change.isWhole ? 'name-servers-changed.all' : 'name-servers-changed.some'];
    const isWithAddresses = change.isWhole && isUnproven(known.changes.addresses);
    if (isWithAddresses) cues.push('name-servers-changed.with-addresses');
    const before = beforeWords(accepted, at);
    const which = change.isWhole
      ? { vi: 'Toàn bộ máy chủ tên miền', en: 'All name servers' }
      : { vi: 'Một phần máy chủ tên miền', en: 'Some of the name servers' };
    const together = isWithAddresses
      ? { vi: ' Địa chỉ của cổng cũng đổi cùng lúc.', en: ' The portal’s addresses changed with them.' }
      : { vi: '', en: '' };
    return [
      namesEvidence(policy, {
        detector: id,
        family: 'names',
        kind: 'takeover',
        cues,
        reason: {
          vi: `${which.vi} của ${look.zone} đã đổi: ${listed(change.values)}; ${before.vi}.${together.vi} ${askOwner.vi}`,
          en: `${which.en} of ${look.zone} changed: ${listed(change.values)}; ${before.en}.${together.en} ${askOwner.en}`,
        },
        what: [...new Set(change.values.map(registrableDomain))].sort(),
        before: valuesOf(accepted),
        after: change.values,
        indicators: hostIndicators(change.values),
      }),
    ];
  },
};
