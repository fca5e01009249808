/**
 * Findings → verdict: families add up with diminishing weight, thresholds decide, stand-ins explain missing content.
 */
import type { Evidence } from '../detect/shared/detector.ts';
import type { AttackKind, Finding, OnlyFor, UnknownKind, Verdict } from '../domain/finding.ts';
import type { Policy } from '../policy.ts';

/** Why missing content may not be an attack: the kind of stand-in page shown instead of the real one. */
export type StandInKind = UnknownKind;

/**
 * @param evidence of all looks and views, each change once
 * @param standIn explains evidence of nature `missing` away; `added` evidence is never lowered by it
 */
export function judge(evidence: readonly Evidence[], standIn: StandInKind | null, policy: Policy): Verdict {
  const weighed = evidence.map((one) =>
    standIn !== null && one.nature === 'missing' && !(standIn === 'cut-off' && one.isBeforeCut)
      ? { ...one, finding: { ...one.finding, score: 0 } }
      : one,
  );
  const findings = weighed.map(({ finding }) => finding).sort((a, b) => b.score - a.score);
  const score = round(totalOf(weighed, policy));
  const { suspect, alarm } = policy.thresholds;
  if (score >= suspect) {
    const level = score >= alarm ? 'alarm' : 'suspect';
    return {
      level,
      kind: kindOf(evidence),
      score,
      conclusive: level === 'alarm' && isConclusive(findings, policy),
      findings,
      ...onlyForOf(weighed, policy),
    };
  }
  if (standIn !== null) return { level: 'unknown', kind: standIn, score, conclusive: false, findings };
  return { level: 'clean', kind: null, score, conclusive: false, findings };
}

/** Added evidence below this many nats is noise that every rebuilt page brings. */
const slight = 1.5;

/**
 * Missing content, a new look and new page makeup are one event, and a redesign causes them too: together they stay
 * below an alarm, unless one of them is enough alone (nothing of the page is left). Added evidence counts in full.
 */
function totalOf(evidence: readonly Evidence[], { familyDiscount, missingCap }: Policy): number {
  const rebuilt = evidence.filter((one) => one.nature !== 'added').map(({ finding }) => finding);
  const added = familySum(
    evidence.filter((one) => one.nature === 'added').map(({ finding }) => finding),
    familyDiscount,
  );
  const strongest = Math.max(0, ...rebuilt.map((finding) => finding.score));
  const oddities = added < slight ? added : 0;
  const joint = Math.max(strongest, Math.min(familySum(rebuilt, familyDiscount) + oddities, missingCap));
  return Math.max(joint, added, joint + added - oddities);
}

/** Sum over families; within a family the n-th strongest counts `discount` to the power of n − 1. */
export function familySum(findings: readonly Finding[], discount: number): number {
  const families = new Map<string, number[]>();
  for (const { family, score } of findings) families.set(family, [...(families.get(family) ?? []), score]);
  let sum = 0;
  for (const scores of families.values()) {
    scores
      .sort((a, b) => b - a)
      .forEach((score, rank) => {
        sum += score * discount ** rank;
      });
  }
  return sum;
}

/** Nats from which one profile's evidence justifies another look with that profile. */
const tellingFrom = 1;

/** The special profile with the strongest evidence of its own. */
function onlyForOf(evidence: readonly Evidence[], policy: Policy): { onlyFor: OnlyFor } | undefined {
  const [strongest] = evidence
    .filter(({ onlyFor, finding }) => onlyFor !== undefined && finding.score >= tellingFrom)
    .sort((a, b) => b.finding.score - a.finding.score);
  if (strongest?.onlyFor === undefined) return undefined;
  const shared = evidence.filter(({ onlyFor }) => onlyFor === undefined);
  return { onlyFor: { profile: strongest.onlyFor, alone: totalOf(shared, policy) < policy.thresholds.suspect } };
}

/** The kind that most evidence supports; once something was added, missing content says little about the method. */
function kindOf(evidence: readonly Evidence[]): AttackKind {
  const added = evidence.filter(({ nature, finding }) => nature !== 'missing' && finding.score >= 1);
  const totals = new Map<AttackKind, number>();
  for (const { finding } of added.length > 0 ? added : evidence) {
    totals.set(finding.kind, (totals.get(finding.kind) ?? 0) + finding.score);
  }
  return [...totals].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'defacement';
}

/** The whole page was replaced and bears a signature that would alarm alone: a second look adds nothing. */
function isConclusive(findings: readonly Finding[], { thresholds, familyDiscount }: Policy): boolean {
  const signatures = findings.filter((finding) => finding.detector === 'signature-phrase');
  const isReplaced = findings.some(
    (finding) => finding.detector === 'blocks-lost' && finding.score >= thresholds.suspect,
  );
  return isReplaced && familySum(signatures, familyDiscount) >= thresholds.alarm;
}

function round(score: number): number {
  return Math.round(score * 100) / 100;
}
