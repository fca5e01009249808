/** Accounts, for administrators: the list, and a new account. */
import { isShown } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import { roles } from '../../../monitor/people/capabilities.ts';
import type { Place } from '../../../monitor/people/manage-people.ts';
import { readPeople, type ShownPerson } from '../../../store/reads/people.ts';
import { type Agency, listAgencies } from '../../../store/registry/agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Choice, Field, PostForm, Problem } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { Pager, pageNumber } from '../../views/pager.tsx';
import { moment, renderError, roleText } from '../../views/wording.ts';

const pageSize = 50;

export function showPeople(visit: SignedInVisit): Promise<Response> {
  return peoplePage(visit, null);
}

async function peoplePage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts } = visit;
  const { db } = visit.web.parts;
  const page = pageNumber(visit.url);
  const { people, found } = await readPeople(db, { now: visit.now, offset: (page - 1) * pageSize, limit: pageSize });
  const agencies = await listAgencies(db);
  return renderPage(visit, {
    title: texts.peopleTitle,
    section: 'people',
    status: problem === null ? 200 : 400,
    body: (
      <>
        <div class="page-head">
          <h1>{texts.peopleTitle}</h1>
          <p>{texts.peopleIntro}</p>
        </div>
        <div class="people">
          <div>
            <ul class="accounts sheet">
              {people.map((person) => (
                <Account visit={visit} person={person} />
              ))}
            </ul>
            <Pager visit={visit} page={page} pages={Math.ceil(found / pageSize)} />
          </div>
          <Sheet title={texts.personAdd} id="add">
            <Problem text={problem} />
            <PostForm visit={visit} action="/people" class="stack">
              <Field
                name="name"
                label={texts.userName}
                hint={texts.userNameHint}
                value={visit.form.get('name') ?? ''}
                autocomplete="off"
              />
              <PlaceFields visit={visit} place={placeOf(visit)} agencies={agencies} />
              <button type="submit" class="primary">
                {texts.personAddButton}
              </button>
              <p class="hint">{texts.personAddHelp}</p>
            </PostForm>
          </Sheet>
        </div>
      </>
    ),
  });
}

const Account = ({ visit, person }: { visit: SignedInVisit; person: ShownPerson }) => {
  const { texts } = visit;
  return (
    <li class={person.disabledAt === null ? undefined : 'gone'}>
      <p>
        <a href={`/people/${person.id}`}>{plainText(person.name, 80)}</a>
        <AccountState visit={visit} person={person} />
      </p>
      <p class="meta">
        {roleText(texts, person.role)} · {person.agency === null ? texts.everyAgency : plainText(person.agency, 160)}
        {person.email !== null && ` · ${plainText(person.email, 120)}`}
      </p>
      <p class="meta">
        {texts.personSessions(person.sessions)}
        {person.hasSecondFactor && ` · ${texts.factorIsOn}`}
      </p>
    </li>
  );
};

export const AccountState = ({ visit, person }: { visit: SignedInVisit; person: ShownPerson }) => {
  const { texts } = visit;
  if (person.disabledAt !== null) {
    return (
      <span class="badge state-paused">
        <Icon name="paused" />
        {texts.personDisabled}
      </span>
    );
  }
  return person.linkUntil === null ? null : (
    <span class="badge state-provisional">
      <Icon name="provisional" />
      {texts.personLinkOpen(moment(visit, person.linkUntil))}
    </span>
  );
};

interface PlaceProps {
  readonly visit: SignedInVisit;
  readonly place: Place;
  readonly agencies: readonly Agency[];
}

/** Role, agency and address, for new and existing accounts. */
export const PlaceFields = ({ visit, place, agencies }: PlaceProps) => {
  const { texts } = visit;
  return (
    <>
      <Choice
        name="role"
        label={texts.personRole}
        value={place.role}
        choices={roles.map((role) => [role, `${roleText(texts, role)}: ${texts.roleHelp(role)}`])}
      />
      <Choice
        name="agency"
        label={texts.siteAgency}
        hint={texts.personAgencyHint}
        value={String(place.agencyId ?? '')}
        choices={[
          ['', texts.everyAgency],
          ...agencies.map(({ id, name }) => [String(id), plainText(name, 120)] as const),
        ]}
      />
      <Field name="email" label={texts.personEmail} type="email" value={place.email} autocomplete="off" optional />
    </>
  );
};

/** The submitted values; an invalid role becomes the least privileged one. */
export function placeOf(visit: SignedInVisit): Place {
  const agency = visit.form.get('agency') ?? '';
  return {
    role: roles.find((role) => role === visit.form.get('role')) ?? 'viewer',
    agencyId: /^\d{1,9}$/.test(agency) ? Number(agency) : null,
    email: (visit.form.get('email') ?? '').slice(0, 256),
  };
}

export async function addPerson(visit: SignedInVisit): Promise<Response> {
  const name = visit.form.get('name') ?? '';
  try {
    const token = await visit.web.acts.invitePerson(visit.actor, { name, ...placeOf(visit) });
    return await linkPage(visit, name.trim(), token);
  } catch (error) {
    if (isShown(error) && error.code !== 'baseline-moved') {
      return peoplePage(visit, renderError(visit, error));
    }
    throw error;
  }
}

/** Shows a link once: it is not stored, and no address of the dashboard leads back to it. */
export function linkPage(visit: SignedInVisit, name: string, token: string): Promise<Response> {
  const { texts } = visit;
  const base = visit.web.parts.config.web.publicUrl ?? visit.url.origin;
  return renderPage(visit, {
    title: texts.linkTitle,
    section: 'people',
    body: (
      <section class="card stack link-once">
        <h1>{texts.linkTitle}</h1>
        <p>{texts.linkIntro(plainText(name, 80))}</p>
        <label class="hidden" for="link">
          {texts.linkTitle}
        </label>
        <textarea id="link" readonly rows={3}>
          {new URL(`/choose-password/${token}`, base).href}
        </textarea>
        <p class="hint">{texts.linkHelp}</p>
        <p>
          <a class="button" href="/people">
            {texts.peopleTitle}
          </a>
        </p>
      </section>
    ),
  });
}
