/** Indicators are kept with findings. */
import { expect, onTestFinished, test } from 'vitest';
import type { Indicator } from '../../../src/core/domain/finding.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { readEvidence } from '../../../src/store/reads/evidence.ts';
import { finding, seedCheck, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const url = 'https://sotnmt.haithanh.example/';
const named: readonly Indicator[] = [
  { type: 'domain', value: 'nhacai.com' },
  { type: 'handle', value: '@nhacai' },
];

async function seeded() {
  const { store, close } = await openTestDesk({ now });
  onTestFinished(close);
  const siteId = await seedSite(store, now, { url, name: 'Sở Tài nguyên' });
  const targetId = `${siteId}.1`;
  const findings = [
    finding({ reason: { vi: 'có', en: 'some' }, indicators: named }),
    finding({ reason: { vi: '', en: '' }, score: 1 }),
  ];
  const checkId = await seedCheck(store, { targetId, at: now, level: 'alarm', kind: 'injection', score: 9, findings });
  const target = { targetId, url, kind: 'injection', score: 9, findings, checkId } as const;
  return { store, checkId, number: await seedIncident(store, { siteId, openedAt: now, targets: [target] }) };
}

test('what a finding names is kept with the look and with the incident', async () => {
  const { store, checkId, number } = await seeded();
  const look = await readEvidence(store.db, { agencyId: null }, checkId);
  expect(look?.findings.map(({ indicators }) => indicators)).toEqual([named, []]);
  const incident = await getIncident(store.db, number);
  expect(incident?.targets[0]?.findings.map(({ indicators }) => indicators)).toEqual([named, []]);
});
