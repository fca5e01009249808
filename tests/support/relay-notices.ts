/** An event for machines as the product records it, and one in which everything foreign is hostile. */

import { relayNotice } from '../../src/core/relay/compose-relay.ts';
import type { RelayNotice } from '../../src/core/relay/relay-event.ts';
import { hostileText, withTexts } from './hostile-strings.ts';

const at = Date.UTC(2026, 10, 22, 14, 4);

export function testRelay(change: Partial<RelayNotice> = {}): RelayNotice {
  const { event = 'incident.opened', ...facts } = change;
  return relayNotice(at, event, {
    site: {
      id: 3,
      name: 'Cổng thông tin điện tử tỉnh An Lạc',
      url: 'https://anlac.gov.vn/',
      agency: 'Ủy ban nhân dân tỉnh An Lạc',
    },
    incidentNumber: 12,
    status: 'open',
    kinds: ['defacement'],
    pages: [
      {
        url: 'https://anlac.gov.vn/tin-tuc',
        kind: 'defacement',
        level: 'alarm',
        score: 27.9,
        since: at,
        recoveredAt: null,
        excerpts: [{ vi: 'Xuất hiện dòng “Hacked by Kh4i”', en: 'The line “Hacked by Kh4i” appeared' }],
      },
    ],
    indicators: [
      { type: 'domain', value: 'xau.example' },
      { type: 'handle', value: '@kh4i' },
    ],
    dashboardUrl: 'https://vonggac.example.vn/incidents/12',
    ...facts,
  });
}

/** What the product decides itself, and what it has bounded and checked already. */
const own = new Set(['type', 'event', 'status', 'kind', 'kinds', 'level', 'dashboardUrl', 'to']);

/** Composed again, since composing is what makes foreign text harmless. */
export function hostileRelay(): RelayNotice {
  const { type: _, at: when, event, ...facts } = withTexts(testRelay(), hostileText('https://canary.example'), own);
  return relayNotice(when, event, facts);
}
