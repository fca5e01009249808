/** The dashboard, and sign-in through an identity provider. */
import { z } from 'zod';
import { isSafeIssuer, origin } from '../fields.ts';
import { addressRange } from './addresses.ts';

const listenPlace = z.string().regex(/^(\[[0-9a-f:]+\]|[^:]+):\d{1,5}$/, 'must be ADDRESS:PORT, like 127.0.0.1:8080');

export const webSection = z
  .strictObject({
    listen: listenPlace.default('127.0.0.1:8080'),
    /** Where the public page for requests listens (`requests`); off without it. No route of the dashboard exists there. */
    publicListen: listenPlace.optional(),
    /** Where people reach the dashboard; links in messages begin with it. */
    publicUrl: origin.optional(),
    /** Reverse proxies whose X-Forwarded-For is trusted; with `publicUrl`, those on this machine always are. */
    trustedProxies: z.array(addressRange).default([]),
  })
  .prefault({});

/** Sign-in through the organisation's identity provider (OpenID Connect); off without an issuer. */
export const oidcSection = z
  .strictObject({
    issuer: z
      .url('is not an address')
      .refine(isSafeIssuer, 'must be an https address (plain http on this machine only)')
      .optional(),
    clientId: z.string().min(1).optional(),
    clientSecret: z.string().min(1).optional(),
    /** Label of the button; empty for the default. */
    label: z.string().max(60).default(''),
    scope: z.string().default('openid profile email'),
    /** The claim that becomes the user name at the first sign-in. */
    nameClaim: z.string().min(1).default('preferred_username'),
    /** The claim with the groups or roles that `roles` refers to; a string or a list of strings. */
    roleClaim: z.string().min(1).default('groups'),
    /** The first entry whose `claim` the person has decides; without any, sign-in is refused. */
    roles: z
      .array(
        z.strictObject({
          claim: z.string().min(1),
          role: z.enum(['administrator', 'operator', 'approver', 'viewer', 'auditor']),
          agency: z.string().min(1).optional(),
        }),
      )
      .default([]),
  })
  .refine(
    (oidc) => oidc.issuer === undefined || (oidc.clientId !== undefined && oidc.clientSecret !== undefined),
    'needs clientId and clientSecret in addition to the issuer',
  )
  .prefault({});
