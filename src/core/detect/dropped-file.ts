/** A name that attackers leave behind answers with a file of its own, on a site that agreed to be asked. */
import { fewestAnswers, isKnownAnswer } from '../pages/not-found-answers.ts';
import type { Detector } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';

const id = 'dropped-file';

export const droppedFile: Detector = {
  id,
  detect({ look, site, policy, targetUrl }) {
    if (site === null || (site.role !== 'telling' && site.role !== 'plain') || look.status >= 300) return [];
    const { notFound, ownHosts } = site.knowledge;
    // Without knowing how the site answers what does not exist, an answer says nothing.
    if (notFound === null || notFound.looks < fewestAnswers || isKnownAnswer(notFound, look)) return [];
    const asked = URL.parse(targetUrl);
    const answered = URL.parse(look.finalUrl);
    // Led elsewhere (the home page, a sign-in): the name itself is not there.
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
    } as const;
    return [{ nature: 'added', finding }];
  },
};
