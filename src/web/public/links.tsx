/** Pages behind the links in mails. Opening one changes nothing; its button does. */
import { isShown } from '../../core/errors.ts';
import { lastDayOf } from '../../core/requests/typed.ts';
import { dayWords, plainText, portalAddress } from '../../core/text.ts';
import {
  agreeByLink,
  confirmByLink,
  extendByLink,
  type OpenedLink,
  openedLink,
} from '../../monitor/requests/by-link.ts';
import type { StoredRequest } from '../../store/requests/requests.ts';
import { notePage, PublicField, PublicForm, publicPage } from './layout.tsx';
import type { PublicVisit } from './visit.ts';

const tokenOf = ({ context }: PublicVisit): string => context.req.param('token') ?? '';

const linkOver = (visit: PublicVisit): Promise<Response> =>
  notePage(visit, visit.texts.linkOverTitle, visit.texts.linkOverText, 410);

export async function showConfirm(visit: PublicVisit): Promise<Response> {
  const link = await openedLink(visit.parts, 'confirm', tokenOf(visit));
  return link === null ? linkOver(visit) : confirmPage(visit, link, false);
}

function confirmPage(visit: PublicVisit, { request, unconfirmed }: OpenedLink, isNone: boolean): Promise<Response> {
  const { texts } = visit;
  return publicPage(visit, {
    title: texts.confirmTitle,
    status: isNone ? 400 : 200,
    body: (
      <>
        <h1>{texts.confirmTitle}</h1>
        <p class="lead">{texts.confirmIntro}</p>
        {isNone && (
          <p class="summary" role="alert">
            {texts.confirmNone}
          </p>
        )}
        <PublicForm visit={visit} path={`/confirm/${tokenOf(visit)}`}>
          {unconfirmed.map((one) => (
            <label class="choice">
              <input
                type="checkbox"
                name={`request-${one.id}`}
                value="yes"
                checked={one.id === request.id && !isNone}
              />
              <span>
                <b>{titleOf(visit, one)}</b>
                {addressesOf(one).map((url) => (
                  <small>{portalAddress(url)}</small>
                ))}
              </span>
            </label>
          ))}
          <button type="submit">{texts.confirmButton}</button>
        </PublicForm>
      </>
    ),
  });
}

function titleOf({ texts }: PublicVisit, { id, details }: StoredRequest): string {
  return details?.kind === 'watch' ? texts.confirmWatch(id, plainText(details.agency, 200)) : texts.confirmReport(id);
}

function addressesOf({ details }: StoredRequest): readonly string[] {
  if (details === null) return [];
  return details.kind === 'watch' ? details.portals : [details.url];
}

export async function doConfirm(visit: PublicVisit): Promise<Response> {
  const { texts, parts, form } = visit;
  const link = await openedLink(parts, 'confirm', tokenOf(visit));
  if (link === null) return linkOver(visit);
  const chosen = link.unconfirmed.filter(({ id }) => form.has(`request-${id}`)).map(({ id }) => id);
  if (chosen.length === 0) return confirmPage(visit, link, true);
  return orLinkOver(visit, async () => {
    await confirmByLink(parts, tokenOf(visit), chosen);
    return notePage(visit, texts.confirmedTitle, texts.confirmedText);
  });
}

export async function showAgree(visit: PublicVisit): Promise<Response> {
  const { texts } = visit;
  const link = await openedLink(visit.parts, 'prove', tokenOf(visit));
  if (link === null) return linkOver(visit);
  const { details } = link.request;
  return publicPage(visit, {
    title: texts.agreeTitle,
    body: (
      <>
        <h1>{texts.agreeTitle}</h1>
        <p class="lead">{texts.agreeIntro(plainText(link.token.host, 253))}</p>
        <dl>
          <dt>{texts.agreeAgency}</dt>
          <dd>{details?.kind === 'watch' ? plainText(details.agency, 200) : ''}</dd>
          <dt>{texts.agreePortals}</dt>
          {addressesOf(link.request).map((url) => (
            <dd>{portalAddress(url)}</dd>
          ))}
        </dl>
        <PublicForm visit={visit} path={`/agree/${tokenOf(visit)}`}>
          <button type="submit">{texts.agreeButton}</button>
        </PublicForm>
      </>
    ),
  });
}

export function doAgree(visit: PublicVisit): Promise<Response> {
  return orLinkOver(visit, async () => {
    await agreeByLink(visit.parts, tokenOf(visit));
    return notePage(visit, visit.texts.confirmedTitle, visit.texts.agreedText);
  });
}

export async function showExtend(visit: PublicVisit): Promise<Response> {
  const link = await openedLink(visit.parts, 'extend', tokenOf(visit));
  return link === null ? linkOver(visit) : extendPage(visit, link, null);
}

function extendPage(visit: PublicVisit, { request }: OpenedLink, problem: string | null): Promise<Response> {
  const { texts, parts, language } = visit;
  const ends =
    request.periodTo === null ? '' : dayWords(lastDayOf(request.periodTo), parts.config.schedule.timezone)[language];
  return publicPage(visit, {
    title: texts.extendTitle,
    status: problem === null ? 200 : 400,
    body: (
      <>
        <h1>{texts.extendTitle}</h1>
        <p class="lead">{texts.extendIntro(ends)}</p>
        <PublicForm visit={visit} path={`/extend/${tokenOf(visit)}`}>
          <PublicField
            visit={visit}
            name="to"
            label={texts.extendTo}
            mistake={problem === null ? undefined : { vi: problem, en: problem }}
            type="date"
            maxlength={10}
          />
          <button type="submit">{texts.extendButton}</button>
        </PublicForm>
      </>
    ),
  });
}

export async function doExtend(visit: PublicVisit): Promise<Response> {
  const { texts, parts, form, language } = visit;
  const link = await openedLink(parts, 'extend', tokenOf(visit));
  if (link === null) return linkOver(visit);
  try {
    await extendByLink(parts, tokenOf(visit), (form.get('to') ?? '').slice(0, 20));
    return await notePage(visit, texts.confirmedTitle, texts.extendedText);
  } catch (error) {
    if (!isShown(error)) throw error;
    if (error.code !== 'bad-input') return linkOver(visit);
    return extendPage(visit, link, language === 'vi' ? error.vi : error.message);
  }
}

/** Used a moment before, or over in the meantime. */
async function orLinkOver(visit: PublicVisit, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (isShown(error)) return linkOver(visit);
    throw error;
  }
}
