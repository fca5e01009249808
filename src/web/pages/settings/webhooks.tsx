/** Webhooks that are made here: added, changed, paused and removed without a restart. */
import { isShown } from '../../../core/errors.ts';
import { relayGroups } from '../../../core/relay/relay-event.ts';
import { plainText } from '../../../core/text.ts';
import type { WebhookRequest } from '../../../monitor/channels/change-webhooks.ts';
import { type MadeWebhook, readMadeWebhooks } from '../../../store/outbox/made-webhooks.ts';
import { watchedAgencies } from '../../../store/registry/agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import type { Done } from '../../views/done.ts';
import { Choice, Field, PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { renderError } from '../../views/wording.ts';
import { failurePage } from '../failure.tsx';

const base = '/settings/webhooks';

const groupTexts = {
  incident: 'webhookIncident',
  maintenance: 'webhookMaintenance',
  suspect: 'webhookSuspect',
  page: 'webhookPage',
  campaign: 'webhookCampaign',
  monitor: 'webhookMonitor',
} as const satisfies Record<(typeof relayGroups)[number], keyof Texts>;

const none: WebhookRequest = { url: '', agencyId: null, events: [] };

function requestIn({ form }: SignedInVisit): WebhookRequest {
  const agency = form.get('agency') ?? '';
  return {
    url: (form.get('url') ?? '').slice(0, 2_000),
    agencyId: /^\d{1,9}$/.test(agency) ? Number(agency) : null,
    events: relayGroups.filter((group) => form.has(`event-${group}`)),
  };
}

interface FieldsProps {
  readonly visit: SignedInVisit;
  readonly request: WebhookRequest;
  readonly agencies: readonly { readonly id: number; readonly name: string }[];
}

const Fields = ({ visit: { texts }, request, agencies }: FieldsProps) => (
  <>
    <Field
      name="url"
      label={texts.webhookUrl}
      hint={texts.webhookUrlHint}
      value={request.url}
      maxlength={2_000}
      autocomplete="off"
    />
    <Choice
      name="agency"
      label={texts.channelScope}
      hint={texts.webhookScopeHint}
      value={request.agencyId === null ? '' : String(request.agencyId)}
      choices={[
        ['', texts.channelOfAll],
        ...agencies.map(({ id, name }) => [String(id), plainText(name, 120)] as const),
      ]}
    />
    <fieldset class="field">
      <legend>{texts.channelEvents}</legend>
      <p class="hint">{texts.webhookEventsHint}</p>
      {relayGroups.map((group) => (
        <label class="check">
          <input type="checkbox" name={`event-${group}`} checked={request.events.includes(group)} />
          <span>{texts[groupTexts[group]]}</span>
        </label>
      ))}
    </fieldset>
  </>
);

const Head = ({ visit: { texts }, title }: { visit: SignedInVisit; title: string }) => (
  <div class="page-head">
    <p class="crumbs">
      <a href="/settings/channels">{texts.channelsTitle}</a>
    </p>
    <h1>{title}</h1>
  </div>
);

export function showAddWebhook(visit: SignedInVisit): Promise<Response> {
  return addPage(visit, none, null);
}

async function addPage(visit: SignedInVisit, request: WebhookRequest, problem: string | null): Promise<Response> {
  const { texts } = visit;
  const agencies = await watchedAgencies(visit.web.parts.db);
  return renderPage(visit, {
    title: texts.webhookAdd,
    section: 'settings',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <Head visit={visit} title={texts.webhookAdd} />
        <Sheet title={texts.channelKindWebhook} id="webhook">
          <Problem text={problem} />
          <PostForm visit={visit} action={`${base}/add`} class="stack">
            <Field
              name="name"
              label={texts.webhookName}
              hint={texts.webhookNameHint}
              value={(visit.form.get('name') ?? '').slice(0, 40)}
              maxlength={40}
              autocomplete="off"
            />
            <Fields visit={visit} request={request} agencies={agencies} />
            <button type="submit" class="primary">
              {texts.webhookAdd}
            </button>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}

export async function addWebhook(visit: SignedInVisit): Promise<Response> {
  const request = requestIn(visit);
  const name = (visit.form.get('name') ?? '').trim().slice(0, 80);
  try {
    const secret = await visit.web.acts.addWebhook(visit.actor, name, request);
    return secretPage(visit, name, secret);
  } catch (error) {
    if (isShown(error)) return addPage(visit, request, renderError(visit, error));
    throw error;
  }
}

/** The only time that anybody sees it. */
function secretPage(visit: SignedInVisit, name: string, secret: string): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.webhookSecretTitle,
    section: 'settings',
    body: (
      <div class="narrow-page">
        <Head visit={visit} title={texts.webhookSecretTitle} />
        <div class="sheet stack">
          <p>{texts.webhookSecretIntro(plainText(name, 40))}</p>
          <p>
            <code class="secret">{secret}</code>
          </p>
          <p class="hint">{texts.webhookSecretHelp}</p>
          <p>
            <a href={`/settings/channels#channel-${name}`}>{texts.webhookDone}</a>
          </p>
        </div>
      </div>
    ),
  });
}

