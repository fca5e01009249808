/** Forgotten password: a reset link by mail. */
import { askForNewPassword, canResetByMail } from '../../../monitor/people/password-reset.ts';
import type { Visit } from '../../gate/route.ts';
import { Field, PostForm } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';

export function showForgotPassword(visit: Visit): Promise<Response> {
  return forgotPage(visit, false);
}

export async function doForgotPassword(visit: Visit): Promise<Response> {
  const { web, form, address } = visit;
  await askForNewPassword(web.parts, web.guard, { who: form.get('name') ?? '', address });
  return forgotPage(visit, true);
}

function forgotPage(visit: Visit, isAsked: boolean): Promise<Response> {
  const { texts } = visit;
  const isPossible = canResetByMail(visit.web.parts);
  return renderPage(visit, {
    title: texts.forgotTitle,
    narrow: true,
    body: (
      <section class="card door">
        <Icon name="mail" />
        <h1>{texts.forgotTitle}</h1>
        <p>{isPossible ? (isAsked ? texts.forgotAsked : texts.forgotIntro) : texts.forgotImpossible}</p>
        {isPossible && !isAsked && (
          <PostForm visit={visit} action="/forgot-password">
            <Field name="name" label={texts.forgotWho} autocomplete="username" autofocus />
            <button type="submit" class="primary">
              {texts.forgotButton}
            </button>
          </PostForm>
        )}
        <p>
          <a href="/sign-in">{texts.signIn}</a>
        </p>
      </section>
    ),
  });
}
