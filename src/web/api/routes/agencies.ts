/** Agencies and their contacts. */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { contactLanguages, contactMails } from '../../../core/people/contact.ts';
import type { ContactRequest } from '../../../monitor/agencies/contact-request.ts';
import { contactsOf, findContact } from '../../../store/registry/contacts.ts';
import { readAgencies, readAgency } from '../../../store/registry/listed-agencies.ts';
import { cursorOf, pageOf, paging } from '../cursor.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { id } from '../shapes.ts';

const tag = 'Agencies';

const contactFields = {
  name: z.string(),
  role: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  language: z.enum(contactLanguages).nullable(),
  mail: z.enum(contactMails),
  nightCap: z.int().nullable().openapi({ description: 'Most mails in one night' }),
};
const contactSchema = z.object({ id: z.int(), ...contactFields }).openapi('Contact');

const agencySchema = z
  .object({
    id: z.int(),
    name: z.string(),
    language: z.enum(['vi', 'en']).nullable(),
    contacts: z.array(contactSchema),
  })
  .openapi('Agency');

async function agencyOf({ web, scope, params }: Call<{ id: number }, unknown, unknown>) {
  const agency = await readAgency(web.parts.db, scope, params.id);
  if (!agency) throw new VonggacError('not-found', `There is no agency ${params.id}.`);
  const contacts = await contactsOf(web.parts.db, agency.id);
  return {
    id: agency.id,
    name: agency.name,
    language: agency.language,
    contacts: contacts.map(({ agencyId: _, ...contact }) => contact),
  };
}

const one = { params: z.object({ id }) };
const itself = '/agencies/{id}';
const contactBody = z.object({
  name: z.string().max(200),
  role: z.string().max(200).default(''),
  phone: z.string().max(80).default(''),
  email: z.string().max(254).default(''),
  language: z.enum(contactLanguages).nullable().default(null),
  mail: z.enum(contactMails).default('alarms'),
  nightCap: z.int().min(1).max(99).nullable().default(null),
});

/** As a person would type it. */
function typed({ language, nightCap, ...contact }: z.output<typeof contactBody>): ContactRequest {
  return { ...contact, language: language ?? '', nightCap: nightCap === null ? '' : String(nightCap) };
}

const oneContact = { params: z.object({ id, contactId: id }) };

async function assertContactOf({ web, scope, params }: Call<{ id: number; contactId: number }, unknown, unknown>) {
  const contact = await findContact(web.parts.db, params.contactId);
  const agency = await readAgency(web.parts.db, scope, params.id);
  if (!agency || contact?.agencyId !== agency.id) {
    throw new VonggacError('not-found', `Agency ${params.id} has no contact ${params.contactId}.`);
  }
}

export const agencyRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/agencies',
      needs: 'see',
      tag,
      summary: 'Agencies, worst first',
      query: z.object({ ...paging, text: z.string().max(100).default('') }),
      answer: pageOf(
        z
          .object({
            id: z.int(),
            name: z.string(),
            portals: z.int(),
            state: z.string().nullable(),
            openIncidents: z.int(),
            contacts: z.int(),
          })
          .openapi('ListedAgency'),
      ),
    },
    async ({ web, scope, now, query }) => {
      const { cursor: offset = 0, limit, text } = query;
      const freshness = { now, everyMs: web.parts.config.schedule.every };
      const { agencies, found } = await readAgencies(web.parts.db, scope, freshness, { text, offset, limit });
      const end = offset + agencies.length;
      return { items: [...agencies], next: end < found && agencies.length > 0 ? cursorOf(end) : null };
    },
  ),
  route(
    {
      method: 'get',
      path: itself,
      needs: 'see',
      tag,
      summary: 'One agency with its contacts',
      ...one,
      answer: agencySchema,
    },
    (call) => agencyOf(call),
  ),
  route(
    {
      method: 'post',
      path: `${itself}/contacts`,
      needs: 'manage-sites',
      tag,
      summary: 'Adds a contact',
      ...one,
      body: contactBody,
      answer: agencySchema,
      status: 201,
    },
    async (call) => {
      await agencyOf(call);
      await call.web.acts.addContact(call.actor, call.params.id, typed(call.body));
      return agencyOf(call);
    },
  ),
  route(
    {
      method: 'put',
      path: `${itself}/contacts/{contactId}`,
      needs: 'manage-sites',
      tag,
      summary: 'Changes a contact',
      ...oneContact,
      body: contactBody,
      answer: agencySchema,
      matches: itself,
    },
    async (call) => {
      await assertContactOf(call);
      await call.web.acts.editContact(call.actor, call.params.contactId, typed(call.body));
      return agencyOf(call);
    },
  ),
  route(
    {
      method: 'delete',
      path: `${itself}/contacts/{contactId}`,
      needs: 'manage-sites',
      tag,
      summary: 'Removes a contact',
      ...oneContact,
      answer: null,
      matches: itself,
    },
    async (call) => {
      await assertContactOf(call);
      await call.web.acts.removeContact(call.actor, call.params.contactId);
      return undefined;
    },
  ),
];
