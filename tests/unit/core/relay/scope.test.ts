import { expect, test } from 'vitest';
import { type RelayType, relayTypes } from '../../../../src/core/relay/relay-event.ts';
import { accepts, type RelayEndpoint, shownTo } from '../../../../src/core/relay/relay-table.ts';
import { testRelay } from '../../../support/relay-notices.ts';

const agency = 'Ủy ban nhân dân tỉnh An Lạc';
const endpoint = (change: Partial<RelayEndpoint> = {}): RelayEndpoint => ({
  name: 'soc',
  agency: null,
  events: [],
  to: 'itself',
  ...change,
});
const accepted = (one: RelayEndpoint, site = testRelay().site) =>
  relayTypes.filter((event) => accepts(one, { event, site }));

test('an endpoint of the installation gets everything', () => {
  expect(accepted(endpoint())).toEqual([...relayTypes]);
});

test('an agency’s endpoint gets its own incidents, and no suspect, campaign or trouble of the monitor', () => {
  const own: RelayType[] = accepted(endpoint({ agency }));
  expect(own).toContain('incident.opened');
  expect(own.filter((event) => /^(suspect|campaign|monitor)\./.test(event))).toEqual([]);
  const other = testRelay().site;
  expect(accepted(endpoint({ agency: 'Sở khác' }), other)).toEqual(['channel.test']);
  expect(accepted(endpoint({ agency }), other && { ...other, agency: null })).toEqual(['channel.test']);
});

test('an agency’s endpoint gets no suspect even if its filter asks for them', () => {
  expect(accepted(endpoint({ agency, events: ['suspect', 'suspect.found', 'monitor'] }))).toEqual(['channel.test']);
});

test('a filter names events or groups of them', () => {
  expect(accepted(endpoint({ events: ['suspect', 'incident.opened'] }))).toEqual([
    'incident.opened',
    'suspect.found',
    'suspect.gone',
    'suspect.dismissed',
    'channel.test',
  ]);
});

test('an agency sees neither indicators nor what hit others', () => {
  const notice = testRelay({ campaign: { number: 4, common: [{ vi: 'x', en: 'x' }] } });
  expect(shownTo(endpoint(), notice)).toEqual(notice);
  expect(shownTo(endpoint({ agency }), notice)).toMatchObject({ indicators: [], campaign: null, incidentNumber: 12 });
});
