/** Sign-in through the identity provider. */
import { z } from 'zod';
import { isShown, VonggacError } from '../../../core/errors.ts';
import { deskKey, seal, unseal } from '../../../monitor/people/desk-key.ts';
import { signInByProvider } from '../../../monitor/people/provider-sign-in.ts';
import { dropCookie, readCookie, writeCookie } from '../../gate/cookies.ts';
import type { Visit } from '../../gate/route.ts';
import { newErrand } from '../../identity-provider.ts';
import { localPath } from '../../views/back.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { renderError } from '../../views/wording.ts';
import { failurePage } from '../failure.tsx';
import { clientInfoOf } from './sign-in.tsx';

/** Sealed state that the browser carries through the round trip; an older version may have sealed another shape. */
const carriedShape = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  until: z.number(),
});

type Carried = z.infer<typeof carriedShape>;

const sealUse = 'provider';
const validMs = 600_000;
const longestNext = 300;

export async function toProvider(visit: Visit): Promise<Response> {
  const { web, context, url } = visit;
  if (!web.identityProvider) return failurePage(visit, 'not-found');
  const next = localPath(url.searchParams.get('next') ?? '/');
  const errand = newErrand();
  try {
    const there = await web.identityProvider.begin(errand);
    const carried: Carried = { ...errand, next: next.length > longestNext ? '/' : next, until: visit.now + validMs };
    const key = await deskKey(web.parts.config.dataDir);
    writeCookie(context, web.parts.config, 'provider', seal(key, sealUse, JSON.stringify(carried)));
    return context.redirect(there.href, 303);
  } catch (error) {
    return unreachable(visit, error);
  }
}

export async function backFromProvider(visit: Visit): Promise<Response> {
  const { web, context, url, texts } = visit;
  if (!web.identityProvider) return failurePage(visit, 'not-found');
  const carried = await readCarried(visit);
  dropCookie(context, web.parts.config, 'provider');
  if (!carried) return notice(visit, texts.providerRefused, 401);
  try {
    const identity = await web.identityProvider.finish(url.search, carried);
    if (!identity) return await notice(visit, texts.providerRefused, 401);
    const token = await signInByProvider(web.parts, identity, clientInfoOf(visit));
    writeCookie(context, web.parts.config, 'session', token);
    // Not a redirect: one that began at another site would arrive without the strict session cookie.
    return await notice(visit, texts.providerDone, 200, carried.next);
  } catch (error) {
    if (isShown(error)) return notice(visit, renderError(visit, error), 403);
    if (error instanceof VonggacError) throw error;
    return unreachable(visit, error);
  }
}

async function readCarried(visit: Visit): Promise<Carried | null> {
  const { config } = visit.web.parts;
  const sealed = readCookie(visit.context, config, 'provider');
  const text = sealed === null ? null : unseal(await deskKey(config.dataDir), sealUse, sealed);
  const carried = text === null ? null : carriedIn(text);
  return carried && carried.until > visit.now ? carried : null;
}

function carriedIn(text: string): Carried | null {
  try {
    return carriedShape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function unreachable(visit: Visit, error: unknown): Promise<Response> {
  visit.web.parts.log.error({ err: error }, 'the identity provider did not answer');
  return notice(visit, visit.texts.providerDown, 500);
}

function notice(visit: Visit, text: string, status: 200 | 401 | 403 | 500, leadsTo?: string): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.providerTitle,
    status,
    narrow: true,
    ...(leadsTo === undefined ? {} : { leadsTo }),
    body: (
      <section class="card failure">
        <Icon name={leadsTo === undefined ? 'unknown' : 'ok'} />
        <h1>{texts.providerTitle}</h1>
        <p>{text}</p>
        <p>
          <a class="button" href={leadsTo ?? '/sign-in'}>
            {leadsTo === undefined ? texts.signIn : texts.providerContinue}
          </a>
        </p>
      </section>
    ),
  });
}
