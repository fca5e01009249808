/** An unknown layer covers more than half of the first screenful. */
import { ownDocument } from '../../facts/markup/frame-document.ts';
import type { CoverFact } from '../../facts/page-facts.ts';
import type { LearnedView } from '../../learned/learned-view.ts';
import { bringsLayers } from '../../learned/values/page-values.ts';
import type { WeightName } from '../../policy.ts';
import { shownAddress } from '../../text.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { percent, quoted } from '../shared/quoted.ts';
import { whose } from '../shared/whose.ts';

const id = 'covering-layer';

/** Without a baseline only a frame over the whole window is reported. */
const wholeWindowFrom = 0.9;

/**
 * Covers were measured during learning but not this time: the page is too big or too slow, by accident or on purpose.
 */
const unmeasured: Evidence = {
  nature: 'added',
  finding: {
    detector: id,
    family: 'self',
    kind: 'injection',
    score: 0,
    reason: {
      vi: 'Trang quá lớn hoặc quá chậm nên trình duyệt không đo được phần nào bị ẩn, phần nào bị che.',
      en: 'The page is too big or too slow for the browser to measure what is hidden and what is covered.',
    },
    fingerprint: null,
    indicators: [],
  },
};

interface NewCover {
  readonly cover: CoverFact;
  readonly weight: WeightName;
  /** Hosts in the layer that the page never named in this role. */
  readonly strangers: readonly string[];
}

export const coveringLayer: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => {
      if (view.learned?.covers !== undefined && view.view === 'rendered' && view.facts.covers === null)
        return [unmeasured];
      if (context.views.every((one) => one.view === 'received')) return unseenLayer(context, view);
      const covers = view.facts.covers ?? [];
      const found = covers.map((cover) => newCover(cover, view));
      return found.flatMap((one, i) => (one === null || isReportedByOther(found, i) ? [] : [toEvidence(one, context)]));
    });
  },
};

/** Without a browser its visibility is unknown, so a browser look is requested. */
function unseenLayer(
  { policy, targetUrl }: LookContext,
  { facts, learned, isBorrowed, lookAlike }: ViewContext,
): Evidence[] {
  if (learned === null || isBorrowed || lookAlike !== null || !bringsLayers(learned, facts)) return [];
  const isDocument = facts.frames.some((frame) => frame.covers && frame.address === ownDocument.address);
  const strangers = facts.layerHosts.filter((host) => isStranger(host, learned, targetUrl));
  const cue: WeightName = isDocument
    ? 'covering-layer.own-document'
    : strangers.length > 0
      ? 'covering-layer.foreign-links'
      : 'covering-layer.own';
  const to = strangers.slice(0, 3).map((host) => shownAddress(host, 80));
  return [
    {
      nature: cue === 'covering-layer.own' ? 'changed' : 'added',
      finding: {
        detector: id,
        cues: [cue],
        family: 'frames',
        kind: strangers.length > 0 ? 'injection' : 'defacement',
        score: policy.weights[cue],
        reason: {
          vi: `Mã nguồn trang có thêm một lớp phủ kín cửa sổ, trước nay chưa từng có${to.length === 0 ? '' : `, với nội dung của ${to.join(', ')}`}.`,
          en: `The markup lays something over the whole window, which it never did${to.length === 0 ? '' : `, with content of ${to.join(', ')}`}.`,
        },
        fingerprint: fingerprint(id, 'markup', String(facts.makeup.layers), ...strangers),
        indicators: indicatorList(hostIndicators(strangers)),
      },
    },
  ];
}

function isStranger(host: string, { hosts }: LearnedView, targetUrl: string): boolean {
  const known = new Set([...hosts.links, ...hosts.forms, ...hosts.frames, ...hosts.scripts]);
  return !known.has(host) && whose(host, targetUrl) === 'foreign';
}

function newCover(cover: CoverFact, { learned, isBorrowed }: ViewContext): NewCover | null {
  if (learned === null) {
    const isWhole = cover.isFrame && cover.host !== null && cover.share >= wholeWindowFrom;
    return isWhole ? { cover, weight: 'covering-layer.first-sight', strangers: [cover.host] } : null;
  }
  if (learned.covers?.includes(cover.key)) return null;
  const strangers = strangersOn(cover, learned);
  if (cover.host !== null && strangers.includes(cover.host)) {
    return { cover, weight: 'covering-layer.foreign-frame', strangers };
  }
  // Covers were not measured during learning, so this one may always have been there.
  if (isBorrowed || learned.covers === undefined) return null;
  const weight = strangers.length > 0 ? 'covering-layer.foreign-links' : 'covering-layer.own';
  return { cover, weight, strangers };
}

function strangersOn({ host, hosts }: CoverFact, { hosts: known }: LearnedView): string[] {
  const own = new Set([...known.links, ...known.forms, ...known.frames]);
  return hosts.filter((one) => (one === host ? !known.frames.includes(one) : !own.has(one)));
}

const ranks: readonly WeightName[] = [
  'covering-layer.own',
  'covering-layer.first-sight',
  'covering-layer.foreign-links',
  'covering-layer.foreign-frame',
];

/** A layer and a cover inside it are one: the more severe is reported, or the outer if equal. */
function isReportedByOther(found: readonly (NewCover | null)[], i: number): boolean {
  const rankOf = (one: NewCover | null | undefined): number => (one == null ? -1 : ranks.indexOf(one.weight));
  const within = found[i]?.cover.within ?? null;
  if (within !== null && rankOf(found[within]) >= rankOf(found[i])) return true;
  return found.some((other) => other?.cover.within === i && rankOf(other) > rankOf(found[i]));
}

function toEvidence({ cover, weight, strangers }: NewCover, { policy, targetUrl }: LookContext): Evidence {
  const what = cover.isFrame ? { vi: 'khung nhúng', en: 'frame' } : { vi: 'lớp phủ', en: 'layer' };
  const hosts = strangers.slice(0, 3).map((host) => shownAddress(host, 80));
  const to = hosts.length === 0 ? null : hosts.join(', ');
  const text = cover.text === '' ? null : quoted(cover.text);
  return {
    // Editors add layers too when they rebuild a page.
    nature: weight === 'covering-layer.own' ? 'changed' : 'added',
    finding: {
      detector: id,
      cues: [weight],
      family: 'frames',
      kind: cover.isFrame || strangers.length > 0 ? 'injection' : 'defacement',
      score: policy.weights[weight],
      reason: {
        vi: `Một ${what.vi} chưa từng có che ${percent(cover.share)} màn hình đầu${to === null ? '' : `, dẫn tới tên miền lạ ${to}`}${text === null ? '' : `, mang nội dung ${text}`}.`,
        en: `A ${what.en} that was never there covers ${percent(cover.share)} of the first screen${to === null ? '' : `, leading to the foreign ${to}`}${text === null ? '' : `, and says ${text}`}.`,
      },
      fingerprint: fingerprint(id, cover.key, ...strangers),
      place: { path: cover.path, ...(cover.text === '' ? {} : { after: cover.text }) },
      indicators: indicatorList(hostIndicators(strangers), indicatorsIn(cover.text, targetUrl)),
    },
  };
}
