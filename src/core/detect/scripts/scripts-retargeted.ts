/** Known scripts now work for somebody else: another container, another host, another owner. */
import { registrableDomain } from '../../address.ts';
import { isPublicPackage } from '../../facts/links/owner.ts';
import type { NewValue } from '../../learned/values/known-values.ts';
import { newOf } from '../../learned/values/page-values.ts';
import type { Policy, WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { whose } from '../shared/whose.ts';

const id = 'scripts-retargeted';
const mostFindings = 3;

export const scriptsRetargeted: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) =>
      view.isBorrowed ? [] : [...containersIn(context, view), ...hostsIn(context, view), ...ownersIn(context, view)],
    );
  },
};

/** Kinds whose owner can run any script in the page. */
const runsScripts = new Set(['gtm', 'tawk', 'subiz']);

function containersIn({ policy }: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const fresh = learned === null ? null : newOf('containers', learned, facts);
  return (fresh ?? [])
    .map((one) => ({ one, cue: containerCue(one) }))
    .sort((a, b) => policy.weights[b.cue] - policy.weights[a.cue])
    .slice(0, mostFindings)
    .map(({ one: { slot, value, before }, cue }) =>
      evidence(policy, cue, value, before, [], {
        vi: `Mã lệnh của trang nay phục vụ tài khoản ${slot} khác: ${quoted(value)}${before === null ? '' : ` thay cho ${quoted(before)}`}.`,
        en: `The page's scripts now work for another ${slot} account: ${quoted(value)}${before === null ? '' : ` instead of ${quoted(before)}`}.`,
      }),
    );
}

function containerCue({ slot, before }: NewValue): WeightName {
  const way = before === null ? 'added' : 'swapped';
  return runsScripts.has(slot) ? `scripts-retargeted.container-${way}` : `scripts-retargeted.counter-${way}`;
}

/** A script known apart from its values names another host in place of its usual one. */
function hostsIn({ policy, targetUrl }: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const fresh = learned === null ? null : newOf('loaders', learned, facts);
  const familiar = new Set((learned?.hosts.scripts ?? []).map(domain));
  const swapped = (fresh ?? []).flatMap(({ value, before }) => {
    const now = value.split(' ');
    const isOneGone = before?.split(' ').some((host) => !now.includes(host)) ?? false;
    return isOneGone ? now.filter((host) => !familiar.has(domain(host)) && whose(host, targetUrl) === 'foreign') : [];
  });
  return [...new Set(swapped)].slice(0, mostFindings).map((host) =>
    evidence(policy, 'scripts-retargeted.host', host, null, [host], {
      vi: `Đoạn mã lệnh quen thuộc của trang nay gọi đến máy chủ lạ: ${quoted(host)}.`,
      en: `A script that the page always had now names a foreign host: ${quoted(host)}.`,
    }),
  );
}

/** Files of an unknown owner on a shared host. */
function ownersIn({ policy }: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const fresh = learned === null ? null : newOf('owners', learned, facts);
  return (fresh ?? []).slice(0, mostFindings).map(({ slot, value, before }) => {
    const host = value.split('/', 1)[0] ?? '';
    const isPackage = slot !== 'frame' && isPublicPackage(value);
    const cue: WeightName =
      slot !== 'script'
        ? 'scripts-retargeted.owner-of-rest'
        : isPackage
          ? 'scripts-retargeted.owner-of-package'
          : 'scripts-retargeted.owner-of-script';
    return evidence(policy, cue, `${slot} ${value}`, before, [host], {
      vi: `Trang lấy nội dung của một chủ lạ trên máy chủ dùng chung: ${quoted(value, 120)}.`,
      en: `The page takes content of an unknown owner from a shared host: ${quoted(value, 120)}.`,
    });
  });
}

function evidence(
  policy: Policy,
  cue: WeightName,
  what: string,
  before: string | null,
  hosts: readonly string[],
  reason: Evidence['finding']['reason'],
): Evidence {
  return {
    nature: 'changed',
    finding: {
      detector: id,
      cues: [cue],
      family: 'scripts',
      kind: 'injection',
      score: policy.weights[cue],
      reason,
      fingerprint: fingerprint(id, what),
      place: { ...(before === null ? {} : { before }), after: what },
      indicators: indicatorList(hostIndicators(hosts)),
    },
  };
}

function domain(host: string): string {
  return registrableDomain(host.replace(/:\d+$/, ''));
}
