/** A route says what it needs; the gate sees to it. */
import type { Context } from 'hono';
import type { Capability } from '../../monitor/people/capabilities.ts';
import type { Scope } from '../../store/reads/scope.ts';
import type { UserRow } from '../../store/users.ts';
import type { Language, Texts } from '../texts.ts';
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
  /** Goes into every form. */
  readonly formToken: string;
  /** Fields of a POST, already checked for its token. */
  readonly form: ReadonlyMap<string, string>;
  /** Files of a POST, where the route takes them. */
  readonly files: ReadonlyMap<string, UploadedFile>;
  /** Where the request comes from, for throttling and the list of sessions. */
  readonly address: string;
}

/** A visit of somebody whom the gate let through. */
export interface SignedInVisit extends Visit {
  readonly user: UserRow;
  /** The session's token, for signing out. */
  readonly sessionToken: string;
}

type Answer = Promise<Response> | Response;

interface RouteBase {
  readonly method: 'GET' | 'POST';
  /** Hono's pattern. Numbers are matched as digits, so a handler never sees anything else. */
  readonly path: string;
  /** Takes files, and so many bytes instead of a plain form's. */
  readonly filesUpTo?: number;
}

/** Open to everybody: nothing about any site may leave through it. */
export interface OpenRoute extends RouteBase {
  readonly needs: 'nothing';
  readonly handler: (visit: Visit) => Answer;
}

export interface GuardedRoute extends RouteBase {
  readonly needs: Capability;
  readonly handler: (visit: SignedInVisit) => Answer;
}

export type Route = OpenRoute | GuardedRoute;
