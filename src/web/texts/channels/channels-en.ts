/** English: channels beside mail. */
import type { TextsLike } from '../keys.ts';
import type { channelsVi } from './channels-vi.ts';

export const channelsEn: TextsLike<typeof channelsVi> = {
  channelsTitle: 'Notification channels',
  channelsIntro:
    'Besides email, events are sent to other systems and to telephones through these channels. They are defined in the section channels of the configuration file.',
  channelsLink: 'Notification channels besides email',
  channelsLinkHelp: 'Webhooks, text messages, SIEM logs: state, latest results and a test.',
  channelsBack: 'Back to settings',
  channelsNone: 'No channels yet',
  channelsNoneHelp:
    'Define webhooks, message templates or syslog collectors in the section channels of the configuration file, then restart. There are examples in config/channels.',
  channelState: 'State',
  channelWorks: (at: string) => `Working; last delivery ${at}`,
  channelUnused: 'Nothing sent yet',
  channelDead: (since: string) => `Not delivering since ${since}`,
  channelKind: 'Kind',
  channelKindWebhook: 'Signed webhook (CloudEvents)',
  channelKindTemplate: 'HTTP template',
  channelKindSyslog: 'Log collector (syslog)',
  channelPlace: 'Receiver',
  channelScope: 'Scope',
  channelOfAll: 'The whole installation',
  channelOfAgency: (agency: string) => `Portals of ${agency} only, without suspects and indicators`,
  channelEvents: 'Events',
  channelAllEvents: 'Everything in its scope',
  channelRinging: 'What needs a person at once',
  channelWaiting: 'Waiting',
  channelNothingWaits: 'Nothing',
  channelWaits: (count: number, since: string) => `${count}, the oldest since ${since}`,
  channelLatest: 'Latest messages',
  channelNoMessages: 'Nothing has been sent on this channel yet.',
  channelAt: 'Time',
  channelEvent: 'Content',
  channelOutcome: 'Result',
  channelSent: (at: string, attempts: number) =>
    attempts > 1 ? `Delivered ${at}, after ${attempts} attempts` : `Delivered ${at}`,
  channelQueued: 'Waiting to be sent',
  channelRetried: (attempts: number, reason: string) => `Will be retried (attempts so far: ${attempts}): ${reason}`,
  channelGivenUp: 'Given up',
  channelTest: 'Send a test',
  channelTestNumber: 'Telephone number for the test',
  channelTestSent: (name: string, response: string) => `The receiver of ${name} accepted the test: ${response}`,
  channelTestFailed: (reason: string) => `The test was not delivered: ${reason}`,
  channelDown: (name: string, since: string) => `The notification channel ${name} has not delivered since ${since}.`,
};
