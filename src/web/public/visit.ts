/** One request to the public page: no session, no cookie, nobody signed in. */
import type { Context } from 'hono';
import type { OperatorParts } from '../../monitor/parts.ts';
import type { ClientRate } from '../../monitor/requests/client-rate.ts';
import type { RequestParts } from '../../monitor/requests/request-parts.ts';
import type { Assets } from '../assets.ts';
import type { Language } from '../texts.ts';
import type { PublicTexts } from './texts.ts';

export interface PublicParts extends RequestParts, Pick<OperatorParts, 'log'> {}

export interface PublicVisit {
  readonly parts: PublicParts;
  readonly rate: ClientRate;
  readonly assets: Assets;
  readonly context: Context;
  readonly language: Language;
  readonly texts: PublicTexts;
  /** Of the client, behind trusted proxies. */
  readonly address: string;
  /** Fields of a POST; empty otherwise. */
  readonly form: ReadonlyMap<string, string>;
  /** A path of this page in the visitor's language. */
  readonly to: (path: string) => string;
}

export type PublicHandler = (visit: PublicVisit) => Promise<Response> | Response;
