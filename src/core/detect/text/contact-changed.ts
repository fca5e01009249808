/** A permanent telephone or account number has changed, or a wallet of a cryptocurrency appeared. */
import { newOf } from '../../learned/values/page-values.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'contact-changed';
const mostFindings = 3;

interface Change {
  readonly value: string;
  /** Null for a wallet in a new place. */
  readonly before: string | null;
  readonly cue: WeightName;
}

export const contactChanged: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy }: LookContext, { facts, learned, isBorrowed, lookAlike }: ViewContext): Evidence[] {
  if (learned === null || isBorrowed || lookAlike !== null) return [];
  const shown = new Set(facts.contacts.map(({ value }) => value));
  return (newOf('contacts', learned, facts) ?? [])
    .flatMap(({ slot, value, before }): Change[] => {
      if (slot.startsWith('wallet ')) return [{ value, before, cue: 'contact-changed.wallet' }];
      if (before === null || shown.has(before)) return [];
      const cue: WeightName = slot.startsWith('account ') ? 'contact-changed.account' : 'contact-changed.telephone';
      return [{ value, before, cue }];
    })
    .sort((a, b) => policy.weights[b.cue] - policy.weights[a.cue])
    .slice(0, mostFindings)
    .map(({ value, before, cue }): Evidence => {
      const isAccount = cue === 'contact-changed.account';
      return {
        nature: cue === 'contact-changed.telephone' ? 'changed' : 'added',
        finding: {
          detector: id,
          cues: [cue],
          family: 'text',
          kind: 'injection',
          score: policy.weights[cue],
          reason:
            before === null || cue === 'contact-changed.wallet'
              ? {
                  vi: `Trang nêu một ví tiền mã hóa chưa từng có: ${quoted(value)}.`,
                  en: `The page names a cryptocurrency wallet that it never named: ${quoted(value)}.`,
                }
              : {
                  vi: `${isAccount ? 'Số tài khoản' : 'Số điện thoại'} trên trang đổi từ ${quoted(before)} thành ${quoted(value)}.`,
                  en: `${isAccount ? 'An account number' : 'A telephone number'} on the page changed from ${quoted(before)} to ${quoted(value)}.`,
                },
          fingerprint: fingerprint(id, value),
          place: { ...(before === null ? {} : { before }), after: value },
          indicators: [],
        },
      };
    });
}
