/** An incident's events and notes in order, and the form for a new note. */

import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import type { ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { actorText } from '../../views/audit/words.ts';
import { Moment } from '../../views/badges.tsx';
import { PostForm } from '../../views/form.tsx';
import { Sheet } from '../../views/layout.tsx';
import { sharedMinutes } from '../../views/wording.ts';

const eventKeys: Readonly<Record<string, keyof Texts>> = {
  opened: 'eventOpened',
  promoted: 'eventPromoted',
  reopened: 'eventReopened',
  updated: 'eventUpdated',
  escalated: 'eventEscalated',
  recovering: 'eventRecovering',
  resolved: 'eventResolved',
  dismissed: 'eventDismissed',
  acknowledged: 'eventAcknowledged',
  assigned: 'eventAssigned',
  unassigned: 'eventUnassigned',
  noted: 'eventNoted',
  held: 'eventHeld',
  released: 'eventReleased',
  reported: 'eventReported',
  'beyond-means': 'eventBeyondMeans',
  'within-means': 'eventWithinMeans',
  approved: 'eventApproved',
  'joined-campaign': 'eventJoinedCampaign',
  unowned: 'eventUnowned',
  withdrawn: 'eventWithdrawn',
  'own-work-claimed': 'eventOwnWork',
};

function eventText(texts: Texts, type: string): string {
  const key = Object.hasOwn(eventKeys, type) ? eventKeys[type] : undefined;
  return key === undefined ? plainText(type, 40) : (texts[key] as string);
}

interface LogProps {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
}

export const IncidentLog = ({ visit, incident }: LogProps) => (
  <Sheet title={visit.texts.incidentTimeline} id="log">
    <ol class="events">
      {incident.events.map((event) => (
        <li class={Object.hasOwn(eventKeys, event.type) ? `event-${event.type}` : undefined}>
          <b>{eventText(visit.texts, event.type)}</b>
          <p class="meta">
            <Moment visit={visit} at={event.at} shared={sharedMinutes(incident.events)} /> ·{' '}
            {actorText(visit, event.actor)}
          </p>
          {event.note !== null && (
            <p class="quote" dir="auto">
              {plainText(event.note, 2_000)}
            </p>
          )}
        </li>
      ))}
    </ol>
    {holds(visit.actor, 'judge') && <CommentForm visit={visit} incident={incident} />}
  </Sheet>
);

const CommentForm = ({ visit, incident }: LogProps) => (
  <PostForm visit={visit} action={`/incidents/${incident.number}/comment`} class="comment">
    <label for="comment">{visit.texts.incidentComment}</label>
    <textarea
      aria-keyshortcuts="c"
      id="comment"
      name="comment"
      rows={2}
      maxlength={2000}
      required
      aria-describedby="comment-help"
    ></textarea>
    <p class="hint" id="comment-help">
      {visit.texts.incidentCommentHelp}
    </p>
    <button type="submit">{visit.texts.incidentCommentSend}</button>
  </PostForm>
);
