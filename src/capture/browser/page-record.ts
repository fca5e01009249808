/** Records, within limits, a page's activity that a person does not see. */
import type { CDPSession, Page, Request } from 'playwright';
import type { ResourceRecord } from '../../core/domain/capture.ts';
import { portOf } from '../outbound-guard.ts';
import type { ProxySession } from '../proxy/proxy-session.ts';

export interface PageRecord {
  readonly dialogs: readonly string[];
  readonly console: readonly string[];
  readonly popups: readonly string[];
  /** Subresources in request order, with what our proxy knows about them. */
  readonly resources: () => ResourceRecord[];
  /** Increases with all network activity. */
  readonly activity: () => number;
  /** Requests that have neither finished nor failed. */
  readonly pending: () => number;
}

const maxTexts = 100;
const maxTextLength = 1_000;
const maxUrlLength = 2_000;

interface Seen {
  readonly url: string;
  readonly type: string;
  status: number | null;
}

/** Starts listening; call before the first navigation. */
export function recordPage(page: Page, cdp: CDPSession, session: ProxySession, maxResources: number): PageRecord {
  const dialogs: string[] = [];
  const texts: string[] = [];
  const popups: string[] = [];
  const seen = new Map<Request | string, Seen>();
  const pending = new Set<Request>();
  let events = 0;
  const keep = (list: string[], text: string) => {
    if (list.length < maxTexts) list.push(text.slice(0, maxTextLength));
  };
  const isMainDocument = (request: Request) =>
    request.isNavigationRequest() && request.serviceWorker() === null && frameIsMain(request, page);

  page.on('dialog', (dialog) => {
    keep(dialogs, dialog.message());
    void dialog.dismiss().catch(() => {});
  });
  page.on('console', (message) => keep(texts, message.text()));
  page.on('pageerror', (error) => keep(texts, `${error.name}: ${error.message}`));
  page.on('download', (download) => {
    keep(popups, download.url());
    void download.cancel().catch(() => {});
  });
  page.context().on('page', (popup) => {
    if (popup === page) return;
    void popup.close().catch(() => {});
  });
  cdp.on('Page.windowOpen', ({ url }) => keep(popups, url));
  page.on('request', (request) => {
    events += 1;
    pending.add(request);
    if (seen.size >= maxResources || isMainDocument(request)) return;
    seen.set(request, { url: request.url().slice(0, maxUrlLength), type: request.resourceType(), status: null });
  });
  page.on('response', (response) => {
    events += 1;
    const record = seen.get(response.request());
    if (record) record.status = response.status();
  });
  const onEnd = (request: Request) => {
    events += 1;
    pending.delete(request);
  };
  page.on('requestfinished', onEnd);
  page.on('requestfailed', onEnd);
  page.on('websocket', (socket) => {
    const url = socket.url().slice(0, maxUrlLength);
    if (seen.size < maxResources) seen.set(url, { url, type: 'websocket', status: null });
  });

  return {
    dialogs,
    console: texts,
    popups,
    activity: () => events + session.receivedBytes(),
    pending: () => pending.size,
    resources: () => {
      const records = [...seen.values()].map((record) => withContact(record, session));
      return [...records, ...unseenRefusals(records, session)].slice(0, maxResources);
    },
  };
}

function frameIsMain(request: Request, page: Page): boolean {
  try {
    return request.frame() === page.mainFrame();
  } catch {
    // Playwright does not know the frame of an early navigation request yet; only the main frame has those.
    return true;
  }
}

function withContact({ url, type, status }: Seen, session: ProxySession): ResourceRecord {
  const parsed = URL.parse(url.replace(/^ws(s?):/, 'http$1:'));
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    const isLocal = parsed === null || /^(data|blob|about):$/.test(parsed.protocol);
    const refused = isLocal ? null : `'${parsed.protocol}' addresses are not fetched: only http and https are.`;
    return { url, type, status: refused === null ? status : null, address: null, refused };
  }
  const contact = session.contactOf(parsed.hostname, portOf(parsed));
  const refused = contact?.error?.kind === 'address-refused' ? contact.error.message : null;
  return { url, type, status: refused === null ? status : null, address: contact?.address ?? null, refused };
}

/** Refusals by the proxy that page events did not report. */
function unseenRefusals(records: readonly ResourceRecord[], session: ProxySession): ResourceRecord[] {
  const known = new Set(records.filter(({ refused }) => refused !== null).map(({ url }) => URL.parse(url)?.host));
  return session
    .contacts()
    .filter(({ error }) => error?.kind === 'address-refused')
    .map(({ host, port, error }) => ({ host: port === 80 || port === 443 ? host : `${host}:${port}`, error }))
    .filter(({ host }) => !known.has(host))
    .map(({ host, error }) => ({
      url: `//${host}`,
      type: 'other',
      status: null,
      address: null,
      refused: error?.message ?? '',
    }));
}
