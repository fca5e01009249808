/** Traits that link an incident to others by the same attacker, taken from its evidence when an alarm is confirmed. */
import { registrableDomain } from '../address.ts';
import { networkDomain } from '../detect/shared/indicators.ts';
import { findPhrases, matchWords } from '../detect/shared/phrase-index.ts';
import type { Family, Finding } from '../domain/finding.ts';
import type { Incident } from '../domain/incident.ts';
import type { Look } from '../facts/look.ts';
import { shinglesOf } from '../judge/likeness.ts';
import type { Policy } from '../policy.ts';
import { plainText } from '../text.ts';

/** All lists are bounded and free of duplicates. */
export interface Traits {
  /** Attacker signature lines: folded for comparison, and as written. */
  readonly signatures: readonly { readonly key: string; readonly shown: string }[];
  /** Registrable domains that strong evidence points to. */
  readonly domains: readonly string[];
  /** Hashes of each three consecutive words of added text. */
  readonly shingles: readonly number[];
  /** `ReducedPicture.viewportHash` of pages that now look different. */
  readonly pictures: readonly string[];
  /** Addresses of the servers that answered. */
  readonly addresses: readonly string[];
}

const most = { signatures: 12, domains: 12, shingles: 400, pictures: 12, addresses: 12 } as const;
/** A signature is one line; a longer passage is a report about one. */
const signatureWords = 12;
/** Letters besides phrase and host name that make a line distinctive. */
const ownLetters = 3;
/** Families whose evidence quotes what was added to the page. */
const quoting: ReadonlySet<Family> = new Set(['text', 'words', 'title', 'links']);
const leading: ReadonlySet<Family> = new Set(['route', 'links', 'frames', 'scripts']);

/** @param looks of the check being recorded; none when only the findings are known */
export function traitsOf(incident: Incident, looks: readonly Look[], policy: Policy): Traits {
  const found = incident.targets.flatMap(({ url, findings }) =>
    findings.filter(({ score }) => score > 0).map((finding) => ({ host: hostOf(url), finding })),
  );
  const isOtherPicture = found.some(({ finding }) => finding.family === 'picture');
  return mergeTraits(noTraits, {
    signatures: found.flatMap(({ host, finding }) => signatureOf(finding, host, policy)),
    domains: found.flatMap(({ host, finding }) => domainOf(finding, host, policy)),
    shingles: found.flatMap(({ finding }) => quotedIn(finding)),
    // A page that only gained content still shows its template's picture, which many portals share.
    pictures: isOtherPicture ? looks.flatMap(({ picture }) => picture?.viewportHash ?? []) : [],
    addresses: looks.flatMap(({ hops }) => hops.at(-1)?.address ?? []),
  });
}

export const noTraits: Traits = { signatures: [], domains: [], shingles: [], pictures: [], addresses: [] };

/** When over the limit, the earliest entries are kept. */
export function mergeTraits(a: Traits, b: Traits): Traits {
  const union = <T>(name: keyof Traits, keyOf: (one: T) => unknown = (one) => one): T[] => {
    const all = [...a[name], ...b[name]] as T[];
    return all.filter((one, i) => all.findIndex((other) => keyOf(other) === keyOf(one)) === i).slice(0, most[name]);
  };
  return {
    signatures: union<Traits['signatures'][number]>('signatures', ({ key }) => key),
    domains: union('domains'),
    shingles: [...new Set([...a.shingles, ...b.shingles])].slice(0, most.shingles),
    pictures: union('pictures'),
    addresses: union('addresses'),
  };
}

function signatureOf({ detector, indicators }: Finding, host: string, { signatures }: Policy): Traits['signatures'] {
  const line = indicators.find(({ type }) => type === 'phrase')?.value;
  if (detector !== 'signature-phrase' || line === undefined) return [];
  const labels = new Set(matchWords(host));
  const words = matchWords(line).filter((word) => !labels.has(word));
  if (words.length > signatureWords) return [];
  const covered = new Set(
    findPhrases(signatures, words).flatMap(({ at, length }) => Array.from({ length }, (_, i) => at + i)),
  );
  // `You have been hacked` identifies nobody; a name beside it does.
  const own = words.filter((_, i) => !covered.has(i)).join('');
  return own.length < ownLetters ? [] : [{ key: words.join(' '), shown: plainText(line, 80) }];
}

/** The first domain is the worst; later ones may be unrelated. */
function domainOf({ family, indicators, score }: Finding, host: string, { thresholds }: Policy): string[] {
  if (!leading.has(family) || score < thresholds.suspect) return [];
  const [domain] = indicators.flatMap((one) => networkDomain(one) ?? []);
  return domain === undefined || domain === registrableDomain(host) ? [] : [domain];
}

function quotedIn({ family, place }: Finding): number[] {
  if (!quoting.has(family) || place?.after === undefined) return [];
  return shinglesOf(place.after);
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
