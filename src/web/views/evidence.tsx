/** All that there is to judge one look by. */
import type { CaptureFailure, Finding } from '../../core/model.ts';
import { captureFailureWords } from '../../core/words.ts';
import { roleMay } from '../../monitor/people/capabilities.ts';
import type { Evidence } from '../../store/reads/evidence.ts';
import type { SignedInVisit } from '../gate/route.ts';
import type { TextDifference } from '../text-difference.ts';
import { Findings, type IgnoredChanges } from './findings.tsx';
import { PostForm } from './form.tsx';
import { NameAnswers } from './name-answers.tsx';
import { Pictures } from './pictures.tsx';
import { Technical } from './technical.tsx';
import { TextDifferenceView } from './text-difference.tsx';
import { say } from './wording.ts';

interface EvidenceProps {
  readonly visit: SignedInVisit;
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
  readonly difference: TextDifference | null;
  readonly ignored: IgnoredChanges;
  /** Where an approval leads back to. */
  readonly incidentNumber?: number;
}

export const EvidenceView = (props: EvidenceProps) => {
  const { visit, evidence, findings, difference, ignored, incidentNumber } = props;
  const { texts } = visit;
  return (
    <>
      <Failure visit={visit} evidence={evidence} />
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
          <h3>{texts.evidence}</h3>
          <Pictures visit={visit} evidence={evidence} findings={findings} />
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
      <Technical visit={visit} evidence={evidence} />
      <Approve visit={visit} evidence={evidence} incidentNumber={incidentNumber} />
    </>
  );
};

const Failure = ({ visit, evidence }: { visit: SignedInVisit; evidence: Evidence }) => {
  const { failureJson } = evidence.check;
  if (failureJson === null) return null;
  const failure = JSON.parse(failureJson) as CaptureFailure;
  return (
    <p class="banner banner-unknown">
      <b>{visit.texts.captureFailed}:</b> {say(visit, captureFailureWords[failure.kind])}
    </p>
  );
};

interface ApproveProps {
  readonly visit: SignedInVisit;
  readonly evidence: Evidence;
  readonly incidentNumber: number | undefined;
}

/** Behind a fold with its warning: one careless press would teach the product that a defacement is normal. */
const Approve = ({ visit, evidence, incidentNumber }: ApproveProps) => {
  const { texts } = visit;
  const { check } = evidence;
  const isKept = evidence.isOfNames ? evidence.nameLook !== null : evidence.after !== null || check.level === 'clean';
  if (!roleMay(visit.user.role, 'approve') || check.level === 'unknown' || !isKept || evidence.hasBaselineMoved)
    return null;
  const field = `reason-${check.id}`;
  return (
    <details class="approve" id={`approve-${check.id}`}>
      <summary>{texts.approve}</summary>
      <p>{texts.approveHelp}</p>
      <PostForm visit={visit} action={`/looks/${check.id}/approve`}>
        {incidentNumber !== undefined && <input type="hidden" name="incident" value={String(incidentNumber)} />}
        <label for={field}>{texts.approveReason}</label>
        <input id={field} name="reason" maxlength={500} />
        <button type="submit">{texts.approveButton}</button>
      </PostForm>
    </details>
  );
};
