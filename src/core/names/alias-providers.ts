/** Providers that serve whoever claims a name: an abandoned alias to them can be taken over. */
import type { PhraseIndex } from '../detect/shared/phrase-index.ts';

export interface AliasProvider {
  readonly name: string;
  /** Domains that contain its customers' names. */
  readonly suffixes: readonly string[];
  /** A name that does not exist there can be claimed by anyone. */
  readonly claimable: boolean;
}

/** What a provider's page says for an unclaimed name. */
export interface UnclaimedSign {
  readonly text: string;
  readonly provider: string;
}

export interface AliasProviders {
  readonly providers: readonly AliasProvider[];
  readonly signs: PhraseIndex<UnclaimedSign>;
}

/** The provider whose domain contains a name. */
export function providerOf({ providers }: AliasProviders, name: string): AliasProvider | null {
  const lies = (suffix: string): boolean => name === suffix || name.endsWith(`.${suffix}`);
  return providers.find(({ suffixes }) => suffixes.some(lies)) ?? null;
}
