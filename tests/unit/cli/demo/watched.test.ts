import { expect, test } from 'vitest';
import {
  type IncidentList,
  noSightings,
  remember,
  type SiteList,
  summarise,
  targetsOf,
} from '../../../../src/cli/demo/watched.ts';

type Level = 'clean' | 'suspect' | 'alarm';

const listing = (levels: Record<string, Level>, lastCheckAt = '2026-11-22T05:00:00.000Z'): SiteList =>
  Object.entries(levels).map(([name, level], index) => ({
    id: index + 1,
    name,
    url: `http://${name}.example/`,
    targets: [{ id: `${index + 1}.1`, url: `http://${name}.example/`, baselineVersion: 1, level, lastCheckAt }],
  }));

const incident = (site: string): IncidentList[number] => ({
  number: 1,
  siteId: 1,
  site,
  status: 'open',
  level: 'alarm',
  kinds: ['defacement'],
  openedAt: '2026-11-22T05:00:00.000Z',
});

const seen = {
  seed: 7,
  defaced: { site: 'a', variant: 'hacked-vi' },
  incidents: [incident('a')],
  mails: 1,
  seconds: {},
};

function sightings(...listings: readonly SiteList[]) {
  const all = noSightings();
  for (const sites of listings) remember(all, sites);
  return all;
}

test('good is exactly the defaced site alarmed, nobody else suspected, exactly one mail', () => {
  const summary = summarise(
    seen,
    sightings(listing({ a: 'suspect', b: 'clean' }), listing({ a: 'alarm', b: 'clean' })),
  );
  expect(summary).toMatchObject({ ok: true, alarmed: ['a'], suspected: [] });
});

test.each([
  ['the defaced site did not alarm', { ...seen, incidents: [] }, listing({ a: 'clean' })],
  ['another site alarmed for a moment', seen, listing({ a: 'alarm', b: 'alarm' })],
  ['another site was suspected for a moment', seen, listing({ a: 'alarm', b: 'suspect' })],
  ['another site has an incident', { ...seen, incidents: [incident('a'), incident('b')] }, listing({ a: 'alarm' })],
  ['no mail arrived', { ...seen, mails: 0 }, listing({ a: 'alarm' })],
  ['a second mail arrived', { ...seen, mails: 2 }, listing({ a: 'alarm' })],
  ['an incident was there before anything was defaced', { ...seen, defaced: null }, listing({ a: 'alarm' })],
])('not good when %s', (_what, facts, sites) => {
  expect(summarise(facts, sightings(sites, listing({ a: 'clean', b: 'clean' }))).ok).toBe(false);
});

test('looks are counted by their times, not by how often the list was read', () => {
  const all = sightings(
    listing({ a: 'clean' }),
    listing({ a: 'clean' }),
    listing({ a: 'clean' }, '2026-11-22T05:00:02.000Z'),
  );
  expect(all.looks.get('1.1')?.size).toBe(2);
  expect(targetsOf(listing({ a: 'clean', b: 'clean' })).map(({ id }) => id)).toEqual(['1.1', '2.1']);
});
