/** Styles hide the page as a whole, paint over it, or come from a host never used. */
import type { PageRule } from '../../facts/style/style-sheet.ts';
import { lostOwnSheets, newOf } from '../../learned/values/page-values.ts';
import type { Policy, WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { whose } from '../shared/whose.ts';

const id = 'style-changed';
const mostFindings = 3;

export const styleChanged: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => [...rulesIn(context, view), ...hostsIn(context, view)]);
  },
};

function rulesIn({ policy }: LookContext, { facts, learned, isBorrowed }: ViewContext): Evidence[] {
  // Browsers serialise styles differently, so only views of the same kind are compared.
  const fresh = learned === null || isBorrowed ? null : newOf('style', learned, facts);
  if (learned !== null && fresh === null) return [];
  const isNew = ({ does, selector, source }: PageRule) =>
    fresh === null || fresh.some(({ slot, value }) => slot === does && `${selector}{${source}`.startsWith(value));
  const rules = facts.style.rules.filter(isNew);
  // Pages hide themselves until their scripts have run, so at first sight only paint is telling.
  const telling: readonly PageRule['does'][] = learned === null ? ['paints'] : ['paints', 'hides'];
  const strongest = telling.flatMap((does) => rules.find((rule) => rule.does === does) ?? []);
  return strongest.flatMap((rule) => ruleEvidence(policy, rule, learned !== null));
}

function ruleEvidence(policy: Policy, { does, selector, source }: PageRule, isLearned: boolean): Evidence[] {
  const cue: WeightName = isLearned ? `style-changed.${does}` : 'style-changed.first-sight';
  const rule = quoted(`${selector} { ${source} }`, 120);
  const reason =
    does === 'hides'
      ? {
          vi: `Kiểu trình bày trong trang giấu toàn bộ nội dung khỏi người xem: ${rule}.`,
          en: `A style in the page hides all of it from visitors: ${rule}.`,
        }
      : {
          vi: `Kiểu trình bày trong trang vẽ chữ hoặc hình đè lên toàn trang: ${rule}.`,
          en: `A style in the page paints words or a picture over all of it: ${rule}.`,
        };
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues: [cue],
        family: 'frames',
        kind: 'defacement',
        score: policy.weights[cue],
        reason,
        fingerprint: fingerprint(id, does, selector, source),
        place: { path: selector, after: source },
        indicators: [],
      },
    },
  ];
}

function hostsIn({ policy, targetUrl }: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned, isBorrowed, lookAlike } = view;
  const fresh = learned === null || isBorrowed ? null : newOf('style', learned, facts);
  if (learned === null || fresh === null) return [];
  const known = new Set([...learned.hosts.scripts, ...learned.hosts.frames]);
  const hosts = fresh.filter(({ slot, value }) => slot === 'host' && whose(value, targetUrl) === 'foreign');
  // A foreign style sheet replaced one of the portal's own.
  const isSwapped = lostOwnSheets(learned, facts);
  return hosts
    .filter(({ value, before }) => isSwapped || before !== null || !known.has(value))
    .slice(0, mostFindings)
    .map(({ value, before }): Evidence => {
      const cue: WeightName = isSwapped || before !== null ? 'style-changed.host-swapped' : 'style-changed.host';
      return {
        // A stand-in page has its own style sheets.
        nature: lookAlike === null ? 'changed' : 'missing',
        finding: {
          detector: id,
          cues: [cue],
          family: 'makeup',
          kind: 'injection',
          score: policy.weights[cue],
          reason: {
            vi: `Trang lấy bảng định kiểu từ máy chủ chưa từng dùng${isSwapped ? ', thay cho bảng định kiểu của cổng' : ''}: ${quoted(value)}.`,
            en: `The page takes a style sheet from a host it never used${isSwapped ? ", in place of the portal's own" : ''}: ${quoted(value)}.`,
          },
          fingerprint: fingerprint(id, 'host', value),
          place: { ...(before === null ? {} : { before }), after: value },
          indicators: indicatorList(hostIndicators([value])),
        },
      };
    });
}
