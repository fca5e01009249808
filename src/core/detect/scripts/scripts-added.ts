/** New scripts: from a foreign host, or inline ones that unpack, hide, redirect or load covertly. */
import { registrableDomain } from '../../address.ts';
import type { Words } from '../../domain/words.ts';
import { fastHash } from '../../facts/hash.ts';
import type { Look } from '../../facts/look.ts';
import type { ScriptFact, ScriptFeature } from '../../facts/page-facts.ts';
import { scriptsStoodStill } from '../../learned/amounts.ts';
import type { LearnedView } from '../../learned/learned-view.ts';
import type { Policy, WeightName } from '../../policy.ts';
import { isSeenThrough } from '../../scripts/script-signs.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { usualIn, weighUsual } from '../shared/habit-relief.ts';
import { hostIndicators, indicatorList, resourceIndicators } from '../shared/indicators.ts';
import { isServiceAddress } from '../shared/known-service.ts';
import { quoted } from '../shared/quoted.ts';
import { hasThrowawayName } from '../shared/throwaway-host.ts';
import { inAllViews } from '../shared/views.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'scripts-added';

export const scriptsAdded: Detector = {
  id,
  detect(context) {
    return inAllViews(context, (_, view) => [
      ...(view.view === 'written' ? [] : inlineIn(context, view)),
      ...addressedIn(context, view),
    ]);
  },
};

/** The cue for each feature; features that ordinary analytics code also shows are not listed. */
const cueOf: Partial<Record<ScriptFeature, WeightName>> = {
  packed: 'scripts-added.packed',
  eval: 'scripts-added.eval',
  'from-char-code': 'scripts-added.decoder',
  base64: 'scripts-added.decoder',
  escapes: 'scripts-added.escapes',
  'long-literal': 'scripts-added.literal',
  'broken-strings': 'scripts-added.broken-strings',
  reversed: 'scripts-added.reversed',
  'odd-names': 'scripts-added.odd-names',
  'fetches-markup': 'scripts-added.fetches-markup',
  'hides-element': 'scripts-added.hides-element',
  'reads-payment': 'scripts-added.reads-payment',
  'sends-away': 'scripts-added.sends-away',
  'signs-only': 'scripts-added.signs-only',
};

/** Normal effects of a redesign. */
const broughtByRebuilding: ReadonlySet<WeightName> = new Set([
  'scripts-added.host',
  'scripts-added.service',
  'scripts-added.asks-push',
  'scripts-added.registers-worker',
  'scripts-added.machine-code',
  'scripts-added.inline',
  'scripts-added.names-host',
  'scripts-added.eval',
  'scripts-added.decoder',
  'scripts-added.stood-still',
]);

/** Cues that also count at registration: the others occur in ordinary pages, which park menus off the screen too. */
const tellingAtFirst: ReadonlySet<WeightName> = new Set([
  'scripts-added.escapes',
  'scripts-added.literal',
  'scripts-added.broken-strings',
  'scripts-added.reversed',
  'scripts-added.odd-names',
  'scripts-added.packed',
  'scripts-added.fetches-markup',
  'scripts-added.sends-away',
  'scripts-added.signs-only',
]);

/** How it hides things, which says nothing where all that it does was read and is harmless. */
const waysOfHiding: ReadonlySet<WeightName> = new Set([
  'scripts-added.decoder',
  'scripts-added.escapes',
  'scripts-added.broken-strings',
  'scripts-added.reversed',
  'scripts-added.odd-names',
  'scripts-added.hides-element',
]);

