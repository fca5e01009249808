/** Result of an act: a fixed keyword in the address, shown as a sentence. */
import type { Texts } from '../texts/keys.ts';

const keys = {
  acknowledged: 'doneAcknowledged',
  'none-chosen': 'doneNoneChosen',
  'several-decided': 'doneSeveralDecided',
  'several-left': 'doneSeveralLeft',
  'several-approved': 'doneSeveralApproved',
  'suspects-dismissed': 'doneSuspectsDismissed',
  resolved: 'doneResolved',
  undone: 'doneUndone',
  reopened: 'doneReopened',
  'suspect-promoted': 'doneSuspectPromoted',
  'suspect-restored': 'doneSuspectRestored',
  'suspect-assigned': 'doneSuspectAssigned',
  dismissed: 'doneDismissed',
  'suspect-dismissed': 'doneSuspectDismissed',
  forgotten: 'doneForgotten',
  approved: 'doneApproved',
  'handed-over': 'doneHandedOver',
  'maintenance-announced': 'doneMaintenanceAnnounced',
  'maintenance-ended': 'doneMaintenanceEnded',
  commented: 'doneCommented',
  assigned: 'doneAssigned',
  'look-asked': 'doneLookAsked',
  ignored: 'doneIgnored',
  'mail-retried': 'doneMailRetried',
  'site-added': 'doneSiteAdded',
  'site-changed': 'doneSiteChanged',
  'site-removed': 'doneSiteRemoved',
  'site-unchanged': 'doneSiteUnchanged',
  'interval-changed': 'doneIntervalChanged',
  relearning: 'doneRelearning',
  'site-relearning': 'doneSiteRelearning',
  'site-relearning-left': 'doneSiteRelearningLeft',
  paused: 'donePaused',
  resumed: 'doneResumed',
  'person-changed': 'donePersonChanged',
  'person-disabled': 'donePersonDisabled',
  'person-enabled': 'donePersonEnabled',
  'factor-forgotten': 'doneFactorForgotten',
  'factor-off': 'doneFactorOff',
  'password-changed': 'donePasswordChanged',
  'session-ended': 'doneSessionEnded',
  'sessions-ended': 'doneSessionsEnded',
  'password-chosen': 'donePasswordChosen',
  'setting-changed': 'doneSettingChanged',
  'settings-unchanged': 'doneSettingsUnchanged',
  'language-chosen': 'doneLanguageChosen',
} as const satisfies Record<string, keyof Texts>;

export type Done = keyof typeof keys;

export function doneText(texts: Texts, done: string | null): string | null {
  return done !== null && Object.hasOwn(keys, done) ? texts[keys[done as Done]] : null;
}
