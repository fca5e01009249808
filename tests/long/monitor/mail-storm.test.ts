/** More alarms than mails may leave: nothing is lost, nobody's mailbox is flooded, and the operators know what waits. */
import { expect, test } from 'vitest';
import type { OverflowNotice } from '../../../src/core/notices/about-pages.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const minute = 60_000;
const operator = 'truc@bo.example';
const cap = 40;

const urlOf = (site: number): string => `https://cong${site}.example.gov.vn/`;
const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const addressOf = (site: number): string => `198.51.${Math.floor(site / 250)}.${site % 250}`;

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'ke', 'li', 'mo', 'nu', 'pa', 're', 'si', 'to', 'vu', 'xa'];

/** A word of nobody else's: `seed` in base 16. */
function wordOf(seed: number): string {
  return [12, 8, 4, 0].map((shift) => syllables[(seed >> shift) & 15]).join('');
}

/** Every attacker has a name, a text and a colour of his own. */
function defacedBy(site: number): string {
  const own = (n: number): string => wordOf((site * 131 + n * 977) % 65_536);
  const text = all(24).map((n) => own(n + 1));
  return `<title>${own(0)} was here</title><body bgcolor="#000"><h1>Hacked by ${own(0)}</h1><p>${text.join(' ')}</p>`;
}

async function watched(count: number, emailsOf: (site: number) => string[]): Promise<StagedWatch> {
  const watch = await stageWatch({
    mail: { from: 'canh-gac@vonggac.example', operators: [operator], hourlyCap: cap },
    schedule: { learnLooks: 2, learnEvery: '1m', every: '5m', browserEvery: '12h', recoveries: 1 },
  });
  for (const site of all(count)) {
    const html = portalPage({ title: `Cổng thông tin số ${site}` });
    watch.show(urlOf(site), { html, isUnpictured: true, address: addressOf(site) });
    await watch.register(urlOf(site), { emails: emailsOf(site) });
  }
  await pass(watch, 6);
  return watch;
}

async function pass(watch: StagedWatch, minutes: number): Promise<void> {
  for (let gone = 0; gone < minutes; gone += 1) {
    watch.advance(minute);
    await watch.lookAtDue();
    await watch.dispatch();
  }
}

/** All fall at once, in different ways. */
async function fall(watch: StagedWatch, count: number): Promise<void> {
  for (const site of all(count))
    watch.show(urlOf(site), { html: defacedBy(site), isUnpictured: true, address: addressOf(site) });
  await pass(watch, 22);
  const incidents = await listIncidents(watch.parts.db, { onlyLive: true, limit: 999 });
  expect(incidents).toHaveLength(count);
  expect(incidents.filter(({ campaignNumber }) => campaignNumber !== null)).toEqual([]);
}

const digestsTo = (watch: StagedWatch, recipient: string): OverflowNotice[] =>
  watch.mails.flatMap(({ notice, endpoint: to }) =>
    to === recipient && notice.type === 'overflow-digest' ? [notice] : [],
  );

async function statuses(watch: StagedWatch): Promise<Record<string, number>> {
  const rows = await watch.parts.db.selectFrom('outbox').select('status').execute();
  return Object.fromEntries(
    Object.entries(Object.groupBy(rows, ({ status }) => status)).map(([k, v]) => [k, v.length]),
  );
}

test('300 portals that fall at once to 300 attackers: mail stays under the cap, one digest, all on record', async () => {
  const office = 'so.tttt@tinh.example';
  const watch = await watched(300, () => [office]);
  await fall(watch, 300);
  expect(watch.mails.length).toBeLessThanOrEqual(cap);
  const digests = digestsTo(watch, office);
  const alone = watch.mails.filter(({ notice }) => notice.type === 'incident-opened');
  const told = new Set([
    ...digests.flatMap(({ incidents }) => incidents.map(({ number }) => number)),
    ...alone.flatMap(({ notice }) => (notice.type === 'incident-opened' ? [notice.incidentNumber] : [])),
  ]);
  expect(digests).toHaveLength(1);
  expect(told.size).toBe(300);
  // What was gathered is on record as such, and nothing waits.
  expect(await statuses(watch)).toEqual({ sent: watch.mails.length, gathered: 300 - alone.length });
}, 240_000);

test('60 agencies with one portal each: the operators hear at once which mails wait, and every agency gets its own', async () => {
  const watch = await watched(60, (site) => [`tinhoc${site}@co-quan.example`]);
  await fall(watch, 60);
  expect(watch.mails.length).toBeLessThanOrEqual(cap);
  const [digest, ...others] = digestsTo(watch, operator);
  expect(others).toEqual([]);
  const served = watch.mails.filter(({ notice }) => notice.type === 'incident-opened');
  expect(digest?.late).toBe(60 - served.length);
  expect(digest?.incidents).toHaveLength(60 - served.length);
  await pass(watch, 50);
  const opened = watch.mails.filter(({ notice }) => notice.type === 'incident-opened');
  expect(opened.map(({ endpoint }) => endpoint).sort()).toEqual(
    all(60)
      .map((site) => `tinhoc${site}@co-quan.example`)
      .sort(),
  );
}, 120_000);
