/** robots.txt: its rules bind discovery, not the pages that people registered. */
import type { Readers, Robots } from '../../core/readers.ts';
import { mayVisit, type RobotsRules, readRobots } from './robots-txt.ts';

/** Our name in rules; those for `*` apply too. */
const ownName = 'vonggac';
/** Sitemaps taken from one file. */
const maxSitemaps = 1_000;

export const sitemapsOfRules: Readers['robots'] = ({ robots, origin }) =>
  (rulesOf(robots, origin)?.sitemaps ?? []).slice(0, maxSitemaps);

/** Parses the rules of each origin once, however many of its addresses are checked. */
export const allowedAddresses: Readers['allowed'] = ({ robots, urls }) => {
  const known = new Map<string, RobotsRules | null>();
  return urls.map((url) => {
    const origin = URL.parse(url)?.origin ?? '';
    const rules = known.get(origin) ?? rulesOf(robots, origin);
    known.set(origin, rules);
    return rules === null || mayVisit(rules, url);
  });
};

/** Null where none were read. */
function rulesOf(robots: Robots, origin: string): RobotsRules | null {
  const text = robots[origin];
  return text === undefined ? null : readRobots(text, ownName);
}
