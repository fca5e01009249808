/** Findings → verdict: families add with diminishing weight, thresholds decide, look-alikes explain what is missing. */
import type { Evidence } from './detect/detector.ts';
import type { AttackKind, Finding, OnlyFor, UnknownKind, Verdict } from './model.ts';
import type { Policy } from './policy.ts';

/** Why missing content may be no attack: the kind of page that stands in for the real one. */
export type Excuse = UnknownKind;

/**
 * @param evidence of all looks and views, each change once
 * @param excuse explains evidence of nature `missing` away; `added` evidence is never lowered by it
 */
export function judge(evidence: readonly Evidence[], excuse: Excuse | null, policy: Policy): Verdict {
  const weighed = evidence.map((one) =>
    excuse !== null && one.nature === 'missing' ? { ...one, finding: { ...one.finding, score: 0 } } : one,
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
  if (excuse !== null) return { level: 'unknown', kind: excuse, score, conclusive: false, findings };
  return { level: 'clean', kind: null, score, conclusive: false, findings };
}

/** Nats of added evidence below which it is one of the oddities that every rebuilt page brings. */
const slight = 1.5;

/**
 * What is missing, how the page looks instead and what a new make brings along are one event, which a redesign is too:
 * together they stay below an alarm, unless one of them is worth it alone (nothing of the page is left). Added evidence
 * counts beside it in full.
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

/** Sum over families; within one the n-th strongest counts `discount` to the power of n − 1. */
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

/** Nats from which one visitor's evidence is worth another look at that visitor. */
const tellingFrom = 1;

/** The special visitor with the strongest evidence of their own. */
function onlyForOf(evidence: readonly Evidence[], policy: Policy): { onlyFor: OnlyFor } | undefined {
  const [strongest] = evidence
    .filter(({ onlyFor, finding }) => onlyFor !== undefined && finding.score >= tellingFrom)
    .sort((a, b) => b.finding.score - a.finding.score);
  if (strongest?.onlyFor === undefined) return undefined;
  const shared = evidence.filter(({ onlyFor }) => onlyFor === undefined);
  return { onlyFor: { profile: strongest.onlyFor, alone: totalOf(shared, policy) < policy.thresholds.suspect } };
}

/** The kind that most of the evidence speaks for; what is missing says little about how, once something was added. */
function kindOf(evidence: readonly Evidence[]): AttackKind {
  const added = evidence.filter(({ nature, finding }) => nature !== 'missing' && finding.score >= 1);
  const totals = new Map<AttackKind, number>();
  for (const { finding } of added.length > 0 ? added : evidence) {
    totals.set(finding.kind, (totals.get(finding.kind) ?? 0) + finding.score);
  }
  return [...totals].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'defacement';
}

/** The page was replaced as a whole and bears a signature that would alarm alone: a second look adds nothing. */
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
