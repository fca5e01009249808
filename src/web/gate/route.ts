/** A route declares what it needs; the gate enforces it. */
import type { Context } from 'hono';
import type { Actor, Capability, Scope } from '../../core/people/actor.ts';
import type { UserRow } from '../../store/people/users.ts';
import type { Texts } from '../texts/keys.ts';
import type { Language } from '../texts.ts';
import type { Web } from '../web.ts';
import type { UploadedFile } from './forms.ts';

/** One request, as a handler sees it. */
export interface Visit {
  readonly web: Web;
  readonly context: Context;
  readonly url: URL;
  readonly now: number;
  readonly language: Language;
  readonly texts: Texts;
  readonly user: UserRow | null;
  /** What `user` may see. */
  readonly scope: Scope;
  /** Included in every form. */
  readonly formToken: string;
  /** Fields of a POST whose token was verified. */
  readonly form: ReadonlyMap<string, string>;
  /** Files of a POST, on routes that accept them. */
  readonly files: ReadonlyMap<string, UploadedFile>;
  /** Client address, for throttling and the list of sessions. */
  readonly address: string;
}

/** A request that the gate authorised. */
export interface SignedInVisit extends Visit {
  readonly user: UserRow;
  /** The user as an actor: decides what pages show and which acts are allowed. */
  readonly actor: Actor;
  /** The session's token, for signing out. */
  readonly sessionToken: string;
}

type Answer = Promise<Response> | Response;

interface RouteBase {
  readonly method: 'GET' | 'POST';
  /** Hono's pattern. Numbers match digits only, so a handler never sees anything else. */
  readonly path: string;
  /** Accepts files, up to this many bytes instead of a plain form's limit. */
  readonly filesUpTo?: number;
}

/** Public: nothing about any site may be sent through it. */
export interface OpenRoute extends RouteBase {
  readonly needs: 'nothing';
  readonly handler: (visit: Visit) => Answer;
}

export interface GuardedRoute extends RouteBase {
  readonly needs: Capability;
  readonly handler: (visit: SignedInVisit) => Answer;
}

export type Route = OpenRoute | GuardedRoute;
