/**
 * Code that was not there during learning: evaluated or written into script elements at run time, or added to a script
 * file of the portal's own.
 */
import type { Words } from '../../domain/words.ts';
import { domainOfHost } from '../../facts/behaviour/behaviour-facts.ts';
import type { WeightName } from '../../policy.ts';
import type { NewCode } from '../../scripts/made-code.ts';
import { scriptLikeness } from '../../scripts/model/script-model.ts';
import { foreignHostOf, isPrivate, signsOf } from '../../scripts/script-signs.ts';
import type { Detector, Evidence, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { weigh } from '../shared/weigh.ts';
import { type KnownBehaviour, knownBehaviour } from './known-behaviour.ts';

const id = 'code-made';
const mostFindings = 3;
/** Share of learned looks that each brought new code, from which new code is normal for the page. */
const habitFrom = 0.5;
const shownCharacters = 200;

export const codeMade: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    return newCode(context, found)
      .map((code) => evidence(code, found, context))
      .filter(({ finding }) => finding.score > 0)
      .sort((a, b) => b.finding.score - a.finding.score)
      .slice(0, mostFindings);
  },
};

/**
 * Code not seen during learning. Where new code is normal for the page, and in files, which every release changes, only
 * code with telling cues.
 */
export function newCode(context: LookContext, found: KnownBehaviour): readonly NewCode[] {
  const { known } = found;
  const isHabit = known.looks > 1 && known.renewed >= habitFrom * (known.looks - 1);
  const made = context.made ?? [];
  return made.filter((code) => {
    const isOrdinary = isHabit || code.fact.file !== undefined;
    return !isOrdinary || tellingCues(code, found, context).length > 0;
  });
}

/** Cues that run-time code of ordinary pages does not show. */
function tellingCues(code: NewCode, found: KnownBehaviour, { policy, made = [] }: LookContext): WeightName[] {
  const { fact, reading } = code;
  const cues: WeightName[] = [];
  // A new version of a library is long, and does all sorts of things.
  if (fact.file?.change === 'rewritten') return isHostile(code, found) ? ['code-made.hostile'] : [];
  if (isHiding(code, made)) cues.push('code-made.hidden');
  if (reading.madeCode.length > 0) cues.push('code-made.again');
  if (isHostile(code, found)) cues.push('code-made.hostile');
  const likeness = scriptLikeness(policy.scriptModel, fact.source)?.nats ?? 0;
  if (likeness >= policy.weights['code-made.attack-like']) cues.push('code-made.attack-like');
  return cues;
}

function isHiding({ fact, reading }: NewCode, made: readonly NewCode[]): boolean {
  const signs = signsOf(fact.source, reading, made.map((one) => one.fact.source).join('\n'));
  const hidden = signs.hiddenHosts.length + signs.hiddenCode + signs.packedCode;
  return hidden > 0 || signs.isEscaped || signs.computedNames > 1 || reading.blindRuns > 0 || reading.blindNames > 0;
}

/** It redirects to a foreign host, sends typed text or cookies to one, or replaces or hides the page. */
function isHostile({ reading }: NewCode, { isFamiliar, url }: KnownBehaviour): boolean {
  const isForeign = (address: string): boolean => {
    const host = foreignHostOf(address, url);
    return host !== null && !isFamiliar(domainOfHost(host));
  };
  return (
    reading.wholePage !== '' ||
    reading.hidesPage ||
    reading.redirects.some((one) => one.when !== 'asked' && isForeign(one.url)) ||
    reading.sendings.some((one) => (isPrivate(one) || one.cookie) && isForeign(one.url))
  );
}

function cuesOf(code: NewCode, found: KnownBehaviour, context: LookContext): WeightName[] {
  const { by, names, file } = code.fact;
  const isFirst = found.known.code.keys.length === 0;
  if (file !== undefined)
    return [
      file.change === 'grown' ? 'code-made.added-to-file' : 'code-made.in-file',
      ...tellingCues(code, found, context),
    ];
  const base: WeightName = by !== null ? 'code-made.by-other' : isFirst ? 'code-made.first' : 'code-made.another';
  const isNaming = by === null && names.some((host) => !found.isFamiliar(host));
  const telling = tellingCues(code, found, context);
  return [base, ...telling, ...(isNaming ? (['code-made.names-host'] as const) : [])];
}

function evidence(code: NewCode, found: KnownBehaviour, context: LookContext): Evidence {
  const { source, key, names, by, file } = code.fact;
  const cues = cuesOf(code, found, context);
  const start = source.slice(0, shownCharacters);
  return {
    // Newly added widgets generate plain code.
    nature: cues.every((cue) => cue === 'code-made.by-other') ? 'changed' : 'added',
    finding: {
      detector: id,
      cues,
      family: 'behaviour',
      kind: 'injection',
      score: weigh(context.policy, cues),
      reason: sentence(start, file?.address),
      fingerprint: fingerprint(id, key),
      place: { after: start },
      indicators: indicatorList(hostIndicators([...names, by])),
    },
  };
}

function sentence(start: string, file: string | undefined): Words {
  return file === undefined
    ? {
        vi: `Trang tự sinh và chạy đoạn mã chưa từng có: ${quoted(start)}.`,
        en: `The page makes and runs code that it never made: ${quoted(start)}.`,
      }
    : {
        vi: `Tệp mã lệnh ${quoted(file)} của cổng có đoạn mã chưa từng có: ${quoted(start)}.`,
        en: `The portal’s own script file ${quoted(file)} holds code that it never held: ${quoted(start)}.`,
      };
}
