/** Channels beside mail: how each fares, what became of its latest messages, and a test. */

import { isShown } from '../../../core/errors.ts';
import { troubleWords } from '../../../core/incidents/mail-trouble.ts';
import { holds } from '../../../core/people/actor.ts';
import type { RelayEndpoint } from '../../../core/relay/relay-table.ts';
import { relayTitle } from '../../../core/relay/relay-words.ts';
import { plainText } from '../../../core/text.ts';
import { allEndpoints, type ListedEndpoint } from '../../../monitor/channels/endpoints.ts';
import {
  type ChannelMessage,
  type ChannelState,
  channelStates,
  latestMessages,
} from '../../../store/outbox/channel-states.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Moment } from '../../views/badges.tsx';
import { Field, PostForm, Problem } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { moment, render, renderError } from '../../views/wording.ts';

const shownMessages = 8;

const kindLabels = {
  webhook: 'channelKindWebhook',
  template: 'channelKindTemplate',
  syslog: 'channelKindSyslog',
} as const;

/** What became of a test, under the channel's name. */
interface Tested {
  readonly name: string;
  readonly isSent: boolean;
  readonly text: string;
}

interface Row {
  readonly endpoint: ListedEndpoint;
  readonly state: ChannelState;
  readonly messages: readonly ChannelMessage[];
}

export function showChannels(visit: SignedInVisit): Promise<Response> {
  return channelsPage(visit, null);
}

async function channelsPage(visit: SignedInVisit, tested: Tested | null): Promise<Response> {
  const { texts } = visit;
  const rows = await readRows(visit);
  return renderPage(visit, {
    title: texts.channelsTitle,
    section: 'settings',
    assets: ['settings.css'],
    status: tested?.isSent === false ? 400 : 200,
    body: (
      <>
        <div class="page-head">
          <h1>{texts.channelsTitle}</h1>
          <p>{texts.channelsIntro}</p>
        </div>
        {tested?.isSent && (
          <p class="banner banner-good" role="status">
            <Icon name="ok" />
            <span>{tested.text}</span>
          </p>
        )}
        {rows.length === 0 && (
          <Sheet title={texts.channelsNone} id="none">
            <p>{texts.channelsNoneHelp}</p>
          </Sheet>
        )}
        {holds(visit.actor, 'manage-settings') && (
          <p class="buttons">
            <a class="button" href="/settings/webhooks/add">
              {texts.webhookAdd}
            </a>
          </p>
        )}
        <div class="channels">
          {rows.map((row) => (
            <Channel visit={visit} row={row} tested={tested?.name === row.endpoint.name ? tested : null} />
          ))}
        </div>
        <p class="hint">
          <a href="/settings">{texts.channelsBack}</a>
        </p>
      </>
    ),
  });
}

async function readRows(visit: SignedInVisit): Promise<Row[]> {
  const { db, config } = visit.web.parts;
  const endpoints = allEndpoints(config);
  const states = await channelStates(
    db,
    endpoints.map(({ name }) => name),
  );
  const rows: Row[] = [];
  for (const [index, endpoint] of endpoints.entries()) {
    const state = states[index];
    if (state) rows.push({ endpoint, state, messages: await latestMessages(db, endpoint.name, shownMessages) });
  }
  return rows;
}

const Channel = ({ visit, row, tested }: { visit: SignedInVisit; row: Row; tested: Tested | null }) => {
  const { texts } = visit;
  const { endpoint, state, messages } = row;
  const { name, place, agency } = endpoint;
  return (
    <Sheet title={name} id={`channel-${name}`}>
      <dl class="facts">
        <Fact name={texts.channelState} value={endpoint.isPaused ? texts.channelPaused : stateText(visit, state)} />
        <Fact name={texts.channelKind} value={texts[kindLabels[endpoint.kind]]} />
        <Fact name={texts.channelPlace} value={plainText(place, 120)} />
        <Fact
          name={texts.channelScope}
          value={agency === null ? texts.channelOfAll : texts.channelOfAgency(plainText(agency, 120))}
        />
        <Fact name={texts.channelEvents} value={eventsText(visit, endpoint)} />
        <Fact name={texts.channelWaiting} value={waitingText(visit, state)} />
      </dl>
      <Latest visit={visit} messages={messages} />
      {holds(visit.actor, 'manage-settings') && !endpoint.isPaused && (
        <Test visit={visit} endpoint={endpoint} tested={tested} />
      )}
      {holds(visit.actor, 'manage-settings') && endpoint.isMade && (
        <p>
          <a href={`/settings/webhooks/${name}`}>
            {texts.webhookChange}
            <span class="hidden">: {name}</span>
          </a>
        </p>
      )}
    </Sheet>
  );
};

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

