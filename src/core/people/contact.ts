/** The people of an agency who can be reached about any of its portals. */
import { distinctAddresses } from '../address.ts';

/**
 * - `alarms`: everything that the recipients of the agency's portals get.
 * - `escalations`: only unacknowledged incidents, at the step that notifies the agency's head.
 * - `off`: no mail; the telephone is still shown.
 */
export const contactMails = ['alarms', 'escalations', 'off'] as const;
export type ContactMail = (typeof contactMails)[number];

/** `both`: both languages in the configured order, whatever the agency has chosen. */
export const contactLanguages = ['vi', 'en', 'both'] as const;
export type ContactLanguage = (typeof contactLanguages)[number];

export interface ContactFields {
  readonly name: string;
  /** The position held, like "Trưởng phòng CNTT". */
  readonly role: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  /** Null: the agency's. */
  readonly language: ContactLanguage | null;
  readonly mail: ContactMail;
  /** Maximum mails in one night (`mail.nightHours`); null: no limit. */
  readonly nightCap: number | null;
}

export interface AgencyContact extends ContactFields {
  readonly id: number;
  readonly agencyId: number;
}

/** Whom an alarm of a portal is mailed to: its own recipients and its agency's contacts, each address once. */
export function alarmAddresses(site: {
  readonly recipients: readonly string[];
  readonly contacts: readonly AgencyContact[];
}): string[] {
  return distinctAddresses([...site.recipients, ...mailedTo(site.contacts, 'alarms')]);
}

export function mailedTo(contacts: readonly AgencyContact[], mail: ContactMail): string[] {
  return contacts.flatMap((one) => (one.mail === mail && one.email !== null ? [one.email] : []));
}

/** In calling order: contacts who get the alarms first, then in order of entry. */
export function inCallOrder(contacts: readonly AgencyContact[]): AgencyContact[] {
  const rank = ({ mail }: AgencyContact): number => contactMails.indexOf(mail);
  return contacts.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
}
