/** JSON-LD: what a page tells search engines about its owner. Bounded whatever the source holds; never throws. */

export interface StructuredData {
  /** Names of organisations, sites and persons. */
  readonly names: readonly string[];
  /** Digits, with `+` where written. */
  readonly telephones: readonly string[];
  /** Of `url` and `sameAs`, as written. */
  readonly addresses: readonly string[];
  /** Names, headlines and descriptions of everything. */
  readonly texts: readonly string[];
}

/** Characters of one block; ordinary ones have under 10,000. */
const sourceCap = 100_000;
const nodeCap = 3_000;
const itemCap = 40;
const textCap = 400;
const owners = /organi[sz]ation|government|website|business|corporation|school|university|hospital|person/i;
const textKeys = new Set(['name', 'alternateName', 'legalName', 'headline', 'description', 'slogan', 'keywords']);

export function readStructuredData(source: string): StructuredData {
  const names: string[] = [];
  const telephones: string[] = [];
  const addresses: string[] = [];
  const texts: string[] = [];
  const add = (list: string[], value: string): void => {
    const text = value.slice(0, textCap).trim();
    if (list.length < itemCap && text !== '' && !list.includes(text)) list.push(text);
  };
  const note = (key: string, value: string, isOwner: boolean): void => {
    if (textKeys.has(key)) add(texts, value);
    if (key === 'name' && isOwner) add(names, value);
    else if (key === 'telephone' || key === 'faxNumber') add(telephones, value.slice(0, 60).replace(/[^\d+]/g, ''));
    else if (key === 'url' || key === 'sameAs') add(addresses, value);
  };
  const open: { readonly key: string; readonly value: unknown; readonly isOwner: boolean }[] = [
    { key: '', value: parsed(source), isOwner: false },
  ];
  for (let read = 0; read < nodeCap; read++) {
    const node = open.pop();
    if (node === undefined) break;
    const { key, value, isOwner } = node;
    if (typeof value === 'string') note(key, value, isOwner);
    else if (typeof value === 'number') note(key, String(value), isOwner);
    else if (Array.isArray(value)) {
      for (const one of value.slice(0, nodeCap).reverse()) open.push({ key, value: one, isOwner });
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).slice(0, 200).reverse();
      const isNamed = owners.test(String(Object(value)['@type'] ?? '').slice(0, 200));
      for (const [name, one] of entries) open.push({ key: name, value: one, isOwner: isNamed });
    }
  }
  return { names, telephones, addresses, texts };
}

function parsed(source: string): unknown {
  if (source.length > sourceCap) return null;
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}
