/** Parses robots.txt (RFC 9309) and matches addresses: one pass over the text, and one over the rules per address. */

interface Rule {
  /** The literal parts of the path between its `*` wildcards, in order. */
  readonly pieces: readonly string[];
  /** It ended in `$`: the last part must end the address. */
  readonly isWhole: boolean;
  readonly isAllowed: boolean;
  /** Length of the path as written: the longest matching rule wins. */
  readonly length: number;
}

/** The rules for one robot. */
export interface RobotsRules {
  readonly rules: readonly Rule[];
  readonly sitemaps: readonly string[];
}

/** @param agent the robot's name in lower case; if no group names it, the groups for `*` apply */
export function readRobots(text: string, agent: string): RobotsRules {
  const groups: Record<'own' | 'others', Rule[] | null> = { own: null, others: null };
  const sitemaps: string[] = [];
  let named = new Set<'own' | 'others'>();
  let isInNames = false;
  for (const line of text.split(/\r\n?|\n/)) {
    const [key, value] = keyAndValue(line);
    if (key === '') continue;
    if (key === 'user-agent') {
      if (!isInNames) named = new Set();
      const name = agentName(value);
      if (name === agent) named.add('own');
      else if (name === '*') named.add('others');
    } else if (key === 'sitemap') {
      if (value !== '') sitemaps.push(value);
    } else if (key === 'allow' || key === 'disallow' || key === 'crawl-delay') {
      for (const group of named) {
        const rules = groups[group] ?? [];
        if (key !== 'crawl-delay' && value !== '') rules.push(ruleOf(value, key === 'allow'));
        groups[group] = rules;
      }
    }
    isInNames = key === 'user-agent';
  }
  return { rules: groups.own ?? groups.others ?? [], sitemaps };
}

/** The longest matching rule wins; among equals, `allow` does. */
export function mayVisit({ rules }: RobotsRules, url: string): boolean {
  const { pathname = '', search = '' } = URL.parse(url) ?? {};
  const path = upperEscapes(pathname + search);
  let best: Rule | null = null;
  for (const rule of rules) {
    const isBetter = best === null || rule.length > best.length || (rule.length === best.length && rule.isAllowed);
    if (isBetter && matches(rule, path)) best = rule;
  }
  return best === null || best.isAllowed;
}

function keyAndValue(line: string): [key: string, value: string] {
  const end = line.indexOf('#');
  const rule = end === -1 ? line : line.slice(0, end);
  const colon = rule.indexOf(':');
  return colon === -1 ? ['', ''] : [rule.slice(0, colon).trim().toLowerCase(), rule.slice(colon + 1).trim()];
}

/** The name without its version. */
function agentName(value: string): string {
  const name = value.toLowerCase();
  const version = name.indexOf('/');
  return (version === -1 ? name : name.slice(0, version)).trim();
}

function ruleOf(value: string, isAllowed: boolean): Rule {
  const path = escaped(value);
  const isWhole = path.endsWith('$');
  const pieces = (isWhole ? path.slice(0, -1) : path).split('*');
  return { pieces, isWhole, isAllowed, length: path.length };
}

/** Normalised like addresses: non-ASCII percent-encoded, escapes in upper case. */
function escaped(path: string): string {
  return upperEscapes(encodeURI(path.toWellFormed()).replaceAll('%25', '%'));
}

function upperEscapes(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (written) => written.toUpperCase());
}

/** Matches each part at the first place after the previous one; if that fails, no other place would match. */
function matches({ pieces, isWhole }: Rule, path: string): boolean {
  const [first = '', ...others] = pieces;
  if (!path.startsWith(first)) return false;
  const last = isWhole ? others.pop() : undefined;
  if (isWhole && last === undefined) return path === first;
  let at = first.length;
  for (const piece of others) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last));
}
