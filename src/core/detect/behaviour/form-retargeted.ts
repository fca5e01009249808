/** A script redirects a form of the page to a host that it was never sent to. */
import { domainOfHost } from '../../facts/behaviour/behaviour-facts.ts';
import type { WeightName } from '../../policy.ts';
import { shownAddress } from '../../text.ts';
import type { Detector } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { knownBehaviour } from './known-behaviour.ts';

const id = 'form-retargeted';

export const formRetargeted: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    const { seen, known, isFamiliar } = found;
    const fresh = seen.retargeted.filter(({ host }) => !known.forms.includes(host) && !isFamiliar(domainOfHost(host)));
    const byHost = new Map(
      fresh.toSorted((a, b) => Number(a.asksPassword) - Number(b.asksPassword)).map((one) => [one.host, one]),
    );
    return [...byHost.values()].map(({ host, asksPassword }) => {
      const cue: WeightName = asksPassword ? 'form-retargeted.password' : 'form-retargeted.plain';
      const to = shownAddress(host, 80);
      return {
        nature: 'added',
        finding: {
          detector: id,
          cues: [cue],
          family: 'behaviour',
          kind: 'injection',
          score: context.policy.weights[cue],
          reason: asksPassword
            ? {
                vi: `Mã lệnh chuyển biểu mẫu có mật khẩu sang gửi tới máy chủ lạ: ${to}.`,
                en: `A script turns a form with a password to a strange host: ${to}.`,
              }
            : {
                vi: `Mã lệnh chuyển biểu mẫu của trang sang gửi tới máy chủ lạ: ${to}.`,
                en: `A script turns a form of the page to a strange host: ${to}.`,
              },
          fingerprint: fingerprint(id, host),
          indicators: indicatorList(hostIndicators([host])),
        },
      } as const;
    });
  },
};