function waitingText(visit: SignedInVisit, { waiting, waitingSince }: ChannelState): string {
  const { texts } = visit;
  return waitingSince === null ? texts.channelNothingWaits : texts.channelWaits(waiting, moment(visit, waitingSince));
}

function stateText(visit: SignedInVisit, { outage, lastSentAt }: ChannelState): string {
  const { texts } = visit;
  if (outage !== null) return texts.channelDead(moment(visit, outage.since));
  return lastSentAt === null ? texts.channelUnused : texts.channelWorks(moment(visit, lastSentAt));
}

function eventsText(visit: SignedInVisit, { events, to }: RelayEndpoint): string {
  const { texts } = visit;
  if (events.length > 0) return events.join(', ');
  return to === 'telephones' ? texts.channelRinging : texts.channelAllEvents;
}

const Latest = ({ visit, messages }: { visit: SignedInVisit; messages: readonly ChannelMessage[] }) => {
  const { texts } = visit;
  if (messages.length === 0) return <p class="hint">{texts.channelNoMessages}</p>;
  return (
    <table>
      <caption class="hidden">{texts.channelLatest}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.channelAt}</th>
          <th scope="col">{texts.channelEvent}</th>
          <th scope="col">{texts.channelOutcome}</th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <tr>
            <td>
              <Moment visit={visit} at={message.createdAt} />
            </td>
            <td>{eventText(visit, message)}</td>
            <td>{outcomeText(visit, message)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

function eventText(visit: SignedInVisit, { notice }: ChannelMessage): string {
  return notice?.type === 'relay' ? plainText(relayTitle(notice, visit.language), 160) : '';
}

function outcomeText(visit: SignedInVisit, { status, attempts, endedAt, lastError }: ChannelMessage): string {
  const { texts } = visit;
  const reason = lastError === null ? '' : plainText(render(visit, troubleWords(lastError)), 160);
  if (status === 'sent' && endedAt !== null) return texts.channelSent(moment(visit, endedAt), attempts);
  if (status === 'dead' || status === 'tested') return reason === '' ? texts.channelGivenUp : reason;
  return attempts === 0 ? texts.channelQueued : texts.channelRetried(attempts, reason);
}

interface TestProps {
  readonly visit: SignedInVisit;
  readonly endpoint: RelayEndpoint;
  readonly tested: Tested | null;
}

const Test = ({ visit, endpoint: { name, to }, tested }: TestProps) => {
  const { texts } = visit;
  return (
    <PostForm visit={visit} action="/settings/channels/test" class="stack">
      <Problem text={tested?.isSent === false ? tested.text : null} />
      <input type="hidden" name="channel" value={name} />
      {to === 'telephones' && (
        <Field
          name={`telephone-${name}`}
          label={texts.channelTestNumber}
          type="tel"
          autocomplete="off"
          value={(visit.form.get(`telephone-${name}`) ?? '').slice(0, 40)}
        />
      )}
      <p>
        <button type="submit">
          {texts.channelTest}
          <span class="hidden">: {name}</span>
        </button>
      </p>
    </PostForm>
  );
};

export async function testChannel(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const name = (visit.form.get('channel') ?? '').slice(0, 40);
  const number = (visit.form.get(`telephone-${name}`) ?? '').trim().slice(0, 40);
  try {
    const result = await visit.web.acts.testChannel(visit.actor, name, number);
    if (result.status === 'sent') {
      const text = texts.channelTestSent(plainText(name, 40), plainText(result.response, 200));
      return channelsPage(visit, { name, isSent: true, text });
    }
    const text = texts.channelTestFailed(plainText(render(visit, troubleWords(result.reason)), 300));
    return channelsPage(visit, { name, isSent: false, text });
  } catch (error) {
    if (!isShown(error)) throw error;
    return channelsPage(visit, { name, isSent: false, text: renderError(visit, error) });
  }
}
