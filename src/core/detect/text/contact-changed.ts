/** A permanent telephone or account number has changed, or a wallet of a cryptocurrency appeared. */
import type { Words } from '../../domain/words.ts';
import { newOf } from '../../learned/values/page-values.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { isStranger } from '../shared/leads-away.ts';
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

function evidenceIn(context: LookContext, { facts, learned, isBorrowed, lookAlike }: ViewContext): Evidence[] {
  if (learned === null || isBorrowed || lookAlike !== null) return [];
  const { policy } = context;
  const shown = new Set(facts.contacts.map(({ value }) => value));
  return (newOf('contacts', learned, facts) ?? [])
    .flatMap(({ slot, value, before }): Change[] => {
      if (slot.startsWith('wallet ')) return [{ value, before, cue: 'contact-changed.wallet' }];
      if (before === null || shown.has(before)) return [];
      if (slot.startsWith('code '))
        return isElsewhere(value, before, context) ? [{ value, before, cue: 'contact-changed.code' }] : [];
      const cue: WeightName = slot.startsWith('account ') ? 'contact-changed.account' : 'contact-changed.telephone';
      return [{ value, before, cue }];
    })
    .sort((a, b) => policy.weights[b.cue] - policy.weights[a.cue])
    .slice(0, mostFindings)
    .map(({ value, before, cue }): Evidence => {
      return {
        nature: cue === 'contact-changed.telephone' || cue === 'contact-changed.code' ? 'changed' : 'added',
        finding: {
          detector: id,
          cues: [cue],
          family: 'text',
          kind: 'injection',
          score: policy.weights[cue],
          reason: reasonOf(cue, value, before),
          fingerprint: fingerprint(id, value),
          place: { ...(before === null ? {} : { before }), after: value },
          indicators: cue === 'contact-changed.code' ? indicatorList(hostIndicators([value])) : [],
        },
      };
    });
}

/** The picture was the portal's own or from one host, and now comes from a stranger. */
function isElsewhere(host: string, before: string, context: LookContext): boolean {
  return host !== 'own' && host !== before && isStranger(context, host);
}

function reasonOf(cue: WeightName, value: string, before: string | null): Words {
  if (cue === 'contact-changed.wallet' || before === null) {
    return {
      vi: `Trang nêu một ví tiền mã hóa chưa từng có: ${quoted(value)}.`,
      en: `The page names a cryptocurrency wallet that it never named: ${quoted(value)}.`,
    };
  }
  if (cue === 'contact-changed.code') {
    return {
      vi: `Ảnh mã QR trên trang nay lấy từ máy chủ lạ: ${quoted(value)}.`,
      en: `The picture of a QR code on the page now comes from a foreign host: ${quoted(value)}.`,
    };
  }
  const isAccount = cue === 'contact-changed.account';
  return {
    vi: `${isAccount ? 'Số tài khoản' : 'Số điện thoại'} trên trang đổi từ ${quoted(before)} thành ${quoted(value)}.`,
    en: `${isAccount ? 'An account number' : 'A telephone number'} on the page changed from ${quoted(before)} to ${quoted(value)}.`,
  };
}
