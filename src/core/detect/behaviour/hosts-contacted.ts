/** The page contacts hosts that it never contacted before: it runs their scripts, or exchanges data with them. */
import type { Words } from '../../domain/words.ts';
import type { ContactedDomain } from '../../facts/behaviour/behaviour-facts.ts';
import type { Policy, WeightName } from '../../policy.ts';
import type { Detector, Evidence } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { hostsIn, isAnyOf, knownBehaviour, sendKinds } from './known-behaviour.ts';

const id = 'hosts-contacted';
const mostScripts = 3;

export const hostsContacted: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    const { newScripts, strangers } = found;
    const others = strangers.filter((one) => !newScripts.includes(one));
    // Requests made by a new script are part of that script's finding.
    const isSent = newScripts.length === 0 && others.some(({ kinds }) => isAnyOf(kinds, sendKinds));
    const scripts = newScripts
      .slice(0, mostScripts)
      .map((one) => evidence(context.policy, 'hosts-contacted.script', [one]));
    if (others.length === 0) return scripts;
    return [...scripts, evidence(context.policy, isSent ? 'hosts-contacted.sent' : 'hosts-contacted.other', others)];
  },
};

type Cue = Extract<WeightName, `${typeof id}.${string}`>;

const sentences: Readonly<Record<Cue, (hosts: string) => Words>> = {
  'hosts-contacted.script': (hosts) => ({
    vi: `Khi mở, trang chạy mã lệnh của máy chủ chưa từng gặp: ${hosts}.`,
    en: `When opened, the page runs a script of a host that it never contacted: ${hosts}.`,
  }),
  'hosts-contacted.sent': (hosts) => ({
    vi: `Khi mở, trang gửi dữ liệu tới máy chủ chưa từng gặp: ${hosts}.`,
    en: `When opened, the page sends data to hosts that it never contacted: ${hosts}.`,
  }),
  'hosts-contacted.other': (hosts) => ({
    vi: `Khi mở, trang liên lạc với máy chủ chưa từng gặp: ${hosts}.`,
    en: `When opened, the page contacts hosts that it never contacted: ${hosts}.`,
  }),
};

function evidence({ weights }: Policy, cue: Cue, domains: readonly ContactedDomain[]): Evidence {
  const names = domains.map(({ domain }) => domain).sort();
  return {
    // Editors add widgets, and every widget brings its hosts. Data that is sent counts as added only without a new
    // script.
    nature: cue === 'hosts-contacted.sent' ? 'added' : 'changed',
    finding: {
      detector: id,
      cues: [cue],
      family: cue === 'hosts-contacted.script' ? 'scripts' : 'behaviour',
      kind: 'injection',
      score: weights[cue],
      reason: sentences[cue](hostsIn(domains)),
      fingerprint: fingerprint(id, ...names),
      indicators: indicatorList(hostIndicators(domains.map(({ host }) => host))),
    },
  };
}
