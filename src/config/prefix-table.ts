/** Looks up the country of an address in the operator's table of networks. */
import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import { VonggacError } from '../core/errors.ts';

/** ISO 3166 code of the country of an address; null if unknown. */
export type CountryOf = (address: string) => string | null;

/** @param file one `PREFIX COUNTRY` per line, `#` starts a comment; empty: all unknown. Throws `bad-configuration`. */
export function loadPrefixTable(file: string): CountryOf {
  if (file === '') return () => null;
  const countries = new Map<string, string>();
  const lengths = { ipv4: new Set<number>(), ipv6: new Set<number>() };
  for (const [index, line] of read(file).split('\n').entries()) {
    const [prefix = '', country = ''] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (prefix === '') continue;
    if (!ipaddr.isValidCIDR(prefix) || !/^[A-Z]{2}$/.test(country)) {
      throw new VonggacError(
        'bad-configuration',
        `names.prefixes: line ${index + 1} of ${file} is not a network and a country like '203.162.0.0/16 VN'.`,
      );
    }
    const [address, bits] = ipaddr.parseCIDR(prefix);
    countries.set(`${networkText(address, bits)}/${bits}`, country);
    lengths[address.kind()].add(bits);
  }
  const longestFirst = {
    ipv4: [...lengths.ipv4].sort((a, b) => b - a),
    ipv6: [...lengths.ipv6].sort((a, b) => b - a),
  };
  return (text) => {
    if (!ipaddr.isValid(text)) return null;
    const address = ipaddr.process(text);
    for (const bits of longestFirst[address.kind()]) {
      const country = countries.get(`${networkText(address, bits)}/${bits}`);
      if (country !== undefined) return country;
    }
    return null;
  };
}

function networkText(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const cidr = `${address.toString()}/${bits}`;
  const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return kind.networkAddressFromCIDR(cidr).toString();
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new VonggacError('bad-configuration', `names.prefixes: ${file} can't be read: name a text file.`, { cause });
  }
}
