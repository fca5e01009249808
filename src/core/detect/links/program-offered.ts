/** Programs newly offered for download. */
import { fastHash } from '../../facts/hash.ts';
import type { LinkFact } from '../../facts/page-facts.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, resourceIndicators } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { weigh } from '../shared/weigh.ts';
import { whose } from '../shared/whose.ts';

const id = 'program-offered';
const mostFindings = 3;
/** A document's ending before a program's, which is all that many visitors see. */
const disguised = /\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|txt|html?|jpe?g|png|gif|mp4|zip|rar|7z)\.[a-z\d]{2,12}$/i;
/** Programs, installers and disk images, also inside an archive (`setup.exe.zip`). */
const program =
  /\.(?:apk|apks|xapk|exe|scr|msi|msix|appx|dmg|pkg|iso|img|vhd|bat|cmd|ps1|vbs|wsf|hta|jar|lnk|deb|mobileconfig)(?:\.(?:zip|rar|7z|gz))?$/i;

export const programOffered: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy, targetUrl }: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const known = new Set(learned?.addresses.keys);
  const offered = facts.links.filter(
    ({ address }) => address.includes('/') && program.test(address.slice(-60)) && !known.has(fastHash(address)),
  );
  // At first sight a legitimate tool of the agency cannot be told from any other program, but its apps come from a store.
  if (learned === null)
    return appsIn(offered, targetUrl).map((link) => toEvidence(link, [atFirst], policy.weights[atFirst]));
  const seen = new Set<string>();
  return offered
    .map((link) => ({ link, cues: cuesOf(link, targetUrl) }))
    .map((one) => ({ ...one, score: weigh(policy, one.cues) }))
    .sort((a, b) => b.score - a.score)
    .filter(({ link: { address } }) => !seen.has(address) && seen.add(address))
    .slice(0, mostFindings)
    .map(({ link, cues, score }) => toEvidence(link, cues, score));
}

const atFirst = 'program-offered.first-sight.app';

function appsIn(offered: readonly LinkFact[], targetUrl: string): readonly LinkFact[] {
  const isApp = ({ host, address }: LinkFact): boolean =>
    /\.(?:apks?|xapk|mobileconfig)$/i.test(address) && whose(host, targetUrl) === 'foreign';
  return offered.filter(isApp).slice(0, 1);
}

function cuesOf({ host, address }: LinkFact, targetUrl: string): WeightName[] {
  const end = address.slice(-60);
  const isArchive = /\.(?:zip|rar|7z|gz)$/i.test(end);
  const disguise: WeightName[] = !isArchive && disguised.test(end) ? ['program-offered.disguised'] : [];
  if (whose(host, targetUrl) === 'foreign') return ['program-offered.foreign', ...disguise];
  return [/\.apk/i.test(address) ? 'program-offered.app' : 'program-offered.own', ...disguise];
}

function toEvidence({ host, address, text }: LinkFact, cues: readonly WeightName[], score: number): Evidence {
  const named =
    text === '' ? { vi: '', en: '' } : { vi: ` ở liên kết ${quoted(text)}`, en: ` behind the link ${quoted(text)}` };
  return {
    nature: cues.length === 1 && cues[0] === 'program-offered.own' ? 'changed' : 'added',
    finding: {
      detector: id,
      cues,
      family: 'links',
      kind: 'injection',
      score,
      reason: {
        vi: `Trang mời tải về một chương trình chưa từng có${named.vi}: ${quoted(address, 120)}.`,
        en: `The page offers a program never offered before${named.en}: ${quoted(address, 120)}.`,
      },
      fingerprint: fingerprint(id, address),
      place: { after: address.slice(0, 500) },
      indicators: indicatorList(resourceIndicators({ host, address })),
    },
  };
}
