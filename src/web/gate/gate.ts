/**
 * The only place where routes are registered. A route that is not in the table does not exist, and each one requires
 * the capability named there.
 */
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isShown, VonggacError } from '../../core/errors.ts';
import { ForbiddenError, holds } from '../../core/people/actor.ts';
import { actorOf } from '../../monitor/people/capabilities.ts';
import { whoIs } from '../../monitor/people/sign-in.ts';
import { formToken, newToken } from '../../monitor/people/token.ts';
import { scopeOf } from '../../store/reads/scope.ts';
import { type FailureKind, failurePage } from '../pages/failure.tsx';
import { chooseLanguage, textsOf } from '../texts.ts';
import { renderError } from '../views/wording.ts';
import type { Web } from '../web.ts';
import { remoteAddress } from './client-address.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import { formBytes, readForm } from './forms.ts';
import type { Route, Visit } from './route.ts';

const shortestSecret = 20;

export function openRoutes(app: Hono, web: Web, routes: readonly Route[]): void {
  for (const route of routes) {
    const limit = bodyLimit({
      maxSize: route.filesUpTo ?? formBytes,
      onError: async (context) => failurePage((await arrive(web, context)).visit, 'too-large'),
    });
    app.on(route.method, route.path, async (context) => {
      let answer: Response | null = null;
      const refused = await limit(context, async () => {
        answer = await pass(web, context, route);
      });
      return refused ?? answer ?? context.body(null, 500);
    });
  }
  // Without a session, 404 and "sign in first" must be indistinguishable.
  app.notFound((context) =>
    pass(web, context, {
      method: 'GET',
      path: '*',
      needs: 'own-account',
      handler: (visit) => failurePage(visit, 'not-found'),
    }),
  );
}

async function pass(web: Web, context: Context, route: Route): Promise<Response> {
  const end = web.underWay({ act: 'request', id: context.req.method, place: withoutSecrets(context.req.path) });
  try {
    return await passGate(web, context, route);
  } finally {
    end();
  }
}

/** One-time links end in a long token. */
function withoutSecrets(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.length < shortestSecret ? segment : '…'))
    .join('/');
}

async function passGate(web: Web, context: Context, route: Route): Promise<Response> {
  const { visit, sessionToken } = await arrive(web, context);
  try {
    const isChange = !['GET', 'HEAD'].includes(context.req.method);
    if (route.needs !== 'nothing') {
      if (!visit.user || sessionToken === null) return await toSignIn(visit, isChange);
      if (!holds(actorOf(visit.user), route.needs)) return await failurePage(visit, 'forbidden');
    }
    if (route.path !== '*' && isChange) {
      const read = await readForm(context, visit.formToken, route.filesUpTo !== undefined);
      if (!read.ok) return await failurePage(visit, read.reason);
      return await enter({ ...visit, form: read.form, files: read.files }, sessionToken, route);
    }
    return await enter(visit, sessionToken, route);
  } catch (error) {
    return await failed(visit, error, route);
  }
}

async function enter(visit: Visit, sessionToken: string | null, route: Route): Promise<Response> {
  if (route.needs === 'nothing') return route.handler(visit);
  const { user } = visit;
  if (!user || sessionToken === null) throw new VonggacError('bug', 'The gate admitted somebody who is not signed in.');
  return route.handler({ ...visit, user, actor: actorOf(user), sessionToken });
}

async function arrive(web: Web, context: Context): Promise<{ visit: Visit; sessionToken: string | null }> {
  const { config, clock } = web.parts;
  const token = readCookie(context, config, 'session');
  const address = remoteAddress(web, context);
  const user = token === null ? null : await whoIs(web.parts, token, address);
  if (token !== null && user === null) dropCookie(context, config, 'session');
  const asked = new URL(context.req.url).searchParams.get('language');
  const chosen = asked ?? readCookie(context, config, 'language');
  const language = chooseLanguage(chosen, context.req.header('accept-language'));
  const visit: Visit = {
    web,
    context,
    url: new URL(context.req.url),
    now: clock(),
    language,
    texts: textsOf(language),
    user,
    scope: scopeOf(user),
    formToken: formToken(user && token !== null ? token : anonymousToken(web, context)),
    form: new Map(),
    files: new Map(),
    address,
  };
  return { visit, sessionToken: user ? token : null };
}

function anonymousToken(web: Web, context: Context): string {
  const { config } = web.parts;
  const known = readCookie(context, config, 'visitor');
  if (known !== null) return known;
  const token = newToken();
  writeCookie(context, config, 'visitor', token);
  return token;
}

async function toSignIn(visit: Visit, isChange: boolean): Promise<Response> {
  const wantsPage = visit.context.req.header('accept')?.includes('text/html') ?? false;
  if (isChange || !wantsPage) return failurePage(visit, 'signed-out');
  const next = `${visit.url.pathname}${visit.url.search}`;
  return visit.context.redirect(next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`, 303);
}

const failureKinds: Partial<Record<VonggacError['code'], FailureKind>> = {
  'not-found': 'not-found',
  'baseline-moved': 'baseline-moved',
  refused: 'refused',
  'bad-input': 'refused',
  'picture-unreadable': 'not-found',
};

/** Another agency's data and missing data get the same answer. */
const forbiddenKinds = { 'lacks-capability': 'forbidden', 'outside-scope': 'not-found' } as const;

async function failed(visit: Visit, error: unknown, route: Route): Promise<Response> {
  if (error instanceof ForbiddenError) return failurePage(visit, forbiddenKinds[error.permission]);
  const kind = error instanceof VonggacError ? failureKinds[error.code] : undefined;
  if (kind) return failurePage(visit, kind, isShown(error) ? renderError(visit, error) : undefined);
  // Logs the pattern, not the path: a one-time link is a secret.
  visit.web.parts.log.error({ err: error, route: route.path }, 'a page failed');
  return failurePage(visit, 'broken');
}
