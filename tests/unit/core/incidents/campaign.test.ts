import { describe, expect, it } from 'vitest';
import { commonTraitWords, findCampaign, type TracedIncident } from '../../../../src/core/incidents/campaign.ts';
import { noTraits, type Traits } from '../../../../src/core/incidents/incident-traits.ts';

const hour = 3_600_000;
const window = 24 * hour;
const picture = 'f0e1d2c3b4a59687';
const line = (text: string) => ({ key: text, shown: text });

function incident(number: number, traits: Partial<Traits>, change: Partial<TracedIncident> = {}): TracedIncident {
  return {
    number,
    siteId: number,
    openedAt: number * 60_000,
    campaignNumber: null,
    traits: { ...noTraits, ...traits },
    ...change,
  };
}
const signed = { signatures: [line('hacked by khai')] };

describe('a campaign', () => {
  it('opens with two incidents of different sites that share a strong trait', () => {
    expect(findCampaign(incident(2, signed), [incident(1, signed)], window)).toEqual({
      campaignNumber: null,
      others: [1],
      common: [{ trait: 'signature', value: 'hacked by khai' }],
    });
  });

  it.each<[string, Partial<Traits>]>([
    ['domain', { domains: ['nhacai.example'] }],
    ['picture', { pictures: [picture] }],
    ['text', { shingles: Array.from({ length: 30 }, (_, i) => i) }],
  ])('is recognised by the same %s', (trait, traits) => {
    expect(findCampaign(incident(2, traits), [incident(1, traits)], window)?.common).toMatchObject([{ trait }]);
  });

  it('is not made of incidents of one site, nor of some that are further apart than the window', () => {
    expect(findCampaign(incident(2, signed, { siteId: 1 }), [incident(1, signed)], window)).toBeNull();
    const late = incident(2, signed, { openedAt: window + 60_001 });
    expect(findCampaign(late, [incident(1, signed)], window)).toBeNull();
    expect(findCampaign({ ...late, openedAt: window + 60_000 }, [incident(1, signed)], window)).not.toBeNull();
  });

  it('is joined by what shares a trait with any of its incidents, and takes in who was alone', () => {
    const known = [incident(1, signed, { campaignNumber: 4 }), incident(2, { domains: ['nhacai.example'] })];
    const both = incident(3, { ...signed, domains: ['nhacai.example'] });
    expect(findCampaign(both, known, window)).toMatchObject({ campaignNumber: 4, others: [2] });
    expect(findCampaign(both, known, window)?.common.map(({ trait }) => trait)).toEqual(['signature', 'domain']);
  });

  it('is the older one where two would fit', () => {
    const known = [incident(1, signed, { campaignNumber: 9 }), incident(2, signed, { campaignNumber: 4 })];
    expect(findCampaign(incident(3, signed), known, window)).toMatchObject({ campaignNumber: 4, others: [] });
  });

  it('does not follow from pictures that are plain areas, or that are only somewhat alike', () => {
    const alike = (a: string, b: string) =>
      findCampaign(incident(2, { pictures: [a] }), [incident(1, { pictures: [b] })], window);
    expect(alike('0000000000000000', '0000000000000000')).toBeNull();
    expect(alike('ffffffffffffffff', 'ffffffffffffffff')).toBeNull();
    expect(alike(picture, 'f0e1d2c3b4a596b8')).not.toBeNull();
    expect(alike(picture, 'f0e1d2c3b4a56978')).toBeNull();
    expect(alike('not a hash', 'not a hash')).toBeNull();
  });

  it('does not follow from few words or half a text in common', () => {
    const alike = (a: number[], b: number[]) =>
      findCampaign(incident(2, { shingles: a }), [incident(1, { shingles: b })], window);
    const text = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
    expect(alike(text(0, 11), text(0, 11))).toBeNull();
    expect(alike(text(0, 60), text(20, 80))).not.toBeNull();
    expect(alike(text(0, 60), text(30, 90))).toBeNull();
  });

  it('is seen in a server from the third site on', () => {
    const there = { addresses: ['192.0.2.7'] };
    expect(findCampaign(incident(2, there), [incident(1, there)], window)).toBeNull();
    expect(findCampaign(incident(3, there), [incident(1, there), incident(2, there)], window)).toEqual({
      campaignNumber: null,
      others: [1, 2],
      common: [{ trait: 'address', value: '192.0.2.7' }],
    });
    const again = incident(2, there, { siteId: 1 });
    expect(findCampaign(incident(3, there), [incident(1, there), again], window)).toBeNull();
  });

  it('says what is common in words without usable addresses', () => {
    expect(commonTraitWords({ trait: 'domain', value: 'nhacai.example' }).vi).toContain('nhacai[.]example');
    expect(commonTraitWords({ trait: 'address', value: '192.0.2.7' }).en).toContain('192[.]0[.]2[.]7');
    expect(commonTraitWords({ trait: 'signature', value: 'Hacked by http://a.example' }).vi).toContain(
      'hxxp://a[.]example',
    );
  });
});
