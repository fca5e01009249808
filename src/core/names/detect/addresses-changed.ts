/** The host resolves to addresses in networks where it never did. */
import { registrableDomain } from '../../address.ts';
import type { Evidence } from '../../detect/shared/detector.ts';
import { hostIndicators } from '../../detect/shared/indicators.ts';
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import { valuesOf } from '../accepted-values.ts';
import type { AddressChange } from '../name-changes.ts';
import { isContradicted } from '../name-changes.ts';
import { wideNetworkOf } from '../networks.ts';
import type { Known, NamesDetector, NamesLookContext } from './detector.ts';
import { askHost, beforeWords, listed, namesEvidence } from './names-evidence.ts';

const id = 'addresses-changed';

export const addressesChanged: NamesDetector = {
  id,
  detect(context) {
    const { known } = context;
    if (known === null) return [];
    const change = known.changes.addresses;
    if (change === null) return aliasRemark(context, known);
    // Differences at single servers belong to `resolvers-disagree`, except for a pool that gives each its own.
    if (change.reach === 'only-at' && !change.isRotation) return [];
    return [evidence(context, known, change)];
  },
};

function evidence(context: NamesLookContext, { accepted, changes }: Known, change: AddressChange): Evidence {
  const { at, host, policy } = context;
  const cues = cuesOf(change);
  const old = [...(accepted.records.A ?? []), ...(accepted.records.AAAA ?? [])];
  const before = beforeWords(old, at);
  const isRemark = cues.length === 0;
  const proof = proofWords(change);
  const domains = (changes.aliases?.values ?? []).map(registrableDomain);
  return namesEvidence(policy, {
    detector: id,
    family: 'names',
    kind: 'takeover',
    cues,
    reason: {
      vi: `${host} trỏ đến địa chỉ ở mạng khác: ${withCountries(context, change.values)}; ${before.vi}. ${proof.vi}${isRemark ? '' : ` ${askHost.vi}`}`,
      en: `${host} leads to addresses in another network: ${withCountries(context, change.values)}; ${before.en}. ${proof.en}${isRemark ? '' : ` ${askHost.en}`}`,
    },
    // Another of the server's addresses may answer first next time: the wide network, or the alias before it,
    // identifies the same move.
    what: domains.length > 0 ? domains : [...new Set(change.values.map(wideNetworkOf))].sort(),
    before: valuesOf(old).slice(0, 20),
    after: [...(changes.aliases?.values ?? []), ...change.values],
    indicators: hostIndicators([...change.values, ...(changes.aliases?.values ?? [])]),
  });
}

function cuesOf(change: AddressChange): WeightName[] {
  if (change.tls === 'same-key') return [];
  if (change.isRotation && !isContradicted(change)) return [];
  const cues: WeightName[] = [
    change.distance === 'foreign' && !change.isBehindAlias ? 'addresses-changed.foreign' : 'addresses-changed.provider',
  ];
  if (change.page === 'other') cues.push('addresses-changed.other-page');
  return cues;
}

function proofWords({ isRotation, page, tls }: AddressChange): Words {
  if (tls === 'same-key') {
    return {
      vi: 'Máy chủ mới dùng đúng khóa chứng thư số đã biết.',
      en: 'The new server holds the known certificate key.',
    };
  }
  if (page === 'other') {
    return { vi: 'Trang web tại đó là một trang khác hẳn.', en: 'The page there is another one altogether.' };
  }
  if (isRotation && tls !== 'invalid' && tls !== 'other-issuer') {
    return {
      vi: 'Tên này vốn dùng nhiều địa chỉ luân phiên.',
      en: 'This name is known to rotate over many addresses.',
    };
  }
  const shown =
    page === 'same'
      ? { vi: 'trang web vẫn như cũ', en: 'the page is the same' }
      : { vi: 'chưa đối chiếu được trang web', en: 'the page could not be compared' };
  const key =
    tls === 'silent'
      ? { vi: 'Không có chứng thư số để đối chiếu', en: 'There is no certificate to compare' }
      : { vi: 'Chứng thư số tại đó dùng khóa mới', en: 'The certificate there has a new key' };
  return { vi: `${key.vi}; ${shown.vi}.`, en: `${key.en}; ${shown.en}.` };
}

function withCountries({ countryOf }: NamesLookContext, addresses: readonly string[]): string {
  const [first = ''] = addresses;
  const country = countryOf(first);
  return `${listed(addresses)}${country === null ? '' : ` (${country.slice(0, 2)})`}`;
}

/** Another alias for the same addresses. */
function aliasRemark({ host, policy }: NamesLookContext, { accepted, changes }: Known): Evidence[] {
  const { aliases } = changes;
  if (aliases === null || aliases.reach === 'only-at') return [];
  const old = valuesOf(accepted.records.CNAME);
  return [
    namesEvidence(policy, {
      detector: id,
      family: 'names',
      kind: 'takeover',
      cues: [],
      reason: {
        vi: `${host} nay là bí danh của ${listed(aliases.values)}, vẫn trỏ đến các địa chỉ đã biết.`,
        en: `${host} is now an alias of ${listed(aliases.values)} and still leads to known addresses.`,
      },
      what: [],
      before: old,
      after: aliases.values,
      indicators: hostIndicators(aliases.values),
    }),
  ];
}
