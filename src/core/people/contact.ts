/** The people of an agency who can be reached about any of its portals. */
import { distinctAddresses } from '../address.ts';

/**
 * - `alarms`: whatever the recipients of the agency's portals get.
 * - `escalations`: only that nobody has acknowledged an incident, at the step to the agency's head.
 * - `off`: no mail; the telephone is still shown.
 */
export const contactMails = ['alarms', 'escalations', 'off'] as const;
export type ContactMail = (typeof contactMails)[number];

/** `both`: as configured, in full, whatever the agency has chosen. */
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
  /** Most mails in one night (`mail.nightHours`); null: no limit. */
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

/** In the order in which they are called: whoever gets the alarms first, then as they were entered. */
export function inCallOrder(contacts: readonly AgencyContact[]): AgencyContact[] {
  const rank = ({ mail }: AgencyContact): number => contactMails.indexOf(mail);
  return contacts.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
}
