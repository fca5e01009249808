/** English: operators’ decisions, the consequences of each, and how to undo them. */

import type { TextsLike } from '../keys.ts';
import type { decisionsVi } from './decisions-vi.ts';

export const decisionsEn: TextsLike<typeof decisionsVi> = {
  stateConfirming: 'Being confirmed',
  stateConfirmingHelp: 'Something abnormal was detected; further checks are confirming it',
  confirmingTitle: 'Being confirmed',
  confirmingIntro: 'These pages are being checked again; no decision is needed yet.',
  confirmingVotes: (bad: number, looks: number, of: number) =>
    `${bad} of ${looks} checks abnormal, confirmed after at most ${of}`,
  confirmingNext: (at: string) => `next check ${at}`,
  confirmingMore: (pages: number) => `${pages} more being confirmed: see their portals on the board`,

  decisionReason: 'Reason (required)',
  acknowledgeMeans: 'You become the assignee; reminders and escalation stop.',
  resolveMeans:
    'The incident ends and the agency is notified; if the page is still abnormal, the next check opens a new incident.',
  dismissMeans:
    'The incident ends and nobody is notified; exactly these changes are ignored on this portal for 7 days.',
  reopenMeans:
    'The incident is reopened and its pages are checked now; changes ignored because of it are reported again.',
  approveMeans: 'This content becomes the baseline; any change from it is reported from now on.',
  incidentReopen: 'Reopen the incident',
  undo: 'Undo',
  undoMail: 'Emails about this decision are sent after 15 seconds.',
  doneUndone: 'The decision has been undone.',
  doneReopened: 'The incident has been reopened.',
  eventWithdrawn: 'Acknowledgement withdrawn',

  navApprovals: 'Approvals',
  approvalsTitle: 'Waiting for approval',
  approvalsIntro: (pages: number) =>
    `${pages} ${pages === 1 ? 'page has' : 'pages have'} been learned and ${pages === 1 ? 'is' : 'are'} waiting for review. Until approval, every check is also judged by content alone.`,
  approvalsNone: 'Nothing is waiting for approval.',
  approvalsSeveral: 'Approve the selected pages',
  approvalsSeveralMeans:
    'Only pages that have never been suspect, have been checked by a browser and have a picture can be selected; the others must be reviewed one by one.',
  approvalsChanged: 'Changed pages',
  approvalsSeen: 'Last seen at',
  approvalsChangedMeans:
    'These pages differ from their baselines and are suspects. Approve one only if the agency confirms that it made the change.',
  approvalTitle: 'Approve the baseline',
  approvalPictureAlt: (site: string) => `The page of ${site}`,
  approvalLearned: 'Learned at',
  approvalNext: 'Decide later, show the next page',
  approveAndNext: 'Approve and show the next page',
  obstacleDoubted: 'A check found this page suspect: review its content and picture carefully before approving.',
  obstacleUnseen: 'No browser checked this page while it was learned: review it on its own.',
  obstacleNotClean: 'The latest check is not clean: review it on its own.',
  obstacleNoPicture: 'There is no browser picture yet: check the page again before approving.',

  suspectPromote: 'Promote to incident and notify the agency',
  suspectPromoteTitle: 'Promote a suspect to an incident',
  suspectPromoteMeans: (recipients: number) =>
    `The incident is opened, and the email above is sent to ${recipients === 1 ? 'one person' : `${recipients} people`} after 15 seconds.`,
  suspectPromoteNobody: 'This portal has no recipients: the incident is opened, but nobody is notified.',
  suspectPromotePreview: 'Email to be sent',
  suspectPromoteTo: 'To',
  suspectNotAttack: 'Not an attack',
  suspectNotAttackMeans:
    'The suspect is closed; exactly this change is ignored on this portal for 7 days; any other change is still reported.',
  suspectAssignedTo: (name: string) => `Under review by ${name}`,
  doneSuspectPromoted: 'The suspect is now an incident; the agency is notified in 15 seconds.',
  doneSuspectRestored: 'The suspect has been returned to the queue.',
  doneSuspectAssigned: 'The reviewer has been recorded.',
};
