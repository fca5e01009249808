/** The zone names another primary server, or lets other authorities issue certificates. Weak alone. */
import { registrableDomain } from '../../address.ts';
import type { Evidence } from '../../detect/detector.ts';
import { isAccepted, valuesOf } from '../accepted-values.ts';
import { nameIn, nameMeasure } from '../distance.ts';
import { departureOf, repliesOf } from '../voices.ts';
import type { Known, NamesDetector, NamesLookContext } from './detector.ts';
import { beforeWords, listed, namesEvidence } from './names-evidence.ts';

const id = 'authority-changed';

export const authorityChanged: NamesDetector = {
  id,
  detect(context) {
    return context.known === null ? [] : [...primary(context, context.known), ...issuers(context, context.known)];
  },
};

function primary({ at, look, policy }: NamesLookContext, { accepted }: Known): Evidence[] {
  const known = accepted.records.SOA ?? [];
  const change = departureOf(repliesOf(look, ['SOA']), nameMeasure(known));
  if (known.length === 0 || change === null || change.reach === 'only-at') return [];
  const before = beforeWords(known, at);
  return [
    namesEvidence(policy, {
      detector: id,
      family: 'names',
      kind: 'takeover',
      cues: ['authority-changed.primary'],
      reason: {
        vi: `Bản ghi SOA của ${look.zone} nêu máy chủ chính khác: ${listed(change.values)}; ${before.vi}.`,
        en: `The SOA record of ${look.zone} names another primary server: ${listed(change.values)}; ${before.en}.`,
      },
      what: ['SOA', ...change.values.map((value) => registrableDomain(nameIn(value)))],
      before: valuesOf(known),
      after: change.values,
    }),
  ];
}

function issuers({ at, look, policy }: NamesLookContext, { accepted }: Known): Evidence[] {
  const known = accepted.records.CAA ?? [];
  const voices = repliesOf(look, ['CAA']);
  const change = departureOf(voices, (value) => isAccepted(known, value));
  // A name that is said to be missing altogether says nothing of its limits.
  const isLifted = voices.length > 0 && voices.every(({ status }) => status === 'no-data');
  if (known.length === 0 || (change === null && !isLifted) || change?.reach === 'only-at') return [];
  const before = beforeWords(known, at);
  const now = change?.values ?? [];
  return [
    namesEvidence(policy, {
      detector: id,
      family: 'names',
      kind: 'takeover',
      cues: ['authority-changed.issuers'],
      reason: {
        vi: `Tổ chức được phép cấp chứng thư số cho ${look.zone} (CAA) đã đổi: ${isLifted ? 'không còn giới hạn' : listed(now)}; ${before.vi}.`,
        en: `Who may issue certificates for ${look.zone} (CAA) changed: ${isLifted ? 'no longer limited' : listed(now)}; ${before.en}.`,
      },
      what: ['CAA', ...now],
      before: valuesOf(known),
      after: now,
    }),
  ];
}
