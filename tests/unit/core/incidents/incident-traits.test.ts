import { describe, expect, it } from 'vitest';
import {
  hostIndicators,
  indicatorList,
  textIndicators,
  urlIndicators,
} from '../../../../src/core/detect/shared/indicators.ts';
import type { Finding, Indicator, Verdict } from '../../../../src/core/domain/finding.ts';
import type { Incident } from '../../../../src/core/domain/incident.ts';
import { lookAt, withPicture } from '../../../../src/core/facts/look.ts';
import { moveIncident } from '../../../../src/core/incidents/incident.ts';
import { mergeTraits, noTraits, traitsOf } from '../../../../src/core/incidents/incident-traits.ts';
import { captureFrom } from '../../../support/captures.ts';
import { testPolicy } from '../../../support/policy.ts';

const url = 'https://thanhson.example.gov.vn/';

function finding(detector: string, family: Finding['family'], after: string, more: Partial<Finding> = {}): Finding {
  const about = { detector, family, kind: 'defacement', score: 6.5, reason: { vi: '', en: '' } } as const;
  return { ...about, fingerprint: `${detector}:1`, place: { after }, indicators: [], ...more };
}
function incident(...findings: Finding[]): Incident {
  const verdict: Verdict = { level: 'alarm', kind: 'defacement', score: 9, conclusive: false, findings };
  const event = { type: 'alarm-confirmed', verdict, checkId: null, alarms: 2, looks: 2, promoted: false } as const;
  const moved = moveIncident(null, event, { siteId: 1, targetId: '1.1', url, checkId: 1, previousNumber: null }, 5);
  if (!moved) throw new Error('nothing opened');
  return moved.incident;
}
const signatures = (line: string) => {
  const indicators = indicatorList(textIndicators('phrase', line));
  return traitsOf(incident(finding('signature-phrase', 'words', line, { indicators })), [], testPolicy).signatures;
};
const domains = (family: Finding['family'], indicators: readonly Indicator[], score = 6.5) =>
  traitsOf(incident(finding('x', family, 'https://nobody-reads-this.example/', { score, indicators })), [], testPolicy)
    .domains;
const look = () => {
  const capture = captureFrom('<p>x</p>', { url, rendered: {} });
  const picture = {
    widthPx: 32,
    heightPx: 32,
    tilePx: 32,
    columns: 1,
    rows: 1,
    rgb: 'AAAA',
    viewportHash: 'f0e1d2c3b4a59687',
  };
  return withPicture(lookAt(capture, null), picture);
};

describe('the signature of an incident', () => {
  it('is the line with its phrase, folded, without the name of the portal', () => {
    expect(signatures('HACKED BY Kh4i')).toEqual([{ key: 'hacked by khai', shown: 'HACKED BY Kh4i' }]);
    expect(signatures('thanhson.example.gov.vn hacked by kh4i')[0]?.key).toBe('hacked by khai');
  });
  it('is nobody’s where only the phrase stands, and none in a report', () => {
    expect(signatures('Hacked by')).toEqual([]);
    expect(signatures(`Hacked by Kh4i ${'theo tin từ cơ quan chức năng '.repeat(3)}`)).toEqual([]);
  });
});

describe('the domains of an incident', () => {
  it('are where strong evidence leads to, by registrable domain, never the site’s own', () => {
    expect(domains('route', urlIndicators('https://www.nhacai.example/vao?x=1'))).toEqual(['nhacai.example']);
    expect(domains('links', hostIndicators(['nhacai.example', 'bao.example']))).toEqual(['nhacai.example']);
    expect(domains('route', hostIndicators(['www.thanhson.example.gov.vn']))).toEqual([]);
    expect(domains('words', hostIndicators(['nhacai.example']))).toEqual([]);
    expect(domains('scripts', hostIndicators(['cdn.example']), 1.5)).toEqual([]);
  });
  it('are what the evidence names, whatever its sentence or place quotes', () => {
    expect(domains('route', [])).toEqual([]);
    expect(domains('links', [{ type: 'handle', value: '@nhacai' }, ...hostIndicators(['nhacai.example'])])).toEqual([
      'nhacai.example',
    ]);
  });
});

describe('the looks of an incident', () => {
  it('give the server, and the picture only where the page looks different', () => {
    const changed = incident(finding('picture-changed', 'picture', ''), finding('x', 'text', 'a b c d'));
    expect(traitsOf(changed, [look()], testPolicy)).toMatchObject({ pictures: ['f0e1d2c3b4a59687'] });
    const added = traitsOf(incident(finding('x', 'links', 'a')), [look()], testPolicy);
    expect(added.pictures).toEqual([]);
    expect(added.addresses).toHaveLength(1);
  });
});

describe('traits', () => {
  it('are bounded whatever a page holds', () => {
    const long = incident(finding('x', 'text', Array.from({ length: 5_000 }, (_, i) => `từ${i}`).join(' ')));
    expect(traitsOf(long, [], testPolicy).shingles.length).toBeLessThanOrEqual(200);
    const many = { ...noTraits, domains: Array.from({ length: 50 }, (_, i) => `d${i}.example`) };
    expect(mergeTraits(noTraits, many).domains).toHaveLength(12);
  });
  it('of two looks are put together, each once, the older first', () => {
    const a = { ...noTraits, domains: ['a.example', 'b.example'], signatures: [{ key: 'k', shown: 'K' }] };
    const b = { ...noTraits, domains: ['b.example', 'c.example'], signatures: [{ key: 'k', shown: 'k' }] };
    expect(mergeTraits(a, b)).toMatchObject({
      domains: ['a.example', 'b.example', 'c.example'],
      signatures: [{ key: 'k', shown: 'K' }],
    });
  });
});
