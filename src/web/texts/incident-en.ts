/** English: the incident's page as a tool. */
import type { TextsLike } from '../texts.ts';
import type { incidentVi } from './incident-vi.ts';

export const incidentEn: TextsLike<typeof incidentVi> = {
  incidentAssignee: 'Assigned to',
  incidentNobody: 'Nobody yet',
  incidentAssign: 'Assign',
  incidentTake: 'I take it',
  incidentComment: 'Comment',
  incidentCommentHelp: 'Everybody who sees the incident reads it. It is not mailed and cannot be deleted.',
  incidentCommentSend: 'Add comment',
  eventAssigned: 'Assigned to',
  eventUnassigned: 'No longer assigned',
  lookAgain: 'Look again now',
  lookAgainHelp: 'With a browser, as soon as there is room: mostly within a minute.',
  ignoreChange: 'Ignore exactly this change',
  ignoreHelp: 'Only this change on this portal no longer counts; every other change is still reported.',
  ignoreFor: 'For',
  ignoreDays: (days) => `${days} day${days === 1 ? '' : 's'}`,
  ignoreButton: 'Ignore',
  compareViews: 'How to compare the pictures',
  compareSide: 'Side by side',
  compareSlider: 'Slider',
  compareOverlay: 'Overlay',
  compareBlink: 'Blink',
  compareZoom: 'Zoom',
  compareZoomIn: 'Zoom in',
  compareZoomOut: 'Zoom out',
  compareWhole: 'Whole page',
  compareShare: 'How much of the after picture is shown',
  compareStage: 'Before and after in one frame',

  doneCommented: 'The comment is added.',
  doneAssigned: 'Who handles it is recorded.',
  doneLookAsked: 'A new look is asked for. Reload in a few minutes to see what it found.',
  doneIgnored: 'The change is ignored from the next look on.',
};
