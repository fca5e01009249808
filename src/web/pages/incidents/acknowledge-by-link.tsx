/**
 * The page behind the link in an incident's mail. Opening it changes nothing. Its holder was notified of the incident
 * by mail, so the page reveals no more than that mail.
 */
import type { Incident } from '../../../core/domain/incident.ts';
import { stepsOfKinds } from '../../../core/incidents/playbook.ts';
import { incidentStatusWords, kindHappened } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import {
  type AcknowledgeLink,
  acknowledgeByLink,
  readAcknowledgeLink,
} from '../../../monitor/notices/acknowledge-link.ts';
import type { Visit } from '../../gate/route.ts';
import { Moment, StatusBadge } from '../../views/badges.tsx';
import { PostForm } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { moment, registeredAddress, render } from '../../views/wording.ts';
import { closedLinkPage } from './closed-link.tsx';
import { Contacts, StepList } from './incident-steps.tsx';

/** A digest may list hundreds; the dashboard has them all. */
const mostShown = 30;

const tokenOf = (visit: Visit) => visit.context.req.param('token') ?? '';

export async function showAcknowledgeByLink(visit: Visit): Promise<Response> {
  const link = await readAcknowledgeLink(visit.web.parts, tokenOf(visit));
  return link ? linkPage(visit, link) : closedPage(visit);
}

export const doAcknowledgeByLink = (visit: Visit) => acknowledge(visit, null);
export const doClaimOwnWork = (visit: Visit) => acknowledge(visit, 'own-work');

async function acknowledge(visit: Visit, claim: 'own-work' | null): Promise<Response> {
  const { parts } = visit.web;
  const link = await readAcknowledgeLink(parts, tokenOf(visit));
  if (!link) return closedPage(visit);
  if (!link.isOpen) return linkPage(visit, link, 409);
  await acknowledgeByLink(parts, tokenOf(visit), visit.address, claim);
  // Reloading the page must not submit again.
  return visit.context.redirect(`/acknowledge/${tokenOf(visit)}${visit.url.search}`, 303);
}

function linkPage(visit: Visit, link: AcknowledgeLink, status: 200 | 409 = 200): Promise<Response> {
  const { texts } = visit;
  const [only, ...others] = link.incidents;
  const isOne = only !== undefined && others.length === 0;
  return renderPage(visit, {
    title: isOne ? texts.incidentTitle(only.incident.number) : texts.acknowledgeByLinkTitle,
    status,
    narrow: true,
    body: (
      <section class="card door">
        <Icon name={link.incidents.some(({ incident }) => incident.status === 'open') ? 'alarm' : 'ok'} />
        {isOne ? <One visit={visit} one={only} /> : <Many visit={visit} link={link} />}
        {link.isOpen ? <Ask visit={visit} link={link} /> : <p>{closedText(visit, link)}</p>}
        {isOne && only.incident.status === 'acknowledged' && <Next visit={visit} incident={only.incident} />}
      </section>
    ),
  });
}

interface OneProps {
  readonly visit: Visit;
  readonly one: AcknowledgeLink['incidents'][number];
}

const happenedTo = ({ visit, one: { incident, site } }: OneProps) =>
  `${plainText(site.name, 160)} ${incident.kinds.map((kind) => render(visit, kindHappened[kind])).join(', ')}`;

const One = ({ visit, one }: OneProps) => (
  <>
    <h1>{happenedTo({ visit, one })}</h1>
    <p class="address">{registeredAddress(one.site.url)}</p>
    <p>
      <State visit={visit} one={one} />
    </p>
  </>
);

const State = ({ visit, one: { incident } }: OneProps) => (
  <>
    <StatusBadge visit={visit} status={incident.status} /> {visit.texts.incidentTitle(incident.number)} ·{' '}
    <Moment visit={visit} at={incident.openedAt} />
  </>
);

const Many = ({ visit, link: { incidents } }: { visit: Visit; link: AcknowledgeLink }) => (
  <>
    <h1>{visit.texts.acknowledgeByLinkMany(incidents.length)}</h1>
    <ul class="acknowledge-list">
      {incidents.slice(0, mostShown).map((one) => (
        <li>
          <b>{happenedTo({ visit, one })}</b>
          <span class="address">{registeredAddress(one.site.url)}</span>
          <span class="meta">
            <State visit={visit} one={one} />
          </span>
        </li>
      ))}
    </ul>
    {incidents.length > mostShown && (
      <p class="meta">{visit.texts.acknowledgeByLinkMore(incidents.length - mostShown)}</p>
    )}
  </>
);

const Ask = ({ visit, link }: { visit: Visit; link: AcknowledgeLink }) => {
  const open = link.incidents.filter(({ incident }) => incident.status === 'open').length;
  // Keeps the language chosen by link.
  const language = visit.url.searchParams.has('language') ? `?language=${visit.language}` : '';
  return (
    <>
      <p>{visit.texts.acknowledgeByLinkIntro(plainText(link.recipient, 120))}</p>
      <PostForm visit={visit} action={`/acknowledge/${tokenOf(visit)}${language}`}>
        <button type="submit" class="primary">
          {visit.texts.acknowledgeByLinkButton(open)}
        </button>
      </PostForm>
      <PostForm visit={visit} action={`/acknowledge/${tokenOf(visit)}/own-work${language}`} id="own-work">
        <button type="submit">{visit.texts.ownWorkButton}</button>
        <p class="hint">{visit.texts.ownWorkHint}</p>
      </PostForm>
    </>
  );
};

/** For whoever acknowledged it: the same steps and contacts as in the mail, and a link to the evidence. */
const Next = ({ visit, incident }: { visit: Visit; incident: Incident }) => (
  <section class="steps">
    <h2>{visit.texts.stepsNow}</h2>
    {stepsOfKinds(visit.web.playbook, incident.kinds).map(({ steps }) => (
      <StepList visit={visit} steps={steps} />
    ))}
    <Contacts visit={visit} />
    <p>
      <a href={`/incidents/${incident.number}`}>{visit.texts.acknowledgeByLinkEvidence}</a>
    </p>
  </section>
);

function closedText(visit: Visit, { incidents }: AcknowledgeLink): string {
  const [only, ...others] = incidents.map(({ incident }) => incident);
  if (incidents.some(({ incident }) => incident.status === 'open')) return visit.texts.acknowledgeByLinkReopened;
  if (only === undefined || others.length > 0) return visit.texts.acknowledgeByLinkAllDone;
  if (only.status === 'acknowledged' && only.acknowledgement) {
    const { by, at } = only.acknowledgement;
    return visit.texts.incidentAcknowledgedBy(plainText(by, 120), moment(visit, at));
  }
  return render(visit, incidentStatusWords[only.status]);
}

function closedPage(visit: Visit): Promise<Response> {
  return closedLinkPage(visit, visit.texts.acknowledgeByLinkTitle, visit.texts.acknowledgeByLinkClosed);
}
