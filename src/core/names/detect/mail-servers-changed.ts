/** The domain's mail goes to servers of a provider that never received it. */
import { registrableDomain } from '../../address.ts';
import { hostIndicators } from '../../detect/shared/indicators.ts';
import type { WeightName } from '../../policy.ts';
import { valuesOf } from '../accepted-values.ts';
import { namesIn } from '../name-changes.ts';
import type { NamesDetector } from './detector.ts';
import { askOwner, beforeWords, listed, namesEvidence } from './names-evidence.ts';

const id = 'mail-servers-changed';

export const mailServersChanged: NamesDetector = {
  id,
  detect({ at, known, look, policy }) {
    const change = known?.changes.mailServers ?? null;
    if (known === null || change === null || change.reach === 'only-at') return [];
    const accepted = known.accepted.records.MX;
    const cue: WeightName = change.isWhole ? 'mail-servers-changed.all' : 'mail-servers-changed.some';
    const servers = namesIn(change.values);
    const before = beforeWords(accepted, at);
    return [
      namesEvidence(policy, {
        detector: id,
        family: 'names',
        kind: 'takeover',
        cues: [cue],
        reason: {
          vi: `Thư điện tử gửi đến ${look.zone} hiện do máy chủ lạ tiếp nhận: ${listed(servers)}; ${before.vi}. ${askOwner.vi}`,
          en: `Mail to ${look.zone} now goes to servers never seen: ${listed(servers)}; ${before.en}. ${askOwner.en}`,
        },
        what: [...new Set(servers.map(registrableDomain))].sort(),
        before: valuesOf(accepted),
        after: change.values,
        indicators: hostIndicators(servers),
      }),
    ];
  },
};
