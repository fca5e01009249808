/** The contacts of an agency, what each receives, and the form for a new one. */
import { holds } from '../../../core/people/actor.ts';
import { type AgencyContact, contactMails, inCallOrder } from '../../../core/people/contact.ts';
import { dialled } from '../../../core/people/telephone.ts';
import { contactMailWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import {
  type ContactRequest,
  longestName,
  longestPhone,
  mostAtNight,
} from '../../../monitor/agencies/contact-request.ts';
import type { Agency } from '../../../store/registry/agencies.ts';
import type { RegisteredSite } from '../../../store/registry/registry.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Choice, Field, PostForm, Problem } from '../../views/form.tsx';
import { Sheet } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';

export interface ContactsProps {
  readonly visit: SignedInVisit;
  readonly agency: Agency;
  readonly contacts: readonly AgencyContact[];
  readonly sites: readonly RegisteredSite[];
  /** What was wrong with a submitted contact. */
  readonly problem: string | null;
}

export const Contacts = ({ visit, agency, contacts, sites, problem }: ContactsProps) => {
  const { texts } = visit;
  const mayChange = holds(visit.actor, 'manage-sites');
  const hasStep = visit.web.parts.config.duty.ladder.some(({ to }) => to === 'agency-head');
  const waitsForStep = contacts.some(({ mail }) => mail === 'escalations') && !hasStep;
  return (
    <>
      <Sheet title={texts.contactsTitle} id="contacts">
        {contacts.length === 0 && <p class="empty">{texts.contactsNone}</p>}
        {waitsForStep && <p class="banner banner-unknown">{texts.contactsNoStep}</p>}
        <ul class="contacts">
          {inCallOrder(contacts).map((contact) => (
            <Contact visit={visit} contact={contact} mayChange={mayChange} />
          ))}
        </ul>
        {mayChange && (
          <details class="add-contact" open={problem !== null || contacts.length === 0}>
            <summary>{texts.contactAdd}</summary>
            <Problem text={problem} />
            <PostForm visit={visit} action={`/agencies/${agency.id}/contacts`} class="stack">
              <ContactFields visit={visit} typed={contactIn(visit)} />
              <button type="submit" class="primary">
                {texts.contactAdd}
              </button>
            </PostForm>
          </details>
        )}
      </Sheet>
      <Recipients visit={visit} sites={sites} />
    </>
  );
};

const Contact = ({
  visit,
  contact,
  mayChange,
}: {
  visit: SignedInVisit;
  contact: AgencyContact;
  mayChange: boolean;
}) => {
  const { texts } = visit;
  const { id, agencyId, name, role, phone, email, mail, language, nightCap } = contact;
  const gets = [
    email === null ? '' : render(visit, contactMailWords[mail]),
    mail === 'off' || nightCap === null ? '' : texts.contactNightCapIs(nightCap),
    mail === 'off' || language === null ? '' : languageText(visit, language),
  ].filter((text) => text !== '');
  return (
    <li>
      <p>
        <b dir="auto">{plainText(name, longestName)}</b>
        {mayChange && (
          <a href={`/agencies/${agencyId}/contacts/${id}`}>
            {texts.contactEditShort}
            <span class="hidden"> {plainText(name, longestName)}</span>
          </a>
        )}
      </p>
      {role !== null && (
        <p class="meta" dir="auto">
          {plainText(role, longestName)}
        </p>
      )}
      <p class="reach">
        {phone !== null && <a href={`tel:${dialled(phone)}`}>{plainText(phone, longestPhone)}</a>}
        {email !== null && (
          <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>{plainText(email, 120)}</a>
        )}
      </p>
      {gets.length > 0 && <p class="meta">{gets.join(' · ')}</p>}
    </li>
  );
};

function languageText({ texts }: SignedInVisit, language: NonNullable<AgencyContact['language']>): string {
  return { vi: texts.languageVi, en: texts.languageEn, both: texts.contactLanguageBoth }[language];
}

export const ContactFields = ({ visit, typed }: { visit: SignedInVisit; typed: ContactRequest }) => {
  const { texts } = visit;
  const hours = visit.web.parts.config.mail.nightHours;
  const field = { autocomplete: 'off', optional: true } as const;
  return (
    <>
      <Field name="name" label={texts.contactName} value={typed.name} autocomplete="off" />
      <Field {...field} name="role" label={texts.contactRole} hint={texts.contactRoleHint} value={typed.role} />
      <Field
        {...field}
        name="phone"
        type="tel"
        label={texts.contactPhone}
        hint={texts.contactPhoneHint}
        value={typed.phone}
      />
      <Field
        {...field}
        name="email"
        type="email"
        label={texts.contactEmail}
        hint={texts.contactEmailHint}
        value={typed.email}
      />
      <Choice
        name="mail"
        label={texts.contactMail}
        hint={texts.contactMailHint}
        value={typed.mail}
        choices={contactMails.map((one) => [one, render(visit, contactMailWords[one])])}
      />
      <Choice
        name="language"
        label={texts.contactLanguage}
        value={typed.language}
        choices={[
          ['', texts.contactLanguageAgency],
          ['vi', texts.languageVi],
          ['en', texts.languageEn],
          ['both', texts.contactLanguageBoth],
        ]}
      />
      {hours !== '' && (
        <Field
          {...field}
          name="nightCap"
          type="number"
          max={mostAtNight}
          label={texts.contactNightCap}
          hint={texts.contactNightCapHint(hours)}
          value={typed.nightCap}
        />
      )}
    </>
  );
};

/** The submitted values; empty when nothing was submitted. */
export function contactIn(visit: SignedInVisit): ContactRequest {
  const text = (name: string) => (visit.form.get(name) ?? '').slice(0, 500);
  return {
    name: text('name'),
    role: text('role'),
    phone: text('phone'),
    email: text('email'),
    language: text('language'),
    mail: visit.form.get('mail') ?? 'alarms',
    nightCap: text('nightCap'),
  };
}

/** Everybody else who is mailed, so that the page is complete. */
const Recipients = ({ visit, sites }: Pick<ContactsProps, 'visit' | 'sites'>) => {
  const { texts } = visit;
  const own = sites.filter(({ recipients }) => recipients.length > 0);
  if (own.length === 0) return null;
  return (
    <Sheet title={texts.recipientsByPortal} id="recipients">
      <ul class="recipients">
        {own.map(({ id, name, recipients }) => (
          <li>
            <a href={`/sites/${id}`}>{plainText(name, 120)}</a>
            <p class="meta">{recipients.map((email) => plainText(email, 120)).join(', ')}</p>
          </li>
        ))}
      </ul>
      <p class="hint">{texts.recipientsByPortalHelp}</p>
    </Sheet>
  );
};
