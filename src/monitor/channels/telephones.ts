/** Whose telephone an event rings. */

import type { ContactMail } from '../../core/people/contact.ts';
import { dialled, internationalNumber } from '../../core/people/telephone.ts';
import type { RelayNotice } from '../../core/relay/relay-event.ts';
import type { RegisteredSite } from '../../store/registry/registry.ts';
import { dutyShiftOf } from '../duty/duty-shift.ts';
import type { OperatorParts } from '../parts.ts';

type Knowing = Pick<OperatorParts, 'config'>;

/**
 * Whoever would be mailed about it: the agency's contacts as their own setting has it, the officer on duty, the national
 * contacts when the names themselves are lost; for an escalation, the people of its step.
 */
export function telephonesOf(
  { config }: Knowing,
  { at, event, kinds, to }: Pick<RelayNotice, 'at' | 'event' | 'kinds' | 'to'>,
  site: Pick<RegisteredSite, 'contacts'> | null,
): readonly string[] {
  const shift = dutyShiftOf(config, at);
  const national = config.national.contacts.map(({ phone }) => phone);
  const ofAgency = (mail: ContactMail) =>
    (site?.contacts ?? []).filter((one) => one.mail === mail).map(({ phone }) => phone);
  switch (to) {
    case 'second-officer':
      return numbers([shift?.officer?.phone, shift?.second?.phone]);
    case 'agency-head':
      return numbers(ofAgency('escalations'));
    case 'national-contacts':
      return numbers(national);
    case null: {
      const isLost = event !== 'incident.resolved' && kinds.includes('takeover');
      return numbers([...ofAgency('alarms'), shift?.officer?.phone, ...(isLost ? national : [])]);
    }
  }
}

/** Whether events about the site still ring a number that a contact of its agency had. */
export function isStillRung(
  { config }: Knowing,
  { contacts }: Pick<RegisteredSite, 'contacts'>,
  number: string,
): boolean {
  const others = [
    ...contacts.filter(({ mail }) => mail !== 'off'),
    ...config.duty.officers,
    ...config.national.contacts,
  ];
  const rung = numbers(others.map(({ phone }) => phone));
  return rung.some((one) => internationalNumber(one) === internationalNumber(number));
}

/** Each number once, as it is dialled. */
function numbers(phones: readonly (string | null | undefined)[]): string[] {
  const all = phones.flatMap((phone) => telephoneNumber(phone ?? '') ?? []);
  return [...new Map(all.map((number) => [internationalNumber(number), number])).values()];
}

/** As it is dialled; null when it is no number that can be. */
export function telephoneNumber(phone: string): string | null {
  const number = dialled(phone);
  return /^\+?\d{8,15}$/.test(number) ? number : null;
}
