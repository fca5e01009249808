/** Beside the evidence: what to do, what was done, who was notified. */
import { troubleWords } from '../../../core/incidents/mail-trouble.ts';
import { holds } from '../../../core/people/actor.ts';
import { noticeTypeWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import type { Assignee } from '../../../store/reads/assignees.ts';
import type { ShownIncident, ShownNotification } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { Moment } from '../../views/badges.tsx';
import { Decision } from '../../views/decision.tsx';
import { PostForm } from '../../views/form.tsx';
import { Icon, type IconName } from '../../views/icon.tsx';
import { Sheet } from '../../views/layout.tsx';
import { moment, render } from '../../views/wording.ts';
import { type Calls, WhoToCall } from '../agencies/who-to-call.tsx';
import { IncidentReporting, type ReportingFacts } from '../reporting/incident-reporting.tsx';
import { IncidentEvidence, type IncidentEvidenceFacts } from './incident-evidence.tsx';
import { IncidentLog } from './incident-log.tsx';
import { IncidentSteps } from './incident-steps.tsx';

interface SideProps {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
  readonly assignees: readonly Assignee[];
  readonly calls: Calls;
  readonly evidence: IncidentEvidenceFacts;
  readonly reporting: ReportingFacts;
}

export const IncidentSide = (props: SideProps) => (
  <aside class="side">
    <Actions {...props} />
    <IncidentSteps visit={props.visit} incident={props.incident} />
    <IncidentReporting visit={props.visit} incident={props.incident} reporting={props.reporting} />
    <IncidentEvidence visit={props.visit} incident={props.incident} evidence={props.evidence} />
    <IncidentLog visit={props.visit} incident={props.incident} />
    <Mail visit={props.visit} incident={props.incident} />
  </aside>
);

const Actions = ({ visit, incident, assignees, calls }: SideProps) => {
  const { texts } = visit;
  const path = `/incidents/${incident.number}`;
  const isLive = incident.status === 'open' || incident.status === 'acknowledged';
  return (
    <Sheet title={texts.incidentActions} id="actions" class="actions">
      {!isLive && !holds(visit.actor, 'judge') && <p class="empty">{texts.incidentOver}</p>}
      {!isLive && holds(visit.actor, 'judge') && (
        <Decision
          visit={visit}
          id="reopen"
          title={texts.incidentReopen}
          means={texts.reopenMeans}
          action={`${path}/reopen`}
          needsReason={false}
        />
      )}
      {isLive && !holds(visit.actor, 'judge') && <p class="empty">{texts.viewerCannotAct}</p>}
      {isLive && holds(visit.actor, 'judge') && <Acknowledge visit={visit} incident={incident} />}
      {isLive && <WhoToCall visit={visit} calls={calls} />}
      {isLive && holds(visit.actor, 'judge') && <Decisions visit={visit} incident={incident} />}
      {isLive && holds(visit.actor, 'judge') && (
        <>
          <AssignForm visit={visit} incident={incident} assignees={assignees} />
          <PostForm visit={visit} action={`${path}/look-again`} class="look-again">
            <button type="submit" aria-keyshortcuts="l">
              {texts.lookAgain}
            </button>
            <p class="hint">{texts.lookAgainHelp}</p>
          </PostForm>
        </>
      )}
    </Sheet>
  );
};

type OwnProps = Pick<SideProps, 'visit' | 'incident'>;

/** Acknowledging takes one press. */
const Acknowledge = ({ visit, incident }: OwnProps) => {
  const { texts } = visit;
  if (incident.status !== 'open') return null;
  return (
    <PostForm visit={visit} action={`/incidents/${incident.number}/acknowledge`} class="acknowledge">
      <label for="note">{texts.incidentNote}</label>
      <textarea id="note" name="note" rows={2} maxlength={2000}></textarea>
      <div class="buttons">
        <button type="submit" class="primary" aria-keyshortcuts="a">
          {texts.incidentAcknowledge}
        </button>
      </div>
      <p class="hint">{texts.acknowledgeMeans}</p>
    </PostForm>
  );
};

/** Ending takes two presses and states the consequence. */
const Decisions = ({ visit, incident }: OwnProps) => {
  const { texts } = visit;
  const path = `/incidents/${incident.number}`;
  return (
    <div class="decisions">
      <Decision
        visit={visit}
        id="resolve"
        title={texts.incidentResolve}
        means={texts.resolveMeans}
        action={`${path}/resolve`}
        needsReason={false}
        shortcut="r"
      />
      <Decision
        visit={visit}
        id="dismiss"
        title={texts.incidentDismiss}
        means={texts.dismissMeans}
        action={`${path}/dismiss`}
        needsReason
        shortcut="d"
      >
        <input type="hidden" name="seen" value={String(incident.changeCount)} />
      </Decision>
    </div>
  );
};

/** The current assignee stays selectable even if no longer eligible. */
const AssignForm = ({ visit, incident, assignees }: Omit<SideProps, 'calls' | 'evidence' | 'reporting'>) => {
  const { texts, user } = visit;
  const { assignee } = incident;
  const isOffered = assignee === null || assignees.some((one) => one.id === assignee.id);
  const offered = isOffered || assignee === null ? assignees : [assignee, ...assignees];
  return (
    <PostForm visit={visit} action={`/incidents/${incident.number}/assign`} class="assign">
      <label for="assignee">{texts.incidentAssignee}</label>
      <div class="assign-row">
        <select id="assignee" name="assignee">
          <option value="">{texts.incidentNobody}</option>
          {offered.map((one) => (
            <option value={String(one.id)} selected={one.id === assignee?.id}>
              {plainText(one.name, 80)}
            </option>
          ))}
        </select>
        <button type="submit">{texts.incidentAssign}</button>
      </div>
      {assignee?.id !== user.id && (
        <button type="submit" name="assignee" value={String(user.id)} class="take">
          {texts.incidentTake}
        </button>
      )}
    </PostForm>
  );
};

const mailIcons: Readonly<Record<ShownNotification['status'], IconName>> = {
  queued: 'clock',
  claimed: 'clock',
  sent: 'mail',
  dead: 'dead',
  gathered: 'mail',
};

function mailText(texts: Texts, status: ShownNotification['status']): string {
  return {
    queued: texts.mailQueued,
    claimed: texts.mailClaimed,
    sent: texts.mailSent,
    dead: texts.mailDead,
    gathered: texts.mailGathered,
  }[status];
}

const Mail = ({ visit, incident }: OwnProps) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.incidentMail} id="mail">
      {incident.notifications.length === 0 && <p class="empty">{texts.incidentNoMail}</p>}
      <ul class="mails">
        {incident.notifications.map((one) => (
          <li class={`mail-${one.status}`}>
            <Icon name={mailIcons[one.status]} />
            <div>
              <p>
                <b>{mailText(texts, one.status)}</b> · {noticeText(visit, one.type)}
              </p>
              <p>{one.endpoint === null ? texts.mailOutside : plainText(one.endpoint, 120)}</p>
              <p class="meta">
                <Moment visit={visit} at={one.endedAt ?? one.createdAt} />
                {one.status === 'queued' &&
                  one.attempts > 0 &&
                  ` · ${texts.mailRetry(one.attempts, moment(visit, one.nextAttemptAt))}`}
              </p>
              {one.lastError !== null && one.status !== 'sent' && (
                <p class="quote">{plainText(render(visit, troubleWords(one.lastError)), 300)}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Sheet>
  );
};

function noticeText(visit: SignedInVisit, type: string): string {
  const words = Object.hasOwn(noticeTypeWords, type)
    ? noticeTypeWords[type as keyof typeof noticeTypeWords]
    : undefined;
  return words ? render(visit, words) : plainText(type, 40);
}
