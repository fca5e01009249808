/** Scripts that the page never ran: by a foreign host, or inline ones that unpack, hide, redirect or load on the sly. */
import { registrableDomain } from '../address.ts';
import { fastHash } from '../facts/hash.ts';
import type { ScriptFact, ScriptFeature } from '../facts/page-facts.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import type { Words } from '../model.ts';
import type { Policy, WeightName } from '../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';
import { weigh } from './weigh.ts';

const id = 'scripts-added';

export const scriptsAdded: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => [...inlineIn(context, view), ...addressedIn(context, view)]);
  },
};

/** What each feature is a cue of; features that ordinary analytics code shows too are not in it. */
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
};

/** What a redesign brings as a matter of course. */
const broughtByRebuilding: ReadonlySet<WeightName> = new Set([
  'scripts-added.host',
  'scripts-added.inline',
  'scripts-added.names-host',
  'scripts-added.eval',
  'scripts-added.decoder',
]);

/** What counts at registration too: the rest is in one of twelve ordinary pages. */
const tellingAtFirst: ReadonlySet<WeightName> = new Set([
  'scripts-added.escapes',
  'scripts-added.literal',
  'scripts-added.broken-strings',
  'scripts-added.reversed',
  'scripts-added.odd-names',
  'scripts-added.packed',
  'scripts-added.fetches-markup',
  'scripts-added.hides-element',
  'scripts-added.sends-away',
]);

/** Cues of an inline script that was never seen. */
function cuesOf(script: ScriptFact, { facts, learned }: ViewContext, familiar: ReadonlySet<string>): WeightName[] {
  const found = new Set(script.features.flatMap((feature) => cueOf[feature] ?? []));
  if (learned === null) {
    const telling = [...found].filter((cue) => tellingAtFirst.has(cue));
    const isAllThereIs = facts.counts.visibleCharacters < 20 && facts.links.length === 0;
    return isAllThereIs && telling.length > 0 ? [...telling, 'scripts-added.first-sight.only'] : telling;
  }
  const namesHost = script.names.some((host) => !familiar.has(domain(host)));
  return [...found, 'scripts-added.inline', ...(namesHost ? (['scripts-added.names-host'] as const) : [])];
}

function inlineIn({ policy, targetUrl }: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned } = view;
  const familiar = familiarDomains(targetUrl, learned);
  const known = new Set(learned?.scripts.keys ?? []);
  const fresh = facts.scripts.filter(({ key }) => key !== '' && !known.has(key));
  return fresh
    .map((script): { script: ScriptFact; cues: WeightName[]; score: number } => {
      const cues = cuesOf(script, view, familiar);
      return { script, cues, score: weigh(policy, cues) };
    })
    .filter(({ score }) => score >= 1)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ script, cues, score }) => {
      const does = script.features.flatMap((feature) => doings[feature] ?? []);
      return {
        nature: cues.every((cue) => broughtByRebuilding.has(cue)) ? 'changed' : 'added',
        finding: {
          detector: id,
          cues,
          family: 'scripts',
          kind: 'injection',
          score,
          reason: {
            vi: `${learned === null ? 'Trang có' : 'Xuất hiện'} đoạn mã lệnh ${does.map((one) => one.vi).join(', ') || 'lạ'}.`,
            en: `${learned === null ? 'There is' : 'New is'} a script that ${does.map((one) => one.en).join(', ') || 'was not there before'}.`,
          },
          fingerprint: fingerprint(id, script.key),
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

/** File names without an ending that mix capitals and digits: made by a machine for one campaign. */
const oddPath = /(?:^|\/)(?=[^/]*[A-Z])(?=[^/]*\d)[A-Za-z\d-]{10,}$/;

function addressedIn({ policy, targetUrl }: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const familiar = familiarDomains(targetUrl, learned);
  const known = new Set(learned?.addresses.keys ?? []);
  // Of one host the strongest counts, and of all hosts the strongest three: plain scripts around a bad one don't hide it.
  const found = new Map<string, Evidence>();
  for (const { host, address } of facts.scripts) {
    if (address === null) continue;
    const cues: WeightName[] = [];
    if (learned !== null && host !== null && !familiar.has(domain(host))) cues.push('scripts-added.host');
    if (oddPath.test(address) && !known.has(fastHash(address))) {
      cues.push(learned === null ? 'scripts-added.first-sight.odd-path' : 'scripts-added.learned.odd-path');
    }
    const name = host ?? address;
    if (weigh(policy, cues) > (found.get(name)?.finding.score ?? 0)) {
      found.set(name, addressed(policy, cues, host, address));
    }
  }
  return [...found.values()].sort((a, b) => b.finding.score - a.finding.score).slice(0, 3);
}

function addressed(policy: Policy, cues: readonly WeightName[], host: string | null, address: string): Evidence {
  const isForeign = cues.includes('scripts-added.host');
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
        : {
            vi: `Trang nạp mã lệnh có tên sinh ngẫu nhiên: ${quoted(address, 120)}.`,
            en: `The page loads a script with a random name: ${quoted(address, 120)}.`,
          },
      fingerprint: fingerprint(id, host ?? address),
      place: { after: address.slice(0, 500) },
    },
  };
}

const doings: Partial<Record<ScriptFeature, Words>> = {
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
