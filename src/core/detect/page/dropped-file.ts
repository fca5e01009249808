/** A file name that attackers leave behind returns a file, on a site that agreed to be probed. */
import { fewestAnswers, isKnownAnswer } from '../../pages/not-found-answers.ts';
import type { Detector } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hashIndicators, indicatorList, textIndicators } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'dropped-file';

export const droppedFile: Detector = {
  id,
  detect({ look, site, policy, targetUrl }) {
    if (site === null || (site.role !== 'telling' && site.role !== 'plain') || look.status >= 300) return [];
    const { notFound, ownHosts } = site.knowledge;
    // Without knowing how the site answers missing addresses, an answer proves nothing.
    if (notFound === null || notFound.looks < fewestAnswers || isKnownAnswer(notFound, look)) return [];
    const asked = URL.parse(targetUrl);
    const answered = URL.parse(look.finalUrl);
    // A redirect elsewhere (home page, sign-in) means the file itself is not there.
    if (answered === null || asked?.pathname !== answered.pathname || !ownHosts.includes(answered.host)) return [];
    const cue = site.role === 'telling' ? 'dropped-file.telling' : 'dropped-file.plain';
    const finding = {
      detector: id,
      cues: [cue],
      family: 'pages',
      kind: 'defacement',
      score: policy.weights[cue],
      reason: {
        vi: `Trên cổng có tệp mang tên mà kẻ tấn công thường để lại: ${quoted(answered.pathname)}.`,
        en: `The portal holds a file under a name that attackers leave behind: ${quoted(answered.pathname)}.`,
      },
      fingerprint: fingerprint(id, answered.host, answered.pathname),
      place: { after: look.finalUrl.slice(0, 500) },
      indicators: indicatorList(textIndicators('file', answered.pathname), hashIndicators(look.bodyHash)),
    } as const;
    return [{ nature: 'added', finding }];
  },
};
