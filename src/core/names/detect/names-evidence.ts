/** How name detectors build their findings. */
import type { Evidence } from '../../detect/shared/detector.ts';
import { fingerprint } from '../../detect/shared/fingerprint.ts';
import { indicatorList } from '../../detect/shared/indicators.ts';
import { weigh } from '../../detect/shared/weigh.ts';
import type { Finding, Indicator } from '../../domain/finding.ts';
import type { Words } from '../../domain/words.ts';
import type { Policy, WeightName } from '../../policy.ts';
import { defang, plainText, spanWords } from '../../text.ts';
import { type Accepted, lastSeen, valuesOf } from '../accepted-values.ts';

const minuteMs = 60_000;

export interface NamesWording {
  readonly detector: string;
  readonly family: Finding['family'];
  readonly kind: Finding['kind'];
  /** None makes a note. */
  readonly cues: readonly WeightName[];
  readonly reason: Words;
  /** Identifies the change. */
  readonly what: readonly string[];
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Only of new values; accepted ones indicate nothing. */
  readonly indicators?: readonly Indicator[];
}

/** Any change of names was made by someone: no stand-in explains it. */
export function namesEvidence(policy: Policy, wording: NamesWording): Evidence {
  const { after = [], before = [], cues, detector, family, indicators = [], kind, reason, what } = wording;
  const score = weigh(policy, cues);
  const place = {
    ...(before.length === 0 ? {} : { before: before.join(', ').slice(0, 500) }),
    ...(after.length === 0 ? {} : { after: after.join(', ').slice(0, 500) }),
  };
  return {
    nature: 'added',
    finding: {
      detector,
      family,
      kind,
      score,
      ...(score > 0 ? { cues } : {}),
      reason,
      fingerprint: score > 0 ? fingerprint(detector, ...what) : null,
      ...(Object.keys(place).length === 0 ? {} : { place }),
      indicators: indicatorList(indicators),
    },
  };
}

/** At most three values, safe to show. */
export function listed(values: readonly string[]): string {
  const shown = values.slice(0, 3).map((value) => defang(plainText(value, 100)));
  const rest = values.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` (+${rest})` : ''}`;
}

/** "trước đây là X, còn thấy cách đây 15 phút": the accepted values and when they were last seen. */
export function beforeWords(accepted: readonly Accepted[] | undefined, at: number): Words {
  const seen = lastSeen(accepted);
  const values = listed(valuesOf(accepted));
  if (seen === null) return { vi: 'trước đây không có', en: 'there was none before' };
  const span = spanWords(wholeMinutes(at - seen));
  const isNow = at - seen < 1_000;
  return {
    vi: `trước đây là ${values}${isNow ? '' : `, lần cuối thấy cách đây ${span.vi}`}`,
    en: `before it was ${values}${isNow ? '' : `, last seen ${span.en} ago`}`,
  };
}

export const askOwner: Words = {
  vi: 'Đề nghị xác nhận với đơn vị quản trị tên miền và nhà đăng ký xem thay đổi này có chủ đích không.',
  en: 'Ask whoever runs the domain, and its registrar, whether this was meant.',
};

export const askHost: Words = {
  vi: 'Đề nghị xác nhận với đơn vị vận hành máy chủ và đơn vị quản trị tên miền xem có chuyển máy chủ không.',
  en: 'Ask the hosting provider and whoever runs the domain whether the server was moved.',
};

export const askOperator: Words = {
  vi: 'Đề nghị đơn vị vận hành kiểm tra, xác nhận chứng thư số trên máy chủ.',
  en: 'Ask the operating provider to check the certificate on the server.',
};

/** Seconds are irrelevant for what was seen at the last look. */
function wholeMinutes(ms: number): number {
  return ms < minuteMs ? ms : Math.floor(ms / minuteMs) * minuteMs;
}
