/** Providers who serve whoever claims a name: an alias to them that nobody holds any more can be taken over. */
import type { PhraseIndex } from '../detect/phrase-index.ts';

export interface AliasProvider {
  readonly name: string;
  /** Domains under which its customers' names lie. */
  readonly suffixes: readonly string[];
  /** A name that does not exist there can be claimed by anybody. */
  readonly claimable: boolean;
}

/** What a provider's page says where nobody holds the name. */
export interface UnclaimedSign {
  readonly text: string;
  readonly provider: string;
}

export interface AliasProviders {
  readonly providers: readonly AliasProvider[];
  readonly signs: PhraseIndex<UnclaimedSign>;
}

/** The provider under whose domain a name lies. */
export function providerOf({ providers }: AliasProviders, name: string): AliasProvider | null {
  const lies = (suffix: string): boolean => name === suffix || name.endsWith(`.${suffix}`);
  return providers.find(({ suffixes }) => suffixes.some(lies)) ?? null;
}
