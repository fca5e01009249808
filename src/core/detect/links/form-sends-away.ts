/** A form sends what people type to a destination it never used. */
import type { Asked, FormFact } from '../../facts/links/form-facts.ts';
import { newOf } from '../../learned/values/page-values.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { weigh } from '../shared/weigh.ts';
import { whose } from '../shared/whose.ts';

const id = 'form-sends-away';
const mostFindings = 3;

export const formSendsAway: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn(context: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned, lookAlike } = view;
  if (lookAlike === 'login') return [];
  const fresh = learned === null ? null : newOf('forms', learned, facts);
  const seen = new Set<string>();
  return facts.forms
    .map((form) => ({
      form,
      cues: cuesOf(
        context,
        view,
        form,
        fresh?.find((one) => one.value === form.address),
      ),
    }))
    .map((one) => ({ ...one, score: weigh(context.policy, one.cues) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .filter(({ form: { host, address } }) => !seen.has(host ?? address) && seen.add(host ?? address))
    .slice(0, mostFindings)
    .map(({ form, cues, score }) => toEvidence(form, cues, score));
}

function cuesOf(
  { targetUrl }: LookContext,
  { learned, isBorrowed }: ViewContext,
  { host, asks }: FormFact,
  moved: { readonly isNewSlot: boolean } | undefined,
): WeightName[] {
  const isForeign = whose(host, targetUrl) === 'foreign';
  const known = learned?.hosts.forms ?? [];
  const isHostNew = isForeign && host !== null && !known.includes(host);
  if (learned === null) {
    if (!isHostNew || !isSecret(asks)) return [];
    return [
      'form-sends-away.first-sight',
      ...(asks === 'password' ? [] : (['form-sends-away.first-sight.worth'] as const)),
    ];
  }
  const telling: WeightName[] = isSecret(asks)
    ? ['form-sends-away.secret']
    : asks === 'person'
      ? ['form-sends-away.person']
      : [];
  const isKnownForm = moved !== undefined && !moved.isNewSlot && !isBorrowed;
  if (isHostNew)
    return ['form-sends-away.host', ...telling, ...(isKnownForm ? (['form-sends-away.moved'] as const) : [])];
  // A known form now sends to another page of the portal itself.
  if (isKnownForm) return isSecret(asks) ? ['form-sends-away.path'] : [];
  return moved !== undefined && !isBorrowed && (asks === 'card' || asks === 'password') ? ['form-sends-away.asks'] : [];
}

function isSecret(asks: Asked): boolean {
  return asks === 'card' || asks === 'password' || asks === 'identity';
}

const asked = {
  card: { vi: 'số thẻ, tài khoản hoặc mã OTP', en: 'card or account numbers or one-time codes' },
  password: { vi: 'mật khẩu', en: 'passwords' },
  identity: { vi: 'số giấy tờ tùy thân', en: 'identity numbers' },
  person: { vi: 'thông tin cá nhân', en: 'personal data' },
} as const;

function toEvidence({ host, address, asks }: FormFact, cues: readonly WeightName[], score: number): Evidence {
  const what = asks === null ? { vi: 'thông tin', en: 'what people type' } : asked[asks];
  return {
    nature: cues.includes('form-sends-away.secret') || cues.includes('form-sends-away.person') ? 'added' : 'changed',
    finding: {
      detector: id,
      cues,
      family: 'links',
      kind: 'injection',
      score,
      reason:
        cues[0] === 'form-sends-away.asks'
          ? {
              vi: `Trang có thêm một biểu mẫu chưa từng có, hỏi ${what.vi}: ${quoted(address, 120)}.`,
              en: `New is a form that asks for ${what.en}: ${quoted(address, 120)}.`,
            }
          : host === null
            ? {
                vi: `Biểu mẫu hỏi ${what.vi} nay gửi đến một trang khác của cổng: ${quoted(address, 120)}.`,
                en: `A form that asks for ${what.en} now sends to another page of the portal: ${quoted(address, 120)}.`,
              }
            : {
                vi: `Biểu mẫu hỏi ${what.vi} gửi đến máy chủ lạ: ${quoted(address, 120)}.`,
                en: `A form that asks for ${what.en} sends to a foreign host: ${quoted(address, 120)}.`,
              },
      fingerprint: fingerprint(id, host ?? address),
      place: { after: address.slice(0, 500) },
      indicators: indicatorList(hostIndicators([host])),
    },
  };
}
