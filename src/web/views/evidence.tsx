/** Everything needed to judge one look. */
import type { Finding } from '../../core/domain/finding.ts';
import { holds } from '../../core/people/actor.ts';
import type { TextDifference } from '../../core/readers.ts';
import { captureFailureWords } from '../../core/terms.ts';
import { captureFailure } from '../../store/codecs/capture-codecs.ts';
import type { Evidence } from '../../store/reads/evidence.ts';
import type { Compared } from '../evidence-text.ts';
import type { SignedInVisit } from '../gate/route.ts';
import { Pictures } from './compare/pictures.tsx';
import { RouteDifference } from './compare/route-difference.tsx';
import { TextDifferenceView } from './compare/text-difference.tsx';
import { Findings, type IgnoredChanges } from './findings.tsx';
import { PostForm } from './form.tsx';
import { NameAnswers } from './name-answers.tsx';
import { Technical } from './technical.tsx';
import { render } from './wording.ts';

interface EvidenceProps {
  readonly visit: SignedInVisit;
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
  readonly difference: Compared<TextDifference>;
  readonly ignored: IgnoredChanges;
  /** Where an approval returns to. */
  readonly incidentNumber?: number;
}

export const EvidenceView = (props: EvidenceProps) => {
  const { visit, evidence, findings, difference, ignored, incidentNumber } = props;
  const { texts } = visit;
  return (
    <>
      <Failure visit={visit} evidence={evidence} />
      {!evidence.isOfNames && evidence.after && (
        <>
          <h3>{texts.evidence}</h3>
          <Pictures visit={visit} evidence={evidence} findings={findings} />
        </>
      )}
      <h3>{texts.findings}</h3>
      <Findings
        visit={visit}
        findings={findings}
        checkId={evidence.check.id}
        ignored={ignored}
        incidentNumber={incidentNumber}
      />
      {evidence.nameLook && <NameAnswers visit={visit} look={evidence.nameLook} />}
      {!evidence.isOfNames && evidence.after && (
        <>
          <h3>{texts.textDifference}</h3>
          <TextDifferenceView visit={visit} difference={difference} />
          {evidence.before && (
            <p class="source-link">
              <a href={`/looks/${evidence.check.id}/source-difference`}>{texts.sourceCompare}</a>
            </p>
          )}
        </>
      )}
      {!evidence.isOfNames && !evidence.after && <p class="empty">{texts.evidenceNone}</p>}
      {!evidence.isOfNames && evidence.before && evidence.after && (
        <details class="technical">
          <summary>{texts.responseCompare}</summary>
          <RouteDifference visit={visit} before={evidence.before} after={evidence.after} />
        </details>
      )}
      <Technical visit={visit} evidence={evidence} />
      <Approve visit={visit} evidence={evidence} incidentNumber={incidentNumber} />
    </>
  );
};

const Failure = ({ visit, evidence }: { visit: SignedInVisit; evidence: Evidence }) => {
  const { id, failureJson } = evidence.check;
  if (failureJson === null) return null;
  const failure = captureFailure.decode(failureJson, id);
  return (
    <p class="banner banner-unknown">
      <b>{visit.texts.captureFailed}:</b> {render(visit, captureFailureWords[failure.kind])}
    </p>
  );
};

interface ApproveProps {
  readonly visit: SignedInVisit;
  readonly evidence: Evidence;
  readonly incidentNumber: number | undefined;
}

/** Folded, with a warning: one careless click would teach the product that a defacement is normal. */
const Approve = ({ visit, evidence, incidentNumber }: ApproveProps) => {
  const { texts } = visit;
  const { check } = evidence;
  const isKept = evidence.isOfNames ? evidence.nameLook !== null : evidence.after !== null || check.level === 'clean';
  if (!holds(visit.actor, 'approve') || check.level === 'unknown' || !isKept || evidence.hasBaselineMoved) return null;
  const field = `reason-${check.id}`;
  return (
    <details class="approve" id={`approve-${check.id}`}>
      <summary>{texts.approve}</summary>
      <p>
        {texts.approveMeans} {texts.approveHelp}
      </p>
      <PostForm visit={visit} action={`/looks/${check.id}/approve`}>
        {incidentNumber !== undefined && <input type="hidden" name="incident" value={String(incidentNumber)} />}
        <label for={field}>{texts.approveReason}</label>
        <input id={field} name="reason" maxlength={500} required />
        <button type="submit">{texts.approveButton}</button>
      </PostForm>
    </details>
  );
};
