/** The page behind a one-time link: its owner chooses a password. */
import { isShown } from '../../../core/errors.ts';
import { choosePassword, passwordLinkOwner } from '../../../monitor/people/password-link.ts';
import type { UserRow } from '../../../store/people/users.ts';
import type { Visit } from '../../gate/route.ts';
import { NewPassword, PostForm, Problem } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { renderError } from '../../views/wording.ts';
import { closedLinkPage } from '../incidents/closed-link.tsx';

const tokenOf = (visit: Visit) => visit.context.req.param('token') ?? '';

export async function showChoosePassword(visit: Visit): Promise<Response> {
  const owner = await passwordLinkOwner(visit.web.parts, tokenOf(visit));
  return owner ? choosePage(visit, owner, null) : closedPage(visit);
}

export async function doChoosePassword(visit: Visit): Promise<Response> {
  const { web, form, texts } = visit;
  const owner = await passwordLinkOwner(web.parts, tokenOf(visit));
  if (!owner) return closedPage(visit);
  const password = form.get('password') ?? '';
  if (password !== form.get('password-again')) return choosePage(visit, owner, texts.setUpMismatch);
  try {
    await choosePassword(web.parts, web.guard.queue, tokenOf(visit), password);
    return visit.context.redirect('/sign-in?done=password-chosen', 303);
  } catch (error) {
    if (isShown(error) && error.code === 'bad-input') {
      return choosePage(visit, owner, renderError(visit, error));
    }
    throw error;
  }
}

function choosePage(visit: Visit, owner: UserRow, problem: string | null): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.choosePasswordTitle,
    status: problem === null ? 200 : 400,
    narrow: true,
    body: (
      <section class="card door">
        <Icon name="brand" />
        <h1>{texts.choosePasswordTitle}</h1>
        <p class="tagline">{texts.choosePasswordIntro(owner.name)}</p>
        <Problem text={problem} />
        <PostForm visit={visit} action={`/choose-password/${tokenOf(visit)}`}>
          <input type="hidden" name="username" value={owner.name} autocomplete="username" />
          <NewPassword texts={texts} autofocus />
          <button type="submit" class="primary">
            {texts.save}
          </button>
        </PostForm>
      </section>
    ),
  });
}

function closedPage(visit: Visit): Promise<Response> {
  return closedLinkPage(visit, visit.texts.choosePasswordTitle, visit.texts.choosePasswordClosed);
}
