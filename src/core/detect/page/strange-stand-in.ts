/**
 * Traits that no genuine stand-in has. A maintenance notice, firewall block or error page has little text and names no
 * foreign servers; an attacker's page with such a heading or status says more and is built differently.
 */

import { fastHash } from '../../facts/hash.ts';
import type { PageFacts } from '../../facts/page-facts.ts';
import { addressDomain } from '../../judge/destinations.ts';
import type { LearnedView } from '../../learned/learned-view.ts';
import type { Policy } from '../../policy.ts';
import { findPhrases, matchWords } from '../shared/phrase-index.ts';
import { isBytes } from '../shared/unreadable.ts';

/** Points from which a page is not a stand-in. */
const strangeFrom = 3;
/** Characters of unknown text per point: the longest known block and error pages have 700 and 800. */
const textPerPoint = 300;
/** Characters allowed around a stand-in's own words. */
const ownSentence = 300;
/** Nats from which a signature cannot be the wording of a firewall's block page. */
const tellingPhrase = 4;

/** @param url that returned the page */
export function isStrangeStandIn(facts: PageFacts, learned: LearnedView, url: string, policy: Policy): boolean {
  const { makeup } = facts;
  const texts = strangeTexts(facts, learned, policy);
  const points = [
    makeup.darkBackground ? 3 : 0,
    makeup.sounds > 0 ? 3 : 0,
    makeup.marquees > 0 ? 2 : 0,
    makeup.typewriter ? 2 : 0,
    makeup.blocksContextMenu ? 2 : 0,
    foreignPoints(facts, learned, url, policy),
    Math.floor(texts.reduce((sum, { characters }) => sum + characters, 0) / textPerPoint),
    signaturePoints([facts.title, ...texts.map(({ text }) => text)], policy),
  ];
  return points.reduce((sum, each) => sum + each, 0) >= strangeFrom;
}

interface StrangeText {
  readonly text: string;
  /** Characters that neither the page nor a known stand-in accounts for. */
  readonly characters: number;
}

/**
 * Each text once, shown or not; excludes the page's own text, stack traces and bytes. A sentence or two around a
 * stand-in's phrases count as its own.
 */
function strangeTexts({ blocks, side }: PageFacts, learned: LearnedView, policy: Policy): StrangeText[] {
  const known = new Set([...learned.blocks.keys, ...learned.side.keys]);
  const texts = new Map<string, StrangeText>();
  for (const { key, text } of [...blocks, ...side]) {
    if (known.has(key) || texts.has(key) || isTrace(text) || isBytes(text)) continue;
    const isOwn = findPhrases(policy.lookAlikes, matchWords(text)).some(({ phrase }) => phrase.votes >= 1);
    texts.set(key, { text, characters: isOwn ? Math.max(0, text.length - ownSentence) : text.length });
  }
  return [...texts.values()];
}

/** Characters of a stack trace per call: `Portal.Home.Page_Load(Object sender, EventArgs e) +51`. */
const tracePerCall = 120;

function isTrace(text: string): boolean {
  let calls = 0;
  for (let at = text.indexOf('(', 1); at !== -1; at = text.indexOf('(', at + 1)) {
    if (/[\w$>]/.test(text.charAt(at - 1))) calls++;
  }
  return calls > 0 && text.length <= calls * tracePerCall;
}

/** Servers that neither the page nor a known maker of such pages ever named; one link is a credit, several are not. */
export function foreignPoints(
  { links, images, scripts, frames, forms }: PageFacts,
  learned: LearnedView,
  url: string,
  policy: Policy,
): number {
  const { hosts } = learned;
  const known = new Set([...hosts.links, ...hosts.scripts, ...hosts.frames, ...hosts.forms]);
  const own = addressDomain(url);
  const addresses = new Set(learned.addresses.keys);
  const isForeign = (host: string | null, address: string | null): boolean => {
    if (host === null || known.has(host) || (address !== null && addresses.has(fastHash(address)))) return false;
    return addressDomain(`https://${host}/`) !== own && !isUnder(policy.standInDomains, host);
  };
  const isBrought =
    images.some(({ host, address }) => isForeign(host, address)) ||
    frames.some(({ host, address }) => isForeign(host, address)) ||
    scripts.some(({ host, address }) => isForeign(host, address)) ||
    forms.some(({ host }) => isForeign(host, null));
  const linked = new Set(links.flatMap(({ host, address }) => (isForeign(host, address) ? [host] : [])));
  return (isBrought ? 3 : 0) + linked.size;
}

/** Whether a host is one of these domains or below one. */
export function isUnder(domains: ReadonlySet<string>, host: string): boolean {
  const labels = host.replace(/:\d+$/, '').split('.');
  return labels.some((_, from) => domains.has(labels.slice(from).join('.')));
}

function signaturePoints(texts: readonly string[], policy: Policy): number {
  const hits = texts.flatMap((text) => findPhrases(policy.signatures, matchWords(text)));
  return hits.some(({ phrase }) => phrase.weight >= tellingPhrase) ? 3 : 0;
}
