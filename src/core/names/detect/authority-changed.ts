/** The zone names another primary server, or lets other authorities issue certificates. Weak alone. */
import { registrableDomain } from '../../address.ts';
import type { Evidence } from '../../detect/shared/detector.ts';
import { hostIndicators, textIndicators } from '../../detect/shared/indicators.ts';
import type { Indicator } from '../../domain/finding.ts';
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
      indicators: change.values.flatMap(authorityIndicators),
    }),
  ];
}

/** The server, and the zone administrator's mailbox, whose `@` is written as a dot (RFC 1035). */
function authorityIndicators(value: string): Indicator[] {
  const [server = '', mailbox = ''] = value.split(' ');
  return [...hostIndicators([server]), ...textIndicators('handle', mailbox.replace('.', '@').toLowerCase())];
}

/** The permitted issuers do not identify an attacker: anyone can use an authority. */
function issuers({ at, look, policy }: NamesLookContext, { accepted }: Known): Evidence[] {
  const known = accepted.records.CAA ?? [];
  const voices = repliesOf(look, ['CAA']);
  const change = departureOf(voices, (value) => isAccepted(known, value));
  // A name reported as missing altogether says nothing about its issuer limits.
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
