/** Which incidents of different sites share an attacker. */

import type { Words } from '../domain/words.ts';
import { likeness } from '../judge/likeness.ts';
import { defang } from '../text.ts';
import type { Traits } from './incident-traits.ts';

/** The part of an incident that campaigns depend on. */
export interface TracedIncident {
  readonly number: number;
  readonly siteId: number;
  readonly openedAt: number;
  readonly campaignNumber: number | null;
  readonly traits: Traits;
}

/** What two incidents share; `value` is for display: the line, domain or address; empty where the words suffice. */
export interface CommonTrait {
  readonly trait: 'signature' | 'domain' | 'picture' | 'text' | 'address';
  readonly value: string;
}

/** `campaignNumber` null: these incidents open a new campaign. */
export interface Belonging {
  readonly campaignNumber: number | null;
  /** Other incidents that belong to it and are in no campaign yet. */
  readonly others: readonly number[];
  readonly common: readonly CommonTrait[];
}

/** Bits of 64 by which two captures of the same picture may differ. */
const nearBits = 6;
/** A picture with fewer set or unset bits is a plain area and matches any other. */
const fewestBits = 8;
/** Similarity from which two texts count as the same. */
const sameText = 0.5;
/** Many portals share a server, so one address means nothing for two incidents, and something for three. */
const sitesAtAddress = 3;
const maxCommonTraits = 5;

/**
 * Pure: the campaign an incident belongs to, if any. Incidents of the same site are its history and do not count; those
 * further apart than the window are notified by other means.
 */
export function findCampaign(
  incident: TracedIncident,
  known: readonly TracedIncident[],
  windowMs: number,
): Belonging | null {
  const near = known.filter(
    (other) => other.siteId !== incident.siteId && Math.abs(other.openedAt - incident.openedAt) <= windowMs,
  );
  const similar = near.flatMap((other) => {
    const common = commonTraits(incident.traits, other.traits);
    return common.length > 0 ? [{ other, common }] : [];
  });
  const kin = similar.length > 0 ? similar : atOneAddress(incident, near);
  if (kin.length === 0) return null;
  const campaigns = kin.flatMap(({ other }) => other.campaignNumber ?? []);
  return {
    campaignNumber: campaigns.length === 0 ? null : Math.min(...campaigns),
    others: kin.flatMap(({ other }) => (other.campaignNumber === null ? [other.number] : [])),
    common: distinctTraits(kin.flatMap(({ common }) => common)),
  };
}

/** Each once, at most five. */
export function distinctTraits(common: readonly CommonTrait[]): CommonTrait[] {
  return [...new Map(common.map((one) => [`${one.trait} ${one.value}`, one])).values()].slice(0, maxCommonTraits);
}

function commonTraits(a: Traits, b: Traits): CommonTrait[] {
  const common: CommonTrait[] = [];
  const line = a.signatures.find(({ key }) => b.signatures.some((other) => other.key === key));
  if (line !== undefined) common.push({ trait: 'signature', value: line.shown });
  const domain = a.domains.find((one) => b.domains.includes(one));
  if (domain !== undefined) common.push({ trait: 'domain', value: domain });
  if (a.pictures.some((one) => b.pictures.some((other) => isSamePicture(one, other))))
    common.push({ trait: 'picture', value: '' });
  if ((likeness(a.shingles, b.shingles) ?? 0) >= sameText) common.push({ trait: 'text', value: '' });
  return common;
}

function isSamePicture(a: string, b: string): boolean {
  const [x, y] = [bitsOf(a), bitsOf(b)];
  if (x === null || y === null) return false;
  const set = countBits(x);
  return set >= fewestBits && set <= 64 - fewestBits && countBits(x ^ y) <= nearBits;
}

function bitsOf(hash: string): bigint | null {
  return /^[0-9a-f]{16}$/.test(hash) ? BigInt(`0x${hash}`) : null;
}

function countBits(bits: bigint): number {
  let count = 0;
  for (let rest = bits; rest > 0n; rest &= rest - 1n) count += 1;
  return count;
}

function atOneAddress(incident: TracedIncident, near: readonly TracedIncident[]) {
  for (const address of incident.traits.addresses) {
    const there = near.filter(({ traits }) => traits.addresses.includes(address));
    const sites = new Set(there.map(({ siteId }) => siteId));
    if (sites.size + 1 < sitesAtAddress) continue;
    const common: CommonTrait[] = [{ trait: 'address', value: address }];
    return there.map((other) => ({ other, common }));
  }
  return [];
}

/** The common trait as a noun phrase: "cùng dòng ký tên “…”". Names and addresses are not clickable. */
export function commonTraitWords({ trait, value }: CommonTrait): Words {
  const shown = defang(value);
  switch (trait) {
    case 'signature':
      return { vi: `cùng dòng ký tên “${shown}”`, en: `the same signature “${shown}”` };
    case 'domain':
      return { vi: `cùng dẫn tới tên miền ${shown}`, en: `the same foreign domain ${shown}` };
    case 'picture':
      return { vi: 'cùng một hình ảnh trên màn hình đầu', en: 'the same picture on the first screen' };
    case 'text':
      return { vi: 'cùng một nội dung bị thay vào hoặc chèn thêm', en: 'the same inserted text' };
    case 'address':
      return { vi: `cùng nằm trên máy chủ ${shown}`, en: `the same server ${shown}` };
  }
}
