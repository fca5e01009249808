/** An incident's evidence: legal hold, the package to download, and who took one. */
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { holdOf, type IncidentHold } from '../../../store/incidents/hold.ts';
import { type AuditRow, readAudit } from '../../../store/reads/audit.ts';
import type { ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { actorText } from '../../views/audit/words.ts';
import { Moment } from '../../views/badges.tsx';
import { Decision } from '../../views/decision.tsx';
import { PostForm } from '../../views/form.tsx';
import { Sheet } from '../../views/layout.tsx';
import { moment } from '../../views/wording.ts';

const maxShown = 20;
const maxWords = 300;

export interface IncidentEvidenceFacts {
  readonly hold: IncidentHold | null;
  /** Newest first; empty for those who may not export. */
  readonly exports: readonly AuditRow[];
}

export async function readIncidentEvidence(
  visit: SignedInVisit,
  { number }: ShownIncident,
): Promise<IncidentEvidenceFacts> {
  const { db } = visit.web.parts;
  const hold = await holdOf(db, number);
  if (!holds(visit.actor, 'export-evidence')) return { hold, exports: [] };
  const about = { by: 'about', text: `incident ${number}` } as const;
  const filter = { actor: '', act: 'evidence-exported', subject: about, from: null, until: null };
  const { rows } = await readAudit(db, { ...filter, offset: 0, limit: maxShown });
  return { hold, exports: rows };
}

interface Props {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
  readonly evidence: IncidentEvidenceFacts;
}

export const IncidentEvidence = (props: Props) => {
  const { visit, incident, evidence } = props;
  const { texts } = visit;
  const mayExport = holds(visit.actor, 'export-evidence');
  const { hold } = evidence;
  return (
    <Sheet title={texts.evidenceTitle} id="incident-evidence" class="incident-evidence">
      <p>
        {hold === null ? texts.evidenceNotHeld : texts.evidenceHeld(actorText(visit, hold.by), moment(visit, hold.at))}
      </p>
      {hold !== null && (
        <p class="quote" dir="auto">
          {plainText(hold.reason, 1_000)}
        </p>
      )}
      <div class="decisions">
        {holds(visit.actor, hold === null ? 'judge' : 'export-evidence') && <HoldDecision {...props} />}
        {mayExport && <ExportForm visit={visit} incident={incident} />}
      </div>
      {mayExport && <Exports visit={visit} exports={evidence.exports} />}
      <p>
        <a href={`/incidents/${incident.number}/hand-over`}>{texts.handOverLink}</a>
      </p>
    </Sheet>
  );
};

const HoldDecision = ({ visit, incident, evidence: { hold } }: Props) => {
  const { texts } = visit;
  const path = `/incidents/${incident.number}`;
  return hold === null ? (
    <Decision
      visit={visit}
      id="hold"
      title={texts.evidenceHold}
      means={texts.evidenceHoldMeans}
      action={`${path}/hold`}
      needsReason
    />
  ) : (
    <Decision
      visit={visit}
      id="release"
      title={texts.evidenceRelease}
      means={texts.evidenceReleaseMeans}
      action={`${path}/release`}
      needsReason
    />
  );
};

const ExportForm = ({ visit, incident }: Omit<Props, 'evidence'>) => {
  const { texts } = visit;
  return (
    <details class="decision" id="export">
      <summary>{texts.evidenceExport}</summary>
      <PostForm visit={visit} action={`/incidents/${incident.number}/evidence`}>
        <p>{texts.evidenceExportMeans}</p>
        <label for="recipient">{texts.evidenceRecipient}</label>
        <input id="recipient" name="recipient" maxlength={maxWords} required />
        <label for="purpose">{texts.evidencePurpose}</label>
        <input id="purpose" name="purpose" maxlength={maxWords} required />
        <button type="submit">{texts.evidenceExport}</button>
      </PostForm>
    </details>
  );
};

const Exports = ({ visit, exports }: { visit: SignedInVisit; exports: readonly AuditRow[] }) => {
  const { texts } = visit;
  if (exports.length === 0) return <p class="empty">{texts.evidenceNoExports}</p>;
  return (
    <>
      <h3>{texts.evidenceExports}</h3>
      <ol class="exports">
        {exports.map(({ actor, at, detail }) => {
          const recipient = plainText(String(detail?.recipient ?? '…'), maxWords);
          const missing = Number(detail?.missing ?? 0);
          return (
            <li>
              <b dir="auto">{texts.evidenceExported(actorText(visit, actor), recipient)}</b>
              <p dir="auto">{plainText(String(detail?.purpose ?? ''), maxWords)}</p>
              <p class="meta">
                <Moment visit={visit} at={at} />
                {missing > 0 && ` · ${texts.evidenceExportedMissing(missing)}`}
              </p>
              <p class="meta hash">{texts.evidenceManifest(plainText(String(detail?.manifest ?? ''), 64))}</p>
            </li>
          );
        })}
      </ol>
    </>
  );
};