/** Cues of a new inline script. */
function cuesOf(
  script: ScriptFact,
  { facts, learned, scripts = [] }: ViewContext,
  familiar: ReadonlySet<string>,
): WeightName[] {
  const reading = scripts.find(({ key }) => key === script.key)?.reading;
  const isHarmless = reading !== undefined && isSeenThrough(reading);
  const cues = script.features.flatMap((feature) => cueOf[feature] ?? []);
  const found = new Set(isHarmless ? cues.filter((cue) => !waysOfHiding.has(cue)) : cues);
  if (learned === null) {
    const telling = [...found].filter((cue) => tellingAtFirst.has(cue));
    const isAllThereIs = facts.counts.visibleCharacters < 20 && facts.links.length === 0;
    return isAllThereIs && telling.length > 0 ? [...telling, 'scripts-added.first-sight.only'] : telling;
  }
  const namesHost = script.names.some((host) => !familiar.has(domain(host)));
  return [
    ...found,
    'scripts-added.inline',
    ...(namesHost ? (['scripts-added.names-host'] as const) : []),
    ...(reading?.asksPush === true ? (['scripts-added.asks-push'] as const) : []),
    ...(reading?.registersWorker === true ? (['scripts-added.registers-worker'] as const) : []),
    ...(reading?.runsMachineCode === true ? (['scripts-added.machine-code'] as const) : []),
  ];
}

function inlineIn({ look, policy, targetUrl }: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned } = view;
  const familiar = familiarDomains(targetUrl, learned);
  const known = new Set(learned?.scripts.keys ?? []);
  const fresh = facts.scripts.filter(({ key }) => key !== '' && !known.has(key));
  const still = stillCues(look, view);
  const amount = new Set(fresh.map(({ key }) => key)).size;
  const usual = [usualIn(policy, view, { name: 'scripts', amount, cue: 'scripts-added.inline' })];
  return fresh
    .map((script) => {
      const cues = [...cuesOf(script, view, familiar), ...still];
      return { script, cues, ...weighUsual(policy, cues, usual) };
    })
    .filter(({ score }) => score >= 1)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ script, cues, score, relief }) => {
      const does = script.features.flatMap((feature) => doings[feature] ?? []);
      return {
        nature: cues.every((cue) => broughtByRebuilding.has(cue)) ? 'changed' : 'added',
        finding: {
          detector: id,
          cues,
          family: 'scripts',
          kind: 'injection',
          score,
          ...(relief === undefined ? {} : { relief }),
          reason: {
            vi: `${learned === null ? 'Trang có' : 'Xuất hiện'} đoạn mã lệnh ${does.map((one) => one.vi).join(', ') || 'lạ'}.`,
            en: `${learned === null ? 'There is' : 'New is'} a script that ${does.map((one) => one.en).join(', ') || 'was not there before'}.`,
          },
          fingerprint: fingerprint(id, script.key),
          indicators: indicatorList(hostIndicators(script.names.filter((host) => !familiar.has(domain(host))))),
        },
      };
    });
}

function domain(host: string): string {
  return registrableDomain(host.replace(/:\d+$/, ''));
}

/** Domains that scripts came from or named before. */
function familiarDomains(targetUrl: string, learned: LearnedView | null): ReadonlySet<string> {
  return new Set([domain(URL.parse(targetUrl)?.hostname ?? ''), ...(learned?.hosts.scripts ?? []).map(domain)]);
}

/** More new scripts at once than this come with a rebuilt page. */
const mostPlanted = 3;

/** On a page whose scripts have not changed for weeks, a new one is stronger evidence. */
function stillCues({ at }: Pick<Look, 'at'>, { facts, learned, isBorrowed }: ViewContext): WeightName[] {
  if (learned === null || isBorrowed || !scriptsStoodStill(learned, at)) return [];
  const [keys, addresses] = [new Set(learned.scripts.keys), new Set(learned.addresses.keys)];
  const isNew = ({ key, address }: ScriptFact): boolean =>
    address === null ? key !== '' && !keys.has(key) : !addresses.has(fastHash(address));
  return facts.scripts.filter(isNew).length <= mostPlanted ? ['scripts-added.stood-still'] : [];
}

/**
 * File names without extension that mix capitals and digits: generated for one campaign. Behind a script or the version of
 * an interface they name an account.
 */
const oddPath = /(?:^|(?<!\.js|\/v\d)\/)(?=[^/]*[A-Z])(?=[^/]*\d)[A-Za-z\d-]{10,}$/;

