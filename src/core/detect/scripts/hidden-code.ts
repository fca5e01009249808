/** A new script that conceals from readers what it does, although browsers assemble it without trouble. */
import { registrableDomain } from '../../address.ts';
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import type { FreshScript } from '../../scripts/fresh-scripts.ts';
import { isSeenThrough, type ScriptSigns, signsOf } from '../../scripts/script-signs.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { isServiceHost } from '../shared/known-service.ts';
import { quoted } from '../shared/quoted.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'hidden-code';
const mostFindings = 3;

export const hiddenCode: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

interface Hiding {
  readonly script: FreshScript;
  readonly signs: ScriptSigns;
  readonly hosts: readonly string[];
  readonly cues: readonly WeightName[];
  readonly score: number;
}

function evidenceIn(context: LookContext, { scripts = [], learned }: ViewContext): Evidence[] {
  const { policy, targetUrl } = context;
  const own = registrableDomain(URL.parse(targetUrl)?.hostname ?? '');
  const all = scripts.map(({ code }) => code).join('\n');
  const found = scripts.map((script): Hiding => {
    const signs = signsOf(script.code, script.reading, all);
    // At first sight, hidden hosts of common services are ordinary; a new script that hides one is not.
    const isOrdinary = (host: string): boolean => learned === null && isServiceHost(policy, host);
    const hosts = signs.hiddenHosts.filter((host) => registrableDomain(host) !== own && !isOrdinary(host));
    const cues = cuesOf(script, signs, hosts.length > 0, learned === null ? 'first-sight' : 'learned');
    return { script, signs, hosts, cues, score: weigh(policy, cues) };
  });
  return found
    .filter(({ score }) => score >= 1)
    .sort((a, b) => b.score - a.score)
    .slice(0, mostFindings)
    .map((one) => toEvidence(one, learned !== null));
}

/** Assembled names: one in so many characters may be chance, more are a pattern. */
const charactersByName = 20_000;

/** Calls of contracts on block chains, where attackers keep code that nobody can take down. */
const chain = /\beth_call\b|\.eth\.Contract\b|\bethers\.(?:Contract|providers|JsonRpcProvider)\b|\bnew Web3\b/;

function cuesOf(
  { code, reading }: FreshScript,
  signs: ScriptSigns,
  hidesHost: boolean,
  way: 'learned' | 'first-sight',
): WeightName[] {
  const cues: WeightName[] = [];
  if (hidesHost) cues.push(`hidden-code.${way}.address`);
  if (signs.hiddenCode > 0) cues.push(`hidden-code.${way}.code`);
  if (signs.packedCode > 0) cues.push(`hidden-code.${way}.packed`);
  const isPattern = signs.computedNames > Math.max(1, code.length / charactersByName);
  if (isPattern && !isSeenThrough(reading)) cues.push(`hidden-code.${way}.names`);
  else if (signs.computedNames > 0) cues.push(`hidden-code.${way}.name`);
  if (reading.blindRuns > 0) cues.push(`hidden-code.${way}.blind-run`);
  if (reading.blindRuns > 0 && chain.test(code)) cues.push('hidden-code.from-chain');
  if (reading.blindNames > 0) cues.push(`hidden-code.${way}.blind-names`);
  if (signs.isNoCode) cues.push(`hidden-code.${way}.no-code`);
  if (reading.isCutOff) cues.push(`hidden-code.${way}.endless`);
  return cues;
}

function toEvidence({ script, signs, hosts, cues, score }: Hiding, isLearned: boolean): Evidence {
  const does = [...doings].flatMap(([cue, words]) => (cues.some((one) => one.endsWith(`.${cue}`)) ? [words] : []));
  const names = [...script.reading.computedNames].slice(0, 4).join(', ');
  const shown = hosts[0] ?? (signs.hiddenCode > 0 ? script.reading.madeCode[0] : undefined) ?? names;
  const text = shown === '' ? null : quoted(shown, 120);
  return {
    // A single assembled name may be chance, as every new build brings.
    nature: cues.every((cue) => cue.endsWith('.name')) ? 'changed' : 'added',
    finding: {
      detector: id,
      cues,
      family: 'scripts',
      kind: 'injection',
      score,
      reason: {
        vi: `${isLearned ? 'Xuất hiện' : 'Trang có'} đoạn mã lệnh ${does.map(({ vi }) => vi).join(', ')}${text === null ? '' : `: ${text}`}.`,
        en: `${isLearned ? 'New is' : 'There is'} a script that ${does.map(({ en }) => en).join(', ')}${text === null ? '' : `: ${text}`}.`,
      },
      fingerprint: fingerprint(id, script.key),
      place: { after: script.code.trim().slice(0, 500) },
      indicators: indicatorList(hostIndicators(hosts)),
    },
  };
}

const doings: ReadonlyMap<string, Words> = new Map([
  ['address', { vi: 'giấu địa chỉ mà nó dùng', en: 'hides the address it uses' }],
  ['code', { vi: 'giấu mã mà nó tự sinh và chạy', en: 'hides code that it makes and runs' }],
  ['packed', { vi: 'bị đóng gói', en: 'is packed' }],
  ['names', { vi: 'ghép tên các lệnh để che giấu', en: 'puts together the names of what it calls' }],
  ['name', { vi: 'ghép tên một lệnh', en: 'puts together the name of what it calls' }],
  ['blind-run', { vi: 'chạy mã không đọc trước được', en: 'runs code that cannot be read beforehand' }],
  [
    'blind-names',
    {
      vi: 'gọi lệnh của trang bằng tên không đọc trước được',
      en: 'calls the page by names that cannot be read beforehand',
    },
  ],
  ['no-code', { vi: 'không phải là mã mà là dữ liệu không đọc được', en: 'is no code but data that cannot be read' }],
  ['endless', { vi: 'tính toán quá giới hạn cho phép', en: 'computes beyond the limits' }],
]);
