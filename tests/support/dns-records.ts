/** Records of the test DNS server: converts from a look's notation to what the server sends. */
import { Packet } from 'dns2';

/** The types a look queries, and TXT for block lists. */
export type TestRecordType = 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'MX' | 'NS' | 'SOA' | 'TXT';

type Resource = InstanceType<typeof Packet.Resource>;

/** Seconds; the TTL of every test record. */
const testTtl = 300;

export function typeName(code: number): string {
  return Object.entries(Packet.TYPE).find(([, value]) => value === code)?.[0] ?? String(code);
}

export function resourceOf(name: string, type: TestRecordType, value: string): Resource {
  const resource = new Packet.Resource(name, Packet.TYPE[type], Packet.CLASS.IN, testTtl);
  return Object.assign(resource, dataOf(type, value.split(' '), value));
}

function dataOf(type: TestRecordType, words: readonly string[], value: string): Partial<Resource> {
  const [first = '', second = '', ...rest] = words;
  switch (type) {
    case 'A':
    case 'AAAA':
      return { address: value };
    case 'CNAME':
      return { domain: value };
    case 'NS':
      return { ns: value };
    case 'MX':
      return { priority: Number(first), exchange: second };
    case 'SOA':
      return { primary: first, admin: second, serial: 1, refresh: 1, retry: 1, expiration: 1, minimum: 1 };
    case 'CAA':
      return { flags: Number(first), tag: second, value: rest.join(' ') };
    case 'TXT':
      return { data: value };
  }
}
