/** Runs one names detector on one look. */

import type { Finding, Verdict } from '../../src/core/domain/finding.ts';
import type { Look } from '../../src/core/facts/look.ts';
import { type AcceptedNames, learnNames } from '../../src/core/names/accepted-names.ts';
import { assessNames } from '../../src/core/names/assess-names.ts';
import type { NamesContext } from '../../src/core/names/names-context.ts';
import { learned, look as pageLook } from './detecting.ts';
import { host, type NamesWish, nameLook, start } from './name-looks.ts';
import { testPolicy } from './policy.ts';
import { portalPage } from './portal-pages.ts';

/** What five looks on ordinary days teach. */
export function acceptedFrom(usual: NamesWish = {}): AcceptedNames {
  let accepted: AcceptedNames | null = null;
  for (let turn = 0; turn < 4; turn++) accepted = learnNames(accepted, nameLook(usual), start + turn * 900_000);
  return learnNames(accepted, nameLook(usual), start + 4 * 900_000);
}

export const namesAt = start + 4_500_000;

export function namesContext(wish: Partial<NamesContext> = {}): NamesContext {
  return {
    at: namesAt,
    host,
    accepted: acceptedFrom(),
    learnLooks: 5,
    ignored: [],
    pastFingerprints: [],
    home: learned([pageLook(portalPage()), pageLook(portalPage())]),
    expiresAt: null,
    countryOf: () => null,
    ...wish,
  };
}

export function judgedNames(wish: NamesWish, context: Partial<NamesContext> = {}, page: Look | null = null): Verdict {
  const names = nameLook({ at: namesAt, ...wish });
  return assessNames(namesContext(context), { names, page, pageFailure: null }, testPolicy).verdict;
}

export function namesSaid(
  detector: string,
  wish: NamesWish,
  context: Partial<NamesContext> = {},
  page: Look | null = null,
): readonly Finding[] {
  return judgedNames(wish, context, page).findings.filter((finding) => finding.detector === detector);
}
