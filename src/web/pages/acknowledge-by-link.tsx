/**
 * Where the link in an incident's mail leads. Opening it changes nothing. Who holds it was told of the incident by mail,
 * so the page says no more than that mail.
 */
import { plainText } from '../../core/text.ts';
import { incidentStatusWords, kindHappened } from '../../core/words.ts';
import { type AcknowledgeLink, acknowledgeByLink, readAcknowledgeLink } from '../../monitor/acknowledge-link.ts';
import type { Visit } from '../gate/route.ts';
import { Moment, StatusBadge } from '../views/badges.tsx';
import { PostForm } from '../views/form.tsx';
import { Icon } from '../views/icon.tsx';
import { renderPage } from '../views/layout.tsx';
import { moment, registeredAddress, say } from '../views/wording.ts';
import { closedLinkPage } from './closed-link.tsx';

const tokenOf = (visit: Visit) => visit.context.req.param('token') ?? '';

export async function showAcknowledgeByLink(visit: Visit): Promise<Response> {
  const link = await readAcknowledgeLink(visit.web.parts, tokenOf(visit));
  return link ? linkPage(visit, link) : closedPage(visit);
}

export async function doAcknowledgeByLink(visit: Visit): Promise<Response> {
  const { parts } = visit.web;
  const link = await readAcknowledgeLink(parts, tokenOf(visit));
  if (!link) return closedPage(visit);
  if (!link.isOpen) return linkPage(visit, link, 409);
  await acknowledgeByLink(parts, tokenOf(visit), visit.address);
  // Loading the page again must not ask for the same a second time.
  return visit.context.redirect(visit.url.pathname, 303);
}

function linkPage(visit: Visit, link: AcknowledgeLink, status: 200 | 409 = 200): Promise<Response> {
  const { texts } = visit;
  const { incident, site } = link;
  return renderPage(visit, {
    title: texts.incidentTitle(incident.number),
    status,
    narrow: true,
    body: (
      <section class="card door">
        <Icon name={incident.status === 'open' ? 'alarm' : 'ok'} />
        <h1>
          {plainText(site.name, 160)} {incident.kinds.map((kind) => say(visit, kindHappened[kind])).join(', ')}
        </h1>
        <p class="address">{registeredAddress(site.url)}</p>
        <p>
          <StatusBadge visit={visit} status={incident.status} /> {texts.incidentTitle(incident.number)} ·{' '}
          <Moment visit={visit} at={incident.openedAt} />
        </p>
        {link.isOpen ? <Ask visit={visit} link={link} /> : <p>{closedText(visit, link)}</p>}
      </section>
    ),
  });
}

const Ask = ({ visit, link }: { visit: Visit; link: AcknowledgeLink }) => (
  <>
    <p>{visit.texts.acknowledgeByLinkIntro(plainText(link.recipient, 120))}</p>
    <PostForm visit={visit} action={`/acknowledge/${tokenOf(visit)}`}>
      <button type="submit" class="primary">
        {visit.texts.acknowledgeByLinkButton}
      </button>
    </PostForm>
  </>
);

function closedText(visit: Visit, { incident }: AcknowledgeLink): string {
  const { acknowledgement, status } = incident;
  if (status === 'acknowledged' && acknowledgement) {
    return visit.texts.incidentAcknowledgedBy(plainText(acknowledgement.by, 120), moment(visit, acknowledgement.at));
  }
  if (status === 'open') return visit.texts.acknowledgeByLinkReopened;
  return say(visit, incidentStatusWords[status]);
}

function closedPage(visit: Visit): Promise<Response> {
  return closedLinkPage(visit, visit.texts.acknowledgeByLinkTitle, visit.texts.acknowledgeByLinkClosed);
}
