/** What a finding's sentence quotes of hosts and addresses without naming it as an indicator. */
import { parse } from 'tldts';
import { registrableDomain } from '../../src/core/address.ts';
import type { Finding } from '../../src/core/domain/finding.ts';

/** Followed by an ellipsis a name is cut short, and by `@` before it a mailbox is named. */
const host = /(?<![\w@%.-])(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+(?:[a-z]{2,24})(?![\w…-]|\.\w)/g;
/** Block lists answer with codes in 127.0.0.0/8. */
const ipv4 = /(?<![\d.])(?!127\.)\d{1,3}(?:\.\d{1,3}){3}(?![\d.…])/g;
const ipv6 = /(?<![\w:])(?:[\da-f]{1,4}:+){2,7}[\da-f]{1,4}(?![\w:…])/g;

/**
 * @param ownUrl of the portal, whose own names indicate nothing
 * @param observers servers and lists that tell of the change, and stand in its sentence for that
 */
export function unnamed(
  { indicators, place, reason }: Finding,
  ownUrl: string,
  observers: Iterable<string> = [],
): string[] {
  const excused = new Set(observers);
  const own = registrableDomain(new URL(ownUrl).hostname);
  // A zone names its mailbox with a dot for the `@`.
  const named = indicators.flatMap(({ value }) => [value, value.replace('@', '.')]).join(' ');
  const before = place?.before ?? '';
  return quotedIn(`${reason.vi} ${reason.en}`).filter(
    (one) => !named.includes(one) && !before.includes(one) && !excused.has(one) && registrableDomain(one) !== own,
  );
}

function quotedIn(sentence: string): string[] {
  const text = sentence.replaceAll('[.]', '.').replaceAll('[:]', ':').replaceAll('hxxp', 'http');
  const hosts = (text.match(host) ?? []).filter((name) => isHost(name));
  return [...new Set([...hosts, ...(text.match(ipv4) ?? []), ...(text.match(ipv6) ?? [])])];
}

/** Names of the tests' own (`.example`) count as those of the public DNS. */
function isHost(name: string): boolean {
  return name.endsWith('.example') || parse(name).isIcann === true;
}
