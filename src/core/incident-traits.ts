/** What an incident has in common with others of the same hand: taken from its evidence when an alarm is confirmed. */
import { registrableDomain } from './address.ts';
import { findPhrases, matchWords } from './detect/phrase-index.ts';
import { shinglesOf } from './likeness.ts';
import type { Look } from './look.ts';
import type { Family, Finding, Incident } from './model.ts';
import type { Policy } from './policy.ts';
import { plainText } from './text.ts';

/** All lists are bounded, without repetition. */
export interface Traits {
  /** Lines that attackers sign with: folded for comparing, and as they were written. */
  readonly signatures: readonly { readonly key: string; readonly shown: string }[];
  /** Registrable domains that strong evidence leads to. */
  readonly domains: readonly string[];
  /** Hashes of three words in a row of what was added. */
  readonly shingles: readonly number[];
  /** `ReducedPicture.viewportHash` of pages that look different now. */
  readonly pictures: readonly string[];
  /** Addresses of the servers that answered. */
  readonly addresses: readonly string[];
}

const most = { signatures: 12, domains: 12, shingles: 400, pictures: 12, addresses: 12 } as const;
/** A signature is a line; a longer passage reports about one. */
const signatureWords = 12;
/** Letters beside phrase and host name that make a line somebody's own. */
const ownLetters = 3;
/** Families whose evidence quotes what was added to the page. */
const quoting: ReadonlySet<Family> = new Set(['text', 'words', 'title', 'links']);
const leading: ReadonlySet<Family> = new Set(['route', 'links', 'frames', 'scripts']);

/** @param looks of the look that is being recorded; none when only the findings are known */
export function traitsOf(incident: Incident, looks: readonly Look[], policy: Policy): Traits {
  const found = incident.targets.flatMap(({ url, findings }) =>
    findings.filter(({ score }) => score > 0).map((finding) => ({ host: hostOf(url), finding })),
  );
  const isOtherPicture = found.some(({ finding }) => finding.family === 'picture');
  return mergeTraits(noTraits, {
    signatures: found.flatMap(({ host, finding }) => signatureOf(finding, host, policy)),
    domains: found.flatMap(({ host, finding }) => domainOf(finding, host, policy)),
    shingles: found.flatMap(({ finding }) => quotedIn(finding)),
    // The picture of a page that was only added to is that of the template, which many portals share.
    pictures: isOtherPicture ? looks.flatMap(({ picture }) => picture?.viewportHash ?? []) : [],
    addresses: looks.flatMap(({ hops }) => hops.at(-1)?.address ?? []),
  });
}

export const noTraits: Traits = { signatures: [], domains: [], shingles: [], pictures: [], addresses: [] };

/** Of more than fit, those known first stay. */
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

function signatureOf({ detector, place }: Finding, host: string, { signatures }: Policy): Traits['signatures'] {
  if (detector !== 'signature-phrase' || place?.after === undefined) return [];
  const labels = new Set(matchWords(host));
  const words = matchWords(place.after).filter((word) => !labels.has(word));
  if (words.length > signatureWords) return [];
  const covered = new Set(
    findPhrases(signatures, words).flatMap(({ at, length }) => Array.from({ length }, (_, i) => at + i)),
  );
  // `You have been hacked` is everybody's; a name beside it is not.
  const own = words.filter((_, i) => !covered.has(i)).join('');
  return own.length < ownLetters ? [] : [{ key: words.join(' '), shown: plainText(place.after, 80) }];
}

/** The first address is the worst; further ones may be anybody's. */
function domainOf({ family, score, place }: Finding, host: string, { thresholds }: Policy): string[] {
  if (!leading.has(family) || score < thresholds.suspect || place?.after === undefined) return [];
  const address = /(?:https?:)?\/\/[^\s"'<>]+/i.exec(place.after)?.[0];
  const led = address === undefined ? null : URL.parse(address, 'https://none.invalid/')?.hostname;
  if (!led) return [];
  const domain = registrableDomain(led);
  return domain === registrableDomain(host) ? [] : [domain];
}

function quotedIn({ family, place }: Finding): number[] {
  if (!quoting.has(family) || place?.after === undefined) return [];
  return shinglesOf(place.after);
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
