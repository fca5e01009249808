/** One contact: changing and removing it, and adding another one. */
import { isShown } from '../../../core/errors.ts';
import type { AgencyContact } from '../../../core/people/contact.ts';
import { plainText } from '../../../core/text.ts';
import type { ContactRequest } from '../../../monitor/agencies/contact-request.ts';
import type { Agency } from '../../../store/registry/agencies.ts';
import { findContact } from '../../../store/registry/contacts.ts';
import { readAgency } from '../../../store/registry/listed-agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Done } from '../../views/done.ts';
import { PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { renderError } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { agencyPage } from './agency.tsx';
import { ContactFields, contactIn } from './contacts.tsx';

interface Shown {
  readonly agency: Agency;
  readonly contact: AgencyContact;
}

/** Null if there is none, or it belongs to another agency. */
async function shownContact(visit: SignedInVisit): Promise<Shown | null> {
  const { db } = visit.web.parts;
  const agency = await readAgency(db, visit.scope, numberParam(visit, 'id'));
  const contact = agency && (await findContact(db, numberParam(visit, 'contact')));
  return agency && contact?.agencyId === agency.id ? { agency, contact } : null;
}

export async function showContact(visit: SignedInVisit): Promise<Response> {
  const shown = await shownContact(visit);
  return shown ? contactPage(visit, shown, typedFrom(shown.contact), null) : failurePage(visit, 'not-found');
}

function typedFrom({ name, role, phone, email, language, mail, nightCap }: AgencyContact): ContactRequest {
  return {
    name,
    role: role ?? '',
    phone: phone ?? '',
    email: email ?? '',
    language: language ?? '',
    mail,
    nightCap: nightCap === null ? '' : String(nightCap),
  };
}

function contactPage(
  visit: SignedInVisit,
  { agency, contact }: Shown,
  typed: ContactRequest,
  problem: string | null,
): Promise<Response> {
  const { texts } = visit;
  const path = `/agencies/${agency.id}/contacts/${contact.id}`;
  return renderPage(visit, {
    title: texts.contactEdit,
    section: 'agencies',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href="/agencies">{texts.agenciesTitle}</a> ›{' '}
            <a href={`/agencies/${agency.id}`}>{plainText(agency.name, 120)}</a>
          </p>
          <h1>{texts.contactEdit}</h1>
          <p dir="auto">{plainText(contact.name, 120)}</p>
        </div>
        <Sheet title={texts.contactsTitle} id="contact">
          <Problem text={problem} />
          <PostForm visit={visit} action={path} class="stack">
            <ContactFields visit={visit} typed={typed} />
            <button type="submit" class="primary">
              {texts.save}
            </button>
          </PostForm>
        </Sheet>
        <Sheet title={texts.contactRemove} id="remove">
          <PostForm visit={visit} action={`${path}/remove`} class="stack">
            <p>{texts.contactRemoveHelp}</p>
            <button type="submit">{texts.contactRemove}</button>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}

export async function addContact(visit: SignedInVisit): Promise<Response> {
  const agency = await readAgency(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!agency) return failurePage(visit, 'not-found');
  try {
    await visit.web.acts.addContact(visit.actor, agency.id, contactIn(visit));
    return back(visit, agency, 'contact-added');
  } catch (error) {
    if (isShown(error)) return agencyPage(visit, agency, renderError(visit, error));
    throw error;
  }
}

export async function editContact(visit: SignedInVisit): Promise<Response> {
  const shown = await shownContact(visit);
  if (!shown) return failurePage(visit, 'not-found');
  try {
    const isChanged = await visit.web.acts.editContact(visit.actor, shown.contact.id, contactIn(visit));
    return back(visit, shown.agency, isChanged ? 'contact-changed' : 'contact-unchanged');
  } catch (error) {
    if (isShown(error)) return contactPage(visit, shown, contactIn(visit), renderError(visit, error));
    throw error;
  }
}

export async function removeContact(visit: SignedInVisit): Promise<Response> {
  const shown = await shownContact(visit);
  if (!shown) return failurePage(visit, 'not-found');
  try {
    await visit.web.acts.removeContact(visit.actor, shown.contact.id);
  } catch (error) {
    if (!isShown(error)) throw error;
    return contactPage(visit, shown, typedFrom(shown.contact), renderError(visit, error));
  }
  return back(visit, shown.agency, 'contact-removed');
}

const back = (visit: SignedInVisit, { id }: Agency, done: Done) =>
  visit.context.redirect(`/agencies/${id}?done=${done}`, 303);
