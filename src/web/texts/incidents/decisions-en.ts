/** English: the decisions of operators, what follows from each, and how it is taken back. */

import type { TextsLike } from '../keys.ts';
import type { decisionsVi } from './decisions-vi.ts';

export const decisionsEn: TextsLike<typeof decisionsVi> = {
  stateConfirming: 'Being confirmed',
  stateConfirmingHelp: 'Something unusual was seen; further looks are confirming it',
  confirmingTitle: 'Being confirmed',
  confirmingIntro: 'These pages are being looked at again; nothing needs to be decided yet.',
  confirmingVotes: (bad: number, looks: number, of: number) =>
    `${bad} of ${looks} looks unusual, confirmed after at most ${of}`,
  confirmingNext: (at: string) => `next look ${at}`,

  decisionReason: 'Reason (required)',
  acknowledgeMeans: 'You become the assignee; reminders and escalation stop.',
  resolveMeans:
    'The incident ends and the agency gets a mail; if the page still looks bad, the next look opens a new incident.',
  dismissMeans:
    'The incident ends and nobody gets a mail; exactly these changes are ignored on this portal for 7 days.',
  reopenMeans: 'The incident opens again and its pages are looked at now; changes that were ignored count again.',
  approveMeans: 'What this look saw becomes the baseline; every change from it is reported from now on.',
  incidentReopen: 'Reopen the incident',
  undo: 'Undo',
  undoMail: 'Mail about this decision leaves after 15 seconds.',
  doneUndone: 'Undone.',
  doneReopened: 'The incident is open again.',
  eventWithdrawn: 'Acknowledgement withdrawn',

  navApprovals: 'Approvals',
  approvalsTitle: 'Waiting for approval',
  approvalsIntro: (pages: number) =>
    `${pages} ${pages === 1 ? 'page has' : 'pages have'} been learned and wait for review. Until then every look is judged by content as well.`,
  approvalsNone: 'Nothing is waiting for approval.',
  approvalsSeveral: 'Approve the chosen pages',
  approvalsSeveralMeans:
    'Only pages that no look has ever doubted, that a browser has seen and that have a picture can be chosen; the others are reviewed one by one.',
  approvalsChanged: 'Changed pages',
  approvalsSeen: 'Last seen at',
  approvalsChangedMeans:
    'These pages differ from their baselines and are suspects. Approve one only when the agency says that the change is its own.',
  approvalTitle: 'Approve the baseline',
  approvalPictureAlt: (site: string) => `The page of ${site}`,
  approvalLearned: 'Learned at',
  approvalNext: 'Later, show the next page',
  approveAndNext: 'Approve and show the next page',
  obstacleDoubted: 'A look has doubted this page: review its content and its picture before approving.',
  obstacleUnseen: 'No browser saw this page while it was learned: it has to be reviewed on its own.',
  obstacleNotClean: 'The latest look is not clean: it has to be reviewed on its own.',
  obstacleNoPicture: 'There is no picture by a browser yet: look at the page again before approving.',

  suspectPromote: 'Make it an incident and notify the agency',
  suspectPromoteTitle: 'Make a suspect an incident',
  suspectPromoteMeans: (recipients: number) =>
    `The incident is opened, and ${recipients === 1 ? 'one person gets' : `${recipients} people get`} the mail above after 15 seconds.`,
  suspectPromoteNobody: 'This portal has no recipients: the incident is opened, but nobody gets a mail.',
  suspectPromotePreview: 'The mail',
  suspectPromoteTo: 'To',
  suspectNotAttack: 'Not an attack',
  suspectNotAttackMeans:
    'The suspect is closed; exactly this change is ignored on this portal for 7 days, every other change is still reported.',
  suspectAssignedTo: (name: string) => `Under review by ${name}`,
  doneSuspectPromoted: 'The suspect is now an incident; the agency is mailed in 15 seconds.',
  doneSuspectRestored: 'The suspect is back in the queue.',
  doneSuspectAssigned: 'The reviewer was recorded.',
};
