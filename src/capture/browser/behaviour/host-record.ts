/** Which hosts a page contacts, and for what. */
import type { CDPSession, Page, Request } from 'playwright';
import {
  type BehaviourLimit,
  behaviourCaps,
  type ContactedHost,
  type ContactKind,
} from '../../../core/domain/behaviour.ts';
import type { ProxySession } from '../../proxy/proxy-session.ts';

export interface HostRecord {
  /** Starts a new list; hosts seen so far remain known. */
  readonly restart: () => void;
  readonly hosts: () => readonly ContactedHost[];
  readonly over: (limits: Set<BehaviourLimit>) => void;
}

const kindOf: Readonly<Record<string, ContactKind>> = {
  document: 'frame',
  script: 'script',
  stylesheet: 'style',
  font: 'font',
  image: 'image',
  media: 'media',
  xhr: 'fetch',
  fetch: 'fetch',
  ping: 'beacon',
  eventsource: 'stream',
};
const reading: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** @param cdp on which the network is enabled */
export function recordHosts(page: Page, cdp: CDPSession, session: ProxySession): HostRecord {
  let seen = new Map<string, Set<ContactKind>>();
  const before = new Set<string>();
  let isOver = false;
  const note = (address: string, kinds: readonly ContactKind[]) => {
    const url = URL.parse(address);
    if (url === null || !/^(?:https?|wss?):$/.test(url.protocol)) return;
    const known = seen.get(url.host);
    if (known) for (const kind of kinds) known.add(kind);
    else if (seen.size < behaviourCaps.hosts) seen.set(url.host, new Set(kinds));
    else isOver = true;
  };
  page.on('request', (request: Request) => {
    if (isMainDocument(request, page)) return;
    const kind = kindOf[request.resourceType()] ?? 'other';
    note(request.url(), reading.includes(request.method()) ? [kind] : [kind, 'post']);
  });
  // Playwright tells of a socket once it is connected and encrypted, which a slow host delays past the look, and of those
  // in other processes' frames; the browser tells of the page's own when they are made.
  cdp.on('Network.webSocketCreated', ({ url }) => note(url, ['socket']));
  page.on('websocket', (socket) => note(socket.url(), ['socket']));
  return {
    restart: () => {
      for (const host of seen.keys()) before.add(host);
      for (const { host } of onlyConnected(session, before)) before.add(host);
      seen = new Map();
    },
    hosts: () => {
      const asked = [...seen]
        .filter(([host]) => !before.has(host))
        .map(([host, kinds]): ContactedHost => ({ host, kinds: [...kinds].sort() }));
      const known = new Set([...before, ...seen.keys()]);
      return [...asked, ...onlyConnected(session, known)].slice(0, behaviourCaps.hosts);
    },
    over: (limits) => {
      if (isOver) limits.add('hosts');
    },
  };
}

/** Hosts that page events do not report, such as those of nested workers; the proxy sees every connection. */
function onlyConnected(session: ProxySession, known: ReadonlySet<string>): ContactedHost[] {
  return session
    .contacts()
    .map(({ host, port }) => (port === 80 || port === 443 ? host : `${host}:${port}`))
    .filter((host) => !known.has(host))
    .map((host) => ({ host, kinds: ['other'] }));
}

function isMainDocument(request: Request, page: Page): boolean {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame() === page.mainFrame();
  } catch {
    // Playwright does not know the frame of an early navigation request yet; only the main frame has those.
    return true;
  }
}
