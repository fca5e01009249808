/** The organisation's identity provider, over OpenID Connect: code flow with PKCE, state and nonce. */
import * as oidc from 'openid-client';
import type { Config } from '../config/schema/schema.ts';
import type { Identity } from '../monitor/people/provider-sign-in.ts';

/** Values that must return unchanged. */
export interface Errand {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface IdentityProvider {
  /** The address to redirect the browser to. Rejects when the provider is unreachable. */
  begin(errand: Errand): Promise<URL>;
  /**
   * @param search the query of the browser's return
   * @returns null when the response does not match the request
   */
  finish(search: string, errand: Errand): Promise<Identity | null>;
}

const timeoutSeconds = 10;
const longestList = 200;

export function newErrand(): Errand {
  return { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
}

/** Null without an issuer, and without a public address, because the provider must know where to send people back. */
export function createIdentityProvider(config: Config): IdentityProvider | null {
  const { issuer, clientId, clientSecret, scope, nameClaim, roleClaim } = config.oidc;
  const { publicUrl } = config.web;
  if (issuer === undefined || clientId === undefined || publicUrl === undefined) return null;
  const server = new URL(issuer);
  const redirectUri = new URL('/sign-in/provider/back', publicUrl);
  let known: Promise<oidc.Configuration> | null = null;

  /** Discovered once; a failure is not cached, so the next person tries again. */
  const discovered = () => {
    known ??= oidc
      .discovery(server, clientId, clientSecret, undefined, {
        timeout: timeoutSeconds,
        // The configuration allows plain http only on this machine.
        execute: server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        known = null;
        throw error;
      });
    return known;
  };

  return {
    async begin({ state, nonce, verifier }) {
      return oidc.buildAuthorizationUrl(await discovered(), {
        redirect_uri: redirectUri.href,
        scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
    },
    async finish(search, { state, nonce, verifier }) {
      const back = new URL(redirectUri);
      back.search = search;
      const tokens = await oidc
        .authorizationCodeGrant(await discovered(), back, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        .catch((error: unknown) => {
          if (isRefusal(error)) return null;
          throw error;
        });
      const claims = tokens?.claims();
      if (!claims) return null;
      return {
        subject: `${claims.iss} ${claims.sub}`,
        name: textOf(claims[nameClaim]),
        email: textOf(claims.email),
        groups: textsOf(claims[roleClaim]),
      };
    },
  };
}

/** The provider or the library refused, as opposed to being unreachable. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.ResponseBodyError ||
    (error instanceof oidc.ClientError && error.code !== 'OAUTH_TIMEOUT')
  );
}

function textOf(claim: unknown): string {
  return typeof claim === 'string' ? claim.slice(0, 256) : '';
}

function textsOf(claim: unknown): string[] {
  const list = Array.isArray(claim) ? claim.slice(0, longestList) : [claim];
  return list.filter((one) => typeof one === 'string');
}
