/** The page starts a download, which it never did before. */
import type { WeightName } from '../../policy.ts';
import { shownAddress } from '../../text.ts';
import type { Detector } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, urlIndicators } from '../shared/indicators.ts';
import { knownBehaviour, newLeads } from './known-behaviour.ts';

const id = 'download-started';
const most = 3;

/** Files that execute when opened, or archives of such files. */
const program =
  /\.(?:apk|exe|msi|msix|scr|bat|cmd|com|pif|ps1|vbs|js|jse|wsf|hta|jar|lnk|iso|img|dmg|pkg|zip|rar|7z)$/i;

export const downloadStarted: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    return newLeads(found.seen.downloads, found.known.downloads)
      .slice(0, most)
      .map((lead) => {
        const path = URL.parse(lead.address)?.pathname ?? '';
        const cue: WeightName = program.test(path) ? 'download-started.program' : 'download-started.plain';
        const what = shownAddress(lead.address, 120);
        return {
          nature: 'added',
          finding: {
            detector: id,
            cues: [cue],
            family: 'behaviour',
            kind: 'injection',
            score: context.policy.weights[cue],
            reason: {
              vi: `Trang tự tải xuống một tệp: ${what}.`,
              en: `The page starts a download by itself: ${what}.`,
            },
            fingerprint: fingerprint(id, lead.domain ?? path),
            place: { after: lead.address.slice(0, 500) },
            indicators: indicatorList(urlIndicators(lead.address)),
          },
        } as const;
      });
  },
};
