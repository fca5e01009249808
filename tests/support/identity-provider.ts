/** A real OpenID provider on loopback. Everybody is signed in as `person` after one click. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface Person {
  readonly sub: string;
  readonly preferred_username: string;
  readonly email: string;
  readonly groups: readonly string[];
}

export interface TestProvider {
  readonly issuer: string;
  setPerson(person: Person): void;
  /** Follows the provider's redirects as a browser does. @returns the final address at `redirectUri` */
  walk(from: string): Promise<URL>;
  close(): Promise<void>;
}

export const testClient = { clientId: 'vonggac', clientSecret: 'only-for-tests' };

export async function startTestProvider(redirectUri: string, first: Person): Promise<TestProvider> {
  let person = first;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: testClient.clientId, client_secret: testClient.clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
    // The ID token itself carries the claims: the product requests nothing else.
    conformIdTokenClaims: false,
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    cookies: { keys: ['test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ ...person, groups: [...person.groups] }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/interaction/') && request.method === 'GET') {
      response.setHeader('content-type', 'text/html');
      response.end('<form method="post"><button>It is me</button></form>');
    } else if (request.url?.startsWith('/interaction/')) {
      void provider.interactionFinished(request, response, { login: { accountId: person.sub } });
    } else void handle(request, response);
  });
  return {
    issuer,
    setPerson: (to) => {
      person = to;
    },
    walk: (from) => walk(from, redirectUri),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const mostHops = 10;

async function walk(from: string, until: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = from;
  for (let hop = 0; hop < mostHops && !at.startsWith(until); hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const method = new URL(at).pathname.startsWith('/interaction/') ? 'POST' : 'GET';
    const answer = await fetch(at, { method, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null) throw new RangeError(`the provider answered ${answer.status}: ${await answer.text()}`);
    at = new URL(next, at).href;
  }
  return new URL(at);
}