async function webhookOf(visit: SignedInVisit): Promise<MadeWebhook | null> {
  const name = visit.context.req.param('name');
  return (await readMadeWebhooks(visit.web.parts.db)).find((one) => one.name === name) ?? null;
}

export async function showWebhook(visit: SignedInVisit): Promise<Response> {
  const webhook = await webhookOf(visit);
  return webhook ? editPage(visit, webhook, webhook, null) : failurePage(visit, 'not-found');
}

async function editPage(
  visit: SignedInVisit,
  { name, isPaused }: MadeWebhook,
  request: WebhookRequest,
  problem: string | null,
): Promise<Response> {
  const { texts } = visit;
  const path = `${base}/${name}`;
  const agencies = await watchedAgencies(visit.web.parts.db);
  const acts = [
    isPaused
      ? { act: 'resume', label: texts.webhookResume, help: texts.webhookResumeHelp }
      : { act: 'pause', label: texts.webhookPause, help: texts.webhookPauseHelp },
    { act: 'renew', label: texts.webhookRenew, help: texts.webhookRenewHelp },
    { act: 'remove', label: texts.webhookRemove, help: texts.webhookRemoveHelp },
  ];
  return renderPage(visit, {
    title: `${texts.webhookEdit}: ${name}`,
    section: 'settings',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <Head visit={visit} title={`${texts.webhookEdit}: ${name}`} />
        <Sheet title={texts.channelKindWebhook} id="webhook">
          <Problem text={problem} />
          <PostForm visit={visit} action={path} class="stack">
            <Fields visit={visit} request={request} agencies={agencies} />
            <button type="submit" class="primary">
              {texts.save}
            </button>
          </PostForm>
        </Sheet>
        {acts.map(({ act, label, help }) => (
          <Sheet title={label} id={act}>
            <PostForm visit={visit} action={`${path}/${act}`} class="stack">
              <p>{help}</p>
              <button type="submit">{label}</button>
            </PostForm>
          </Sheet>
        ))}
      </div>
    ),
  });
}

export async function editWebhook(visit: SignedInVisit): Promise<Response> {
  const webhook = await webhookOf(visit);
  if (!webhook) return failurePage(visit, 'not-found');
  const request = requestIn(visit);
  try {
    await visit.web.acts.editWebhook(visit.actor, webhook.name, request);
  } catch (error) {
    if (isShown(error)) return editPage(visit, webhook, request, renderError(visit, error));
    throw error;
  }
  return back(visit, 'webhook-changed');
}

export async function decideWebhook(visit: SignedInVisit): Promise<Response> {
  const webhook = await webhookOf(visit);
  if (!webhook) return failurePage(visit, 'not-found');
  const { name } = webhook;
  const { acts } = visit.web;
  switch (visit.context.req.param('act')) {
    case 'pause':
      await acts.switchWebhook(visit.actor, name, true);
      return back(visit, 'webhook-paused');
    case 'resume':
      await acts.switchWebhook(visit.actor, name, false);
      return back(visit, 'webhook-resumed');
    case 'remove':
      await acts.removeWebhook(visit.actor, name);
      return back(visit, 'webhook-removed');
    default:
      return secretPage(visit, name, await acts.renewWebhookSecret(visit.actor, name));
  }
}

const back = (visit: SignedInVisit, done: Done) => visit.context.redirect(`/settings/channels?done=${done}`, 303);
