/** The second step of signing in: a code of the authenticator, or a recovery code. */
import { isCodeAwaited, signInWithCode } from '../../../monitor/people/sign-in.ts';
import { dropCookie, readCookie, writeCookie } from '../../gate/cookies.ts';
import type { Visit } from '../../gate/route.ts';
import { localPath } from '../../views/back.tsx';
import { Field, PostForm, Problem } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { roundedAge, span } from '../../views/wording.ts';
import { clientInfoOf } from './sign-in.tsx';

export async function showSignInCode(visit: Visit): Promise<Response> {
  if (visit.user) return visit.context.redirect('/', 303);
  const step = readCookie(visit.context, visit.web.parts.config, 'step');
  if (step === null || !(await isCodeAwaited(visit.web.parts, step))) return visit.context.redirect('/sign-in', 303);
  return codePage(visit, visit.url.searchParams.get('next') ?? '/', null, 200);
}

export async function doSignInCode(visit: Visit): Promise<Response> {
  const { web, form, texts, context } = visit;
  const next = form.get('next') ?? '/';
  const stepToken = readCookie(context, web.parts.config, 'step') ?? '';
  const code = form.get('code') ?? '';
  const result = await signInWithCode(web.parts, web.guard, { stepToken, code, client: clientInfoOf(visit) });
  if (result.ok) {
    dropCookie(context, web.parts.config, 'step');
    writeCookie(context, web.parts.config, 'session', result.token);
    return context.redirect(localPath(next), 303);
  }
  if (result.reason === 'gone') return context.redirect('/sign-in', 303);
  return result.reason === 'throttled'
    ? codePage(visit, next, texts.signInThrottled(span(visit, roundedAge(result.waitMs + 60_000))), 429)
    : codePage(visit, next, texts.codeWrong, 401);
}

function codePage(visit: Visit, next: string, problem: string | null, status: 200 | 401 | 429): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.codeTitle,
    status,
    narrow: true,
    body: (
      <section class="card door">
        <Icon name="brand" />
        <h1>{texts.codeTitle}</h1>
        <p class="tagline">{texts.codeIntro}</p>
        <Problem text={problem} />
        <PostForm visit={visit} action="/sign-in/code">
          <input type="hidden" name="next" value={localPath(next)} />
          <Field name="code" label={texts.code} hint={texts.codeHint} autocomplete="one-time-code" autofocus />
          <button type="submit" class="primary">
            {texts.signIn}
          </button>
        </PostForm>
      </section>
    ),
  });
}
