/** Adds, changes and removes the contacts of an agency. */
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { type AgencyContact, type ContactFields, mailedTo } from '../../core/people/contact.ts';
import type { Trx } from '../../store/handle.ts';
import { dropUnsentTo } from '../../store/outbox/outbox.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { AuditAct } from '../../store/records/audit-acts.ts';
import { type Agency, findAgency } from '../../store/registry/agencies.ts';
import { contactsOf, deleteContact, findContact, insertContact, updateContact } from '../../store/registry/contacts.ts';
import { sitesOfAgency } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import { telephoneEndpoints } from '../channels/endpoints.ts';
import { isStillRung, telephoneNumber } from '../channels/telephones.ts';
import { isStillNotified } from '../notices/acknowledge-link.ts';
import type { OperatorParts } from '../parts.ts';
import { assertOffRoster, contactRef, followPerson } from '../settings/roster-people.ts';
import { type ContactRequest, contactFields } from './contact-request.ts';

type ContactParts = Pick<OperatorParts, 'db' | 'clock' | 'config' | 'endpointsOf'>;

/** More would be a mailing list. */
const mostContacts = 50;

/** @returns the contact's number */
export async function addContact(
  parts: ContactParts,
  actor: Actor,
  agencyId: number,
  request: ContactRequest,
): Promise<number> {
  return write(parts.db, async (trx) => {
    assertMay(actor, 'manage-sites', agencyId);
    const agency = await agencyOf(trx, agencyId);
    const fields = contactFields(request);
    const others = await contactsOf(trx, agencyId);
    if (others.length >= mostContacts) {
      throw new VonggacError('refused', `An agency has at most ${mostContacts} contacts: remove one first.`, {
        vi: `Mỗi cơ quan có tối đa ${mostContacts} đầu mối liên hệ: hãy xóa bớt trước.`,
      });
    }
    assertNew(fields, others);
    const id = await insertContact(trx, agencyId, fields);
    await record(trx, parts, actor, 'contact-added', agency, { contact: fields.name, ...shown(fields) });
    return id;
  });
}

/** @returns whether anything changed */
export async function editContact(
  parts: ContactParts,
  actor: Actor,
  contactId: number,
  request: ContactRequest,
): Promise<boolean> {
  return write(parts.db, async (trx) => {
    const { before, agency } = await contactFor(trx, actor, contactId);
    const fields = contactFields(request);
    assertNew(
      fields,
      (await contactsOf(trx, before.agencyId)).filter(({ id }) => id !== contactId),
    );
    const detail = changes(before, fields);
    if (Object.keys(detail).length === 0) return false;
    await updateContact(trx, contactId, fields);
    await followPerson(trx, {
      ref: contactRef(contactId),
      phoneBefore: before.phone,
      by: actor.name,
      at: parts.clock(),
    });
    await forgetUnsent(trx, parts, before);
    await record(trx, parts, actor, 'contact-changed', agency, { contact: before.name, ...detail });
    return true;
  });
}

/** @returns the contact's name */
export async function removeContact(parts: ContactParts, actor: Actor, contactId: number): Promise<string> {
  return write(parts.db, async (trx) => {
    const { before, agency } = await contactFor(trx, actor, contactId);
    await assertOffRoster(trx, contactRef(contactId));
    await deleteContact(trx, contactId);
    await forgetUnsent(trx, parts, before);
    await record(trx, parts, actor, 'contact-removed', agency, { contact: before.name, ...shown(before) });
    return before.name;
  });
}

async function contactFor(
  trx: Trx,
  actor: Actor,
  contactId: number,
): Promise<{ readonly before: AgencyContact; readonly agency: Agency }> {
  const before = await findContact(trx, contactId);
  if (!before) throw new VonggacError('not-found', `There is no contact ${contactId}: see 'vonggac contact list'.`);
  assertMay(actor, 'manage-sites', before.agencyId);
  return { before, agency: await agencyOf(trx, before.agencyId) };
}

async function agencyOf(trx: Trx, id: number): Promise<Agency> {
  const agency = await findAgency(trx, { id });
  if (agency) return agency;
  throw new VonggacError('not-found', `There is no agency ${id}: see 'vonggac agency list'.`);
}

/** Two contacts with the same mailbox could have contradictory settings. */
function assertNew({ email }: ContactFields, others: readonly AgencyContact[]): void {
  const same = others.find((one) => email !== null && one.email?.toLowerCase() === email.toLowerCase());
  if (same === undefined) return;
  throw new VonggacError('refused', `${email} is the address of ${same.name} already: change that contact.`, {
    vi: `${email} đã là địa chỉ thư của ${same.name}: hãy sửa đầu mối đó.`,
  });
}

/** Drops unsent messages to a contact who is no longer mailed, or whose telephone no longer rings. */
async function forgetUnsent(trx: Trx, { config, endpointsOf }: ContactParts, before: AgencyContact): Promise<void> {
  if (before.mail === 'off') return;
  const addresses = [...mailedTo([before], 'alarms'), ...mailedTo([before], 'escalations')];
  const number = telephoneNumber(before.phone ?? '');
  for (const site of await sitesOfAgency(trx, before.agencyId)) {
    const strangers = addresses.filter((one) => !isStillNotified(config, site, one));
    await dropUnsentTo(trx, site.id, strangers.flatMap(endpointsOf));
    if (number !== null && !isStillRung({ config }, site, number)) {
      await dropUnsentTo(trx, site.id, telephoneEndpoints(config, number));
    }
  }
}

type Detail = Record<string, string | number | null>;

function shown({ role, phone, email, language, mail, nightCap }: ContactFields): Detail {
  return { position: role, phone, email, language, mail, nightCap };
}

function changes(before: ContactFields, after: ContactFields): Detail {
  const was: Detail = { name: before.name, ...shown(before) };
  const is: Detail = { name: after.name, ...shown(after) };
  return Object.fromEntries(
    Object.entries(is).flatMap(([what, value]) =>
      was[what] === value
        ? []
        : [
            [`${what}Before`, was[what] ?? null],
            [`${what}After`, value],
          ],
    ),
  );
}

async function record(
  trx: Trx,
  { clock }: ContactParts,
  actor: Actor,
  act: AuditAct,
  agency: Agency,
  detail: Detail,
): Promise<void> {
  const subject = `agency ${agency.id}` as const;
  await appendAudit(trx, { at: clock(), actor: actor.name, act, subject, detail: { agency: agency.name, ...detail } });
}