function addressedIn({ look, policy, targetUrl }: LookContext, context: ViewContext): Evidence[] {
  const { view, facts, learned } = context;
  const familiar = familiarDomains(targetUrl, learned);
  const known = new Set(learned?.addresses.keys ?? []);
  // The strongest per host, and the strongest three hosts overall: plain scripts cannot hide a bad one among them.
  const found = new Map<string, Evidence>();
  for (const { host, address } of facts.scripts) {
    if (address === null) continue;
    const cues: WeightName[] = [];
    if (learned !== null && host !== null && !familiar.has(domain(host))) {
      const isService = isServiceAddress(policy, address);
      cues.push(isService ? 'scripts-added.service' : 'scripts-added.host', ...stillCues(look, context));
    }
    // Tag loaders build addresses that contain the site's own account number.
    const isUsual = view === 'written' && learned === null;
    if (!isUsual && oddPath.test(address) && !known.has(fastHash(address))) {
      cues.push(learned === null ? 'scripts-added.first-sight.odd-path' : 'scripts-added.learned.odd-path');
    }
    if (learned === null && host !== null && hasThrowawayName(host)) cues.push('scripts-added.first-sight.throwaway');
    const name = host ?? address;
    if (weigh(policy, cues) > (found.get(name)?.finding.score ?? 0)) {
      found.set(name, addressed(policy, cues, host, address));
    }
  }
  return [...found.values()].sort((a, b) => b.finding.score - a.finding.score).slice(0, 3);
}

function addressed(policy: Policy, cues: readonly WeightName[], host: string | null, address: string): Evidence {
  const isForeign = cues.includes('scripts-added.host') || cues.includes('scripts-added.service');
  const isThrowaway = cues.includes('scripts-added.first-sight.throwaway');
  return {
    nature: cues.every((cue) => broughtByRebuilding.has(cue)) ? 'changed' : 'added',
    finding: {
      detector: id,
      cues,
      family: 'scripts',
      kind: 'injection',
      score: weigh(policy, cues),
      reason: isForeign
        ? {
            vi: `Trang nạp mã lệnh từ máy chủ chưa từng dùng: ${quoted(address, 120)}.`,
            en: `The page loads a script from a host it never used: ${quoted(address, 120)}.`,
          }
        : isThrowaway
          ? {
              vi: `Trang nạp mã lệnh từ máy chủ có địa chỉ kiểu dùng một lần: ${quoted(address, 120)}.`,
              en: `The page loads a script from a host as attackers use them once: ${quoted(address, 120)}.`,
            }
          : {
              vi: `Trang nạp mã lệnh có tên sinh ngẫu nhiên: ${quoted(address, 120)}.`,
              en: `The page loads a script with a random name: ${quoted(address, 120)}.`,
            },
      fingerprint: fingerprint(id, host ?? address),
      place: { after: address.slice(0, 500) },
      indicators: indicatorList(resourceIndicators({ host, address })),
    },
  };
}

const doings: Partial<Record<ScriptFeature, Words>> = {
  'signs-only': { vi: 'chỉ gồm các ký hiệu, không có chữ nào', en: 'consists of signs, without a word' },
  packed: { vi: 'bị đóng gói', en: 'is packed' },
  eval: { vi: 'tự sinh và chạy mã', en: 'makes and runs code' },
  'from-char-code': { vi: 'giải mã ký tự', en: 'decodes characters' },
  base64: { vi: 'giải mã chuỗi', en: 'decodes strings' },
  escapes: { vi: 'che giấu bằng ký tự thoát', en: 'hides behind escapes' },
  'long-literal': { vi: 'mang chuỗi mã hóa dài', en: 'carries a long encoded string' },
  'broken-strings': { vi: 'ghép chuỗi vụn', en: 'joins broken strings' },
  reversed: { vi: 'đảo ngược chuỗi', en: 'reverses strings' },
  'odd-names': { vi: 'dùng tên sinh ngẫu nhiên', en: 'uses random names' },
  'fetches-markup': { vi: 'lấy nội dung từ nơi khác đưa vào trang', en: 'fetches content into the page' },
  'hides-element': { vi: 'giấu thành phần của trang', en: 'hides parts of the page' },
  'reads-payment': { vi: 'đọc thông tin thẻ', en: 'reads card data' },
  'sends-away': { vi: 'chuyển ngay người đọc sang trang khác', en: 'sends the reader away at once' },
  'location-write': { vi: 'chuyển hướng người đọc', en: 'redirects the reader' },
  'document-write': { vi: 'ghi nội dung vào trang', en: 'writes into the page' },
};
