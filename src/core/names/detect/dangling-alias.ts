/** The host is an alias at a provider where nobody holds that name (any more): whoever claims it owns the portal. */

import type { Evidence } from '../../detect/shared/detector.ts';
import { hostIndicators } from '../../detect/shared/indicators.ts';
import { findPhrases, matchWords } from '../../detect/shared/phrase-index.ts';
import type { Look } from '../../facts/look.ts';
import type { WeightName } from '../../policy.ts';
import { reportedValues } from '../accepted-names.ts';
import { type AliasProvider, providerOf } from '../alias-providers.ts';
import { repliesOf } from '../voices.ts';
import type { NamesDetector, NamesLookContext } from './detector.ts';
import { listed, namesEvidence } from './names-evidence.ts';

const id = 'dangling-alias';
/** Such pages are short. */
const readCap = 4_000;

export const danglingAlias: NamesDetector = {
  id,
  detect(context) {
    const { look, policy } = context;
    for (const alias of reportedValues(look, 'CNAME')) {
      const provider = providerOf(policy.aliasProviders, alias);
      if (provider === null) continue;
      if (isUnclaimed(context, provider)) return [evidence(context, alias, provider, 'dangling-alias.unclaimed')];
      if (provider.claimable && isGone(context)) return [evidence(context, alias, provider, 'dangling-alias.gone')];
    }
    return [];
  },
};

function isUnclaimed({ page, policy }: NamesLookContext, { name }: AliasProvider): boolean {
  if (page === null || page.status < 400) return false;
  const hits = findPhrases(policy.aliasProviders.signs, matchWords(textOf(page)));
  return hits.some(({ phrase }) => phrase.provider === name);
}

function textOf({ received }: Look): string {
  const blocks = (received?.blocks ?? []).map(({ text }) => text);
  return [received?.title ?? '', ...blocks].join(' \n').slice(0, readCap);
}

/** Every server that answers says that the name behind the alias does not exist. */
function isGone({ look }: NamesLookContext): boolean {
  const replies = repliesOf(look, ['A']);
  return replies.length > 0 && replies.every(({ status }) => status === 'no-such-name');
}

function evidence(
  { host, policy }: NamesLookContext,
  alias: string,
  { name }: AliasProvider,
  cue: WeightName,
): Evidence {
  return namesEvidence(policy, {
    detector: id,
    family: 'names',
    kind: 'takeover',
    cues: [cue],
    reason: {
      vi: `${host} là bí danh của ${listed([alias])} (${name}) nhưng tên này không còn ai sử dụng; người khác có thể đăng ký và chiếm cổng. Đề nghị xóa bản ghi CNAME hoặc đăng ký lại dịch vụ.`,
      en: `${host} is an alias of ${listed([alias])} (${name}), which nobody holds any more: anybody may claim it and with it the portal. Delete the CNAME record or renew the service.`,
    },
    what: [alias],
    after: [alias],
    indicators: hostIndicators([alias]),
  });
}
