/** English: agencies and their contacts. */
import type { agenciesVi } from './agencies-vi.ts';
import type { TextsLike } from './keys.ts';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const agenciesEn: TextsLike<typeof agenciesVi> = {
  navAgencies: 'Agencies',
  agenciesTitle: 'Agencies',
  agenciesIntro: 'Each agency has portals, and contacts to email and call when there is an incident.',
  agenciesSearch: 'Agency name',
  agenciesFound: (count) => plural(count, 'agency', 'agencies'),
  agenciesNone: 'There are no agencies yet. Registering a portal creates one.',
  agenciesNoMatch: 'No agency matches.',
  agencyPortalCount: (count) => plural(count, 'portal', 'portals'),
  agencyOpenIncidents: (count) => plural(count, 'open incident', 'open incidents'),
  agencyContactCount: (count) => plural(count, 'contact', 'contacts'),
  agencyNoContacts: 'No contacts yet',
  agencyPortals: 'Portals and their availability',
  agencyNoPortals: 'No portal of this agency is being monitored.',
  agencyMorePortals: (count) => `See all ${count} portals on the board`,
  agencyDays: (days) => `${days} days`,
  agencyAvailabilityHelp:
    'Share of checks in which the portal returned its page, from hourly totals. Checks while the monitor was offline or blocked do not count.',
  agencyNoHistory: 'no data yet',
  agencyMissingDays: (days) => `${plural(days, 'day', 'days')} missing`,
  agencyIncidents: 'Incidents: open, and in the last year',
  agencyNoIncidents: 'There were no incidents in the last year.',
  agencyAllIncidents: (count) => `See all ${count} incidents`,

  contactsTitle: 'Contacts',
  contactsNone: 'No contacts yet: in an incident, the officer on duty has no number to call.',
  contactAdd: 'Add a contact',
  contactEdit: 'Edit contact',
  contactEditShort: 'Edit',
  contactName: 'Name',
  contactRole: 'Position',
  contactRoleHint: 'For example: Head of IT.',
  contactPhone: 'Telephone',
  contactPhoneHint: 'For example 024 3000 0101; an extension comes last.',
  contactEmail: 'Email',
  contactEmailHint: 'At least one contact should have an address outside the portal’s own domain.',
  contactMail: 'Email received',
  contactMailHint: 'Applies to all portals of the agency.',
  contactLanguage: 'Email language',
  contactLanguageAgency: 'Same as the agency',
  contactLanguageBoth: 'Vietnamese and English',
  contactNightCap: 'Maximum emails per night',
  contactNightCapHint: (hours) =>
    `Within ${hours}; leave empty for no limit. The first email about each incident and any escalation are always sent at once; the rest arrives as one message when the night ends.`,
  contactNightCapIs: (count) => `at most ${plural(count, 'email', 'emails')} at night`,
  contactRemove: 'Remove this contact',
  contactRemoveHelp: 'Unsent email to this contact is dropped. Sent email and the audit log remain.',
  contactsNoStep:
    'Some contacts are emailed only about unacknowledged incidents, but no escalation step names the head of the agency, so they receive nothing: ask an administrator to add one in Settings.',
  recipientsByPortal: 'Recipients of individual portals',
  recipientsByPortalHelp: 'These addresses receive alarms for that portal only; change them on its page.',
  doneContactAdded: 'The contact has been added.',
  doneContactChanged: 'The contact has been saved.',
  doneContactUnchanged: 'Nothing has changed.',
  doneContactRemoved: 'The contact has been removed.',

  callTitle: 'Call now',
  callNobody: 'No telephone number is on record for this agency.',
  callAdd: 'Add a contact',
  callNoAgency: 'No agency is on record for this portal.',
};
