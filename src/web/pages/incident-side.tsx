/** Beside the evidence: what to do, what was done, who was told. */
import { plainText } from '../../core/text.ts';
import { noticeTypeWords } from '../../core/words.ts';
import { roleMay } from '../../monitor/people/capabilities.ts';
import type { ShownIncident, ShownNotification } from '../../store/reads/incidents.ts';
import type { SignedInVisit } from '../gate/route.ts';
import type { Texts } from '../texts.ts';
import { Moment } from '../views/badges.tsx';
import { PostForm } from '../views/form.tsx';
import { Icon, type IconName } from '../views/icon.tsx';
import { Sheet } from '../views/layout.tsx';
import { moment, say } from '../views/wording.ts';

interface SideProps {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
}

export const IncidentSide = (props: SideProps) => (
  <aside class="side">
    <Actions {...props} />
    <Events {...props} />
    <Mail {...props} />
  </aside>
);

const Actions = ({ visit, incident }: SideProps) => {
  const { texts } = visit;
  const path = `/incidents/${incident.number}`;
  const isLive = incident.status === 'open' || incident.status === 'acknowledged';
  return (
    <Sheet title={texts.incidentActions} id="actions" class="actions">
      {!isLive && <p class="empty">{texts.incidentOver}</p>}
      {isLive && !roleMay(visit.user.role, 'judge') && <p class="empty">{texts.viewerCannotAct}</p>}
      {isLive && roleMay(visit.user.role, 'judge') && (
        <PostForm visit={visit} action={`${path}/acknowledge`}>
          <label for="note">{texts.incidentNote}</label>
          <textarea id="note" name="note" rows={2} maxlength={2000}></textarea>
          <div class="buttons">
            {incident.status === 'open' && (
              <button type="submit" class="primary">
                {texts.incidentAcknowledge}
              </button>
            )}
            <button type="submit" formaction={`${path}/resolve`}>
              {texts.incidentResolve}
            </button>
            <button type="submit" formaction={`${path}/dismiss`}>
              {texts.incidentDismiss}
            </button>
          </div>
          <p class="hint">{texts.incidentActionsHelp}</p>
        </PostForm>
      )}
    </Sheet>
  );
};

const eventKeys: Readonly<Record<string, keyof Texts>> = {
  opened: 'eventOpened',
  updated: 'eventUpdated',
  escalated: 'eventEscalated',
  recovering: 'eventRecovering',
  resolved: 'eventResolved',
  dismissed: 'eventDismissed',
  acknowledged: 'eventAcknowledged',
  noted: 'eventNoted',
  approved: 'eventApproved',
  'joined-campaign': 'eventJoinedCampaign',
};

function eventText(texts: Texts, type: string): string {
  const key = Object.hasOwn(eventKeys, type) ? eventKeys[type] : undefined;
  return key === undefined ? plainText(type, 40) : (texts[key] as string);
}

const Events = ({ visit, incident }: SideProps) => (
  <Sheet title={visit.texts.incidentTimeline} id="log">
    <ol class="events">
      {incident.events.map((event) => (
        <li class={Object.hasOwn(eventKeys, event.type) ? `event-${event.type}` : undefined}>
          <b>{eventText(visit.texts, event.type)}</b>
          <p class="meta">
            <Moment visit={visit} at={event.at} /> ·{' '}
            {event.actor === 'system' ? visit.texts.systemActor : plainText(event.actor, 80)}
          </p>
          {event.note !== null && <p class="quote">{plainText(event.note, 2_000)}</p>}
        </li>
      ))}
    </ol>
  </Sheet>
);

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

const Mail = ({ visit, incident }: SideProps) => {
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
              <p>{plainText(one.recipient, 120)}</p>
              <p class="meta">
                <Moment visit={visit} at={one.endedAt ?? one.createdAt} />
                {one.status === 'queued' &&
                  one.attempts > 0 &&
                  ` · ${texts.mailRetry(one.attempts, moment(visit, one.nextAttemptAt))}`}
              </p>
              {one.lastError !== null && one.status !== 'sent' && <p class="quote">{plainText(one.lastError, 300)}</p>}
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
  return words ? say(visit, words) : plainText(type, 40);
}
