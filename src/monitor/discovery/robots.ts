/** robots.txt: its rules bind discovery, not the pages that people registered. */
import { createRequire } from 'node:module';
import type robotsParser from 'robots-parser';

type Rules = ReturnType<(typeof robotsParser)['default']>;

/** Text of robots.txt by origin. */
export type Robots = Readonly<Record<string, string>>;

export const denyAll = 'User-agent: *\nDisallow: /';
/** What a rule calls us; rules for `*` bind too. */
const ownName = 'vonggac';

// Its types say `default`, its CommonJS export is the function.
const parse = createRequire(import.meta.url)('robots-parser') as (typeof robotsParser)['default'];

/** The rules for an address, null where none were read. */
export function robotsRules(robots: Robots, url: string): Rules | null {
  const origin = URL.parse(url)?.origin ?? '';
  const text = robots[origin];
  return text === undefined ? null : parse(`${origin}/robots.txt`, text);
}

export function isAllowed(robots: Robots, url: string): boolean {
  return robotsRules(robots, url)?.isAllowed(url, ownName) ?? true;
}
