/** English: accounts, signing in, audit log. */
import type { Role } from '../../store/users.ts';
import type { TextsLike } from '../texts.ts';
import type { peopleVi } from './people-vi.ts';

const roleHelp: Readonly<Record<Role, string>> = {
  administrator: 'everything, accounts included',
  operator: 'incidents, suspects, baselines',
  approver: 'looks, and approves baselines',
  viewer: 'changes nothing',
  auditor: 'looks, and reads the audit log',
};

export const peopleEn: TextsLike<typeof peopleVi> = {
  roleAdministrator: 'Administrator',
  roleOperator: 'Operator',
  roleApprover: 'Approver',
  roleViewer: 'Viewer',
  roleAuditor: 'Auditor',
  roleHelp: (role) => roleHelp[role],
  navPeople: 'Accounts',
  navAudit: 'Audit log',
  everyAgency: 'Every agency',
  save: 'Save',

  peopleTitle: 'Accounts',
  peopleIntro: 'An account of one agency sees the portals of that agency only, in every list, picture and download.',
  personAdd: 'New account',
  personAddButton: 'Create account and get its link',
  personAddHelp:
    'The link is shown once on the next page. Whoever gets it opens it and chooses a password; you need not know it.',
  personRole: 'Role',
  personEmail: 'E-mail (optional)',
  personAgencyHint: 'Administrators and auditors always serve every agency.',
  personSessions: (count) => (count === 0 ? 'Not signed in' : `Signed in at ${count} place${count === 1 ? '' : 's'}`),
  personDisabled: 'Disabled',
  personLinkOpen: (moment) => `Has until ${moment} to choose a password`,
  personChange: 'Role and agency',
  personChangeHelp: 'Another role or agency signs this person out everywhere.',
  personAccount: 'Account',
  personCreated: 'Created',
  personNewLink: 'Make a link for a new password',
  personNewLinkHelp: 'For a forgotten password or a link that expired. The old password works until then.',
  personDisable: 'Disable account',
  personDisableHelp: 'This person is signed out at once and can’t sign in again. What they did stays in the audit log.',
  personEnable: 'Enable account',
  personEnableHelp: 'This person may sign in again with the old password.',
  linkTitle: 'Password link',
  linkIntro: (name) => `Hand this link to ${name} over a safe channel. It works once, within three days.`,
  linkHelp: 'The link is kept nowhere and is not shown again.',
  choosePasswordTitle: 'Choose a password',
  choosePasswordIntro: (name) => `Account ${name}. This link works once.`,
  choosePasswordClosed: 'This link was used or has expired. Ask an administrator for a new one.',
  sessionsTitle: 'Sessions',

  auditTitle: 'Audit log',
  auditIntro:
    'Everything people did, the newest first. Each row carries the hash of the one before, so none can be changed, removed or inserted unseen.',
  auditWhole: (rows, moment) => `The log is whole: ${rows} rows verified at ${moment}.`,
  auditHead: (head) => `Newest hash: ${head}`,
  auditBroken: (seq) =>
    `The log was tampered with: row ${seq} does not follow from the one before. Leave the server as it is and tell information security at once.`,
  auditActor: 'Who',
  auditAct: 'What',
  auditAnyAct: 'Everything',
  auditSubject: 'To what',
  auditSubjectExample: 'for example site 3',
  auditFound: (count) => `${count} row${count === 1 ? '' : 's'}`,
  auditNone: 'No row matches.',

  donePersonChanged: 'The account was changed.',
  donePersonDisabled: 'The account is disabled.',
  donePersonEnabled: 'The account is enabled.',
  donePasswordChosen: 'The password is set. Sign in with it.',
};
