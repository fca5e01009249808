/** What stands for the page elsewhere changed: description, names for social networks, preview picture, icon. */
import { pageMetas } from '../learned/learned-view.ts';
import { stability } from '../learned/tally.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';
import { weigh } from './weigh.ts';

const id = 'head-changed';

export const headChanged: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

/** Only what was one and the same on every look can change; each piece counts by itself. */
function evidenceIn({ policy }: LookContext, { facts, learned, isBorrowed, lookAlike }: ViewContext): Evidence[] {
  if (learned === null || isBorrowed || lookAlike !== null) return [];
  const before = new Map<string, string>();
  learned.metas.keys.forEach((meta, index) => {
    const [name, value] = split(meta);
    if (stability(learned.metas, index, learned.looks) === 1) before.set(name, value);
  });
  const known = new Set(learned.metas.keys);
  return [...pageMetas(facts)].flatMap((meta): Evidence[] => {
    const [name, value] = split(meta);
    const old = before.get(name);
    if (known.has(meta) || old === undefined) return [];
    const finding = {
      detector: id,
      cues: ['head-changed.piece'],
      family: 'title',
      kind: 'defacement',
      score: weigh(policy, ['head-changed.piece']),
      reason: {
        vi: `Thông tin mô tả trang (${name}) đổi từ ${quoted(old)} thành ${quoted(value)}.`,
        en: `What describes the page elsewhere (${name}) changed from ${quoted(old)} to ${quoted(value)}.`,
      },
      fingerprint: fingerprint(id, meta),
      place: { path: name, before: old, after: value },
    } as const;
    return [{ nature: 'changed', finding }];
  });
}

function split(meta: string): [name: string, value: string] {
  const at = meta.indexOf('=');
  return [meta.slice(0, at), meta.slice(at + 1)];
}
