/** What the page tells search engines about its owner (JSON-LD) changed: name, telephone, addresses. */
import type { NewValue } from '../../learned/values/known-values.ts';
import { newOf } from '../../learned/values/page-values.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { whose } from '../shared/whose.ts';

const id = 'structured-data-changed';
const mostFindings = 4;

export const structuredDataChanged: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn(context: LookContext, { facts, learned, isBorrowed, lookAlike }: ViewContext): Evidence[] {
  if (learned === null || isBorrowed || lookAlike !== null) return [];
  return (newOf('data', learned, facts) ?? []).flatMap((one) => toEvidence(context, one)).slice(0, mostFindings);
}

function toEvidence({ policy, targetUrl }: LookContext, { slot, value, before }: NewValue): Evidence[] {
  const isHost = slot === 'host';
  // Articles bring their own names and numbers; only values present in every look are the owner's.
  if (isHost ? whose(value, targetUrl) !== 'foreign' : before === null) return [];
  const cue: WeightName = isHost
    ? 'structured-data-changed.host'
    : slot === 'telephone'
      ? 'structured-data-changed.telephone'
      : 'structured-data-changed.name';
  const what = {
    host: { vi: 'địa chỉ', en: 'an address' },
    telephone: { vi: 'số điện thoại', en: 'a telephone number' },
    name: { vi: 'tên', en: 'a name' },
  }[slot as 'host' | 'telephone' | 'name'];
  const instead =
    before === null ? { vi: '', en: '' } : { vi: ` thay cho ${quoted(before)}`, en: ` instead of ${quoted(before)}` };
  return [
    {
      nature: 'changed',
      finding: {
        detector: id,
        cues: [cue],
        family: 'title',
        kind: 'injection',
        score: policy.weights[cue],
        reason: {
          vi: `Dữ liệu dành cho máy tìm kiếm (JSON-LD) nêu ${what.vi} lạ ${quoted(value)}${instead.vi}.`,
          en: `The data for search engines (JSON-LD) gives ${what.en} never seen: ${quoted(value)}${instead.en}.`,
        },
        fingerprint: fingerprint(id, slot, value),
        place: { ...(before === null ? {} : { before }), after: value },
        indicators: indicatorList(isHost ? hostIndicators([value]) : []),
      },
    },
  ];
}
