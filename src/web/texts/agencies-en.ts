/** English: agencies and their contacts. */
import type { agenciesVi } from './agencies-vi.ts';
import type { TextsLike } from './keys.ts';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const agenciesEn: TextsLike<typeof agenciesVi> = {
  navAgencies: 'Agencies',
  agenciesTitle: 'Agencies',
  agenciesIntro: 'Each agency has portals, and contacts who are mailed and called when something happens.',
  agenciesSearch: 'Name of an agency',
  agenciesFound: (count) => plural(count, 'agency', 'agencies'),
  agenciesNone: 'There is no agency yet. Registering a portal creates one.',
  agenciesNoMatch: 'No agency matches.',
  agencyPortalCount: (count) => plural(count, 'portal', 'portals'),
  agencyOpenIncidents: (count) => plural(count, 'open incident', 'open incidents'),
  agencyContactCount: (count) => plural(count, 'contact', 'contacts'),
  agencyNoContacts: 'No contacts yet',
  agencyPortals: 'Portals and their availability',
  agencyNoPortals: 'No portal of this agency is being watched.',
  agencyMorePortals: (count) => `See all ${count} portals on the board`,
  agencyDays: (days) => `${days} days`,
  agencyAvailabilityHelp:
    'Share of looks in which the portal answered with its page, from the hourly sums. Looks in which the monitor was offline or blocked do not count.',
  agencyNoHistory: 'no data yet',
  agencyMissingDays: (days) => `${plural(days, 'day', 'days')} missing`,
  agencyIncidents: 'Incidents that are open or of the last year',
  agencyNoIncidents: 'There were no incidents in the last year.',
  agencyAllIncidents: (count) => `See all ${count} incidents`,

  contactsTitle: 'Contacts',
  contactsNone: 'No contacts yet: when something happens, the officer on duty has no number to call.',
  contactAdd: 'Add a contact',
  contactEdit: 'Change a contact',
  contactEditShort: 'Change',
  contactName: 'Name',
  contactRole: 'Position',
  contactRoleHint: 'For example: Head of IT.',
  contactPhone: 'Telephone',
  contactPhoneHint: 'For example 024 3000 0101; an extension comes last.',
  contactEmail: 'E-mail',
  contactEmailHint: 'At least one contact should have an address outside the portal’s own domain.',
  contactMail: 'Mail',
  contactMailHint: 'For every portal of the agency.',
  contactLanguage: 'Language of mail',
  contactLanguageAgency: 'Same as the agency',
  contactLanguageBoth: 'Vietnamese and English',
  contactNightCap: 'Maximum mails at night',
  contactNightCapHint: (hours) =>
    `Within ${hours}; empty for no limit. The first mail about each incident and mails about escalations are always sent at once; held mails come as one message when the night ends.`,
  contactNightCapIs: (count) => `at most ${plural(count, 'mail', 'mails')} at night`,
  contactRemove: 'Remove this contact',
  contactRemoveHelp: 'Unsent mail to this contact is dropped. Sent mail and the log remain.',
  contactsNoStep:
    'Some contacts are mailed only about unacknowledged incidents, but there is no escalation step to the agency’s head, so they get nothing: ask an administrator to add one in Settings.',
  recipientsByPortal: 'Recipients of single portals',
  recipientsByPortalHelp: 'These addresses get the alarms of that portal alone; change them on its page.',
  doneContactAdded: 'The contact has been added.',
  doneContactChanged: 'The contact has been saved.',
  doneContactUnchanged: 'Nothing was changed.',
  doneContactRemoved: 'The contact has been removed.',

  callTitle: 'Call now',
  callNobody: 'No telephone of the agency is known.',
  callAdd: 'Add a contact',
  callNoAgency: 'This portal has no agency on record.',
};
