/** One account, for administrators. */
import { plainText } from '../../../core/text.ts';
import { readPerson, type ShownPerson } from '../../../store/reads/people.ts';
import { type Agency, listAgencies } from '../../../store/registry/agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Moment } from '../../views/badges.tsx';
import type { Done } from '../../views/done.ts';
import { PostForm } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { roleText } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { AccountState, linkPage, PlaceFields, placeOf } from './people.tsx';

export async function showPerson(visit: SignedInVisit): Promise<Response> {
  const { db } = visit.web.parts;
  const person = await readPerson(db, numberParam(visit, 'id'), visit.now);
  if (!person) return failurePage(visit, 'not-found');
  const agencies = await listAgencies(db);
  const { texts } = visit;
  return renderPage(visit, {
    title: plainText(person.name, 80),
    section: 'people',
    body: (
      <>
        <div class="page-head">
          <p class="crumbs">
            <a href="/people">{texts.peopleTitle}</a>
          </p>
          <h1>{plainText(person.name, 80)}</h1>
          <p class="verdict">
            <span class="address">{roleText(texts, person.role)}</span>
            <AccountState visit={visit} person={person} />
          </p>
        </div>
        <div class="people">
          <Change visit={visit} person={person} agencies={agencies} />
          <Acts visit={visit} person={person} />
        </div>
      </>
    ),
  });
}

interface PersonProps {
  readonly visit: SignedInVisit;
  readonly person: ShownPerson;
}

const Change = ({ visit, person, agencies }: PersonProps & { agencies: readonly Agency[] }) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.personChange} id="change">
      <PostForm visit={visit} action={`/people/${person.id}/change`} class="stack">
        <PlaceFields visit={visit} place={{ ...person, email: person.email ?? '' }} agencies={agencies} />
        <button type="submit" class="primary">
          {texts.save}
        </button>
        <p class="hint">{texts.personChangeHelp}</p>
      </PostForm>
    </Sheet>
  );
};

const Acts = ({ visit, person }: PersonProps) => {
  const { texts } = visit;
  const isDisabled = person.disabledAt !== null;
  return (
    <Sheet title={texts.personAccount} id="account">
      <dl class="facts">
        <dt>{texts.personCreated}</dt>
        <dd>
          <Moment visit={visit} at={person.createdAt} />
        </dd>
        <dt>{texts.sessionsTitle}</dt>
        <dd>{texts.personSessions(person.sessions)}</dd>
        <dt>{texts.factorTitle}</dt>
        <dd>{person.hasSecondFactor ? texts.factorIsOn : texts.factorIsOff}</dd>
      </dl>
      <div class="stack person-acts">
        {person.isExternal && <p>{texts.personExternal}</p>}
        {!isDisabled && !person.isExternal && (
          <PostForm visit={visit} action={`/people/${person.id}/link`}>
            <button type="submit">{texts.personNewLink}</button>
            <p class="hint">{texts.personNewLinkHelp}</p>
          </PostForm>
        )}
        {person.hasSecondFactor && person.id !== visit.user.id && (
          <PostForm visit={visit} action={`/people/${person.id}/forget-second-factor`}>
            <button type="submit">{texts.personForgetFactor}</button>
            <p class="hint">{texts.personForgetFactorHelp}</p>
          </PostForm>
        )}
        {person.id !== visit.user.id && (
          <PostForm visit={visit} action={`/people/${person.id}/${isDisabled ? 'enable' : 'disable'}`}>
            <button type="submit">{isDisabled ? texts.personEnable : texts.personDisable}</button>
            <p class="hint">{isDisabled ? texts.personEnableHelp : texts.personDisableHelp}</p>
          </PostForm>
        )}
      </div>
    </Sheet>
  );
};

const back = (visit: SignedInVisit, id: number, done: Done) =>
  visit.context.redirect(`/people/${id}?done=${done}`, 303);

export async function changePerson(visit: SignedInVisit): Promise<Response> {
  const id = numberParam(visit, 'id');
  await visit.web.acts.movePerson(visit.actor, id, placeOf(visit));
  return back(visit, id, 'person-changed');
}

export async function disable(visit: SignedInVisit): Promise<Response> {
  const id = numberParam(visit, 'id');
  await visit.web.acts.disablePerson(visit.actor, id);
  return back(visit, id, 'person-disabled');
}

export async function enable(visit: SignedInVisit): Promise<Response> {
  const id = numberParam(visit, 'id');
  await visit.web.acts.enablePerson(visit.actor, id);
  return back(visit, id, 'person-enabled');
}

export async function forgetSecondFactor(visit: SignedInVisit): Promise<Response> {
  const id = numberParam(visit, 'id');
  await visit.web.acts.endSecondFactor(visit.actor, id);
  return back(visit, id, 'factor-forgotten');
}

export async function makePasswordLink(visit: SignedInVisit): Promise<Response> {
  const person = await readPerson(visit.web.parts.db, numberParam(visit, 'id'), visit.now);
  if (!person) return failurePage(visit, 'not-found');
  return linkPage(visit, person.name, await visit.web.acts.renewPasswordLink(visit.actor, person.id));
}
