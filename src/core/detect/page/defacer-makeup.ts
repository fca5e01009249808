/**
 * A sparse page in typical defacer style: music, marquee, black background, locked context menu, ornaments around
 * names. Each cue is weak and old ordinary pages show one or two; so they only count together, on a page with hardly
 * any links, and never alarm alone.
 */

import type { Indicator } from '../../domain/finding.ts';
import type { PageFacts } from '../../facts/page-facts.ts';
import { addressDomain } from '../../judge/destinations.ts';
import { bringsSounds } from '../../learned/values/page-values.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { handlesIn, indicatorList } from '../shared/indicators.ts';

const id = 'defacer-makeup';

/** A page with more text or more links of its own is not sparse. */
const poorBelow = { visibleCharacters: 2_500, ownLinks: 6 };
/** Share of new text from which the page counts as foreign. */
const strangerFrom = 0.8;
/** Minimum number of cues. */
const fewestCues = 3;
const manyCues = 4;
const blocksRead = 100;

export const defacerMakeup: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => [...evidenceIn(context, view), ...soundIn(context, view)]);
  },
};

function evidenceIn({ policy, look }: LookContext, { facts, comparison, isBorrowed }: ViewContext): Evidence[] {
  if (isBorrowed || (comparison !== null && comparison.addedShare < strangerFrom)) return [];
  if (facts.counts.visibleCharacters > poorBelow.visibleCharacters) return [];
  if (facts.links.filter((link) => link.host === null).length > poorBelow.ownLinks) return [];
  const cues = cuesOf(facts, addressDomain(look.finalUrl));
  if (cues.length < fewestCues) return [];
  const finding = {
    detector: id,
    family: 'makeup',
    kind: 'defacement',
    score: Math.min(
      cues.length * policy.weights['defacer-makeup.cue'] +
        (cues.length >= manyCues ? policy.weights['defacer-makeup.many'] : 0),
      policy.weights['defacer-makeup.most'],
    ),
    reason: {
      vi: `Trang được trình bày theo lối của kẻ tấn công: ${cues.map((cue) => cue.vi).join(', ')}.`,
      en: `The page looks the way defacement pages do: ${cues.map((cue) => cue.en).join(', ')}.`,
    },
    fingerprint: fingerprint(id, ...cues.map((cue) => cue.en)),
    indicators: indicatorList(handlesOf(facts)),
  } as const;
  return [{ nature: 'added', finding }];
}

/** A sound that starts by itself, on a page where none ever did. */
function soundIn({ policy }: LookContext, { facts, learned, isBorrowed, lookAlike }: ViewContext): Evidence[] {
  if (learned === null || isBorrowed || lookAlike !== null || !bringsSounds(learned, facts)) return [];
  return [
    {
      nature: 'changed',
      finding: {
        detector: id,
        cues: ['defacer-makeup.sound'],
        family: 'makeup',
        kind: 'defacement',
        score: policy.weights['defacer-makeup.sound'],
        reason: {
          vi: 'Trang tự phát âm thanh ngay khi mở, điều trước đây chưa từng có.',
          en: 'The page starts to play a sound as soon as it opens, which it never did.',
        },
        fingerprint: fingerprint(id, 'sound'),
        indicators: [],
      },
    },
  ];
}

/** Accounts named by the page; a page this sparse says little else. */
function handlesOf({ blocks, links }: PageFacts): Indicator[] {
  const texts = blocks.slice(0, blocksRead).map(({ text }) => text);
  return handlesIn([...texts, ...links.slice(0, blocksRead).map(({ address }) => address)].join(' '));
}

interface Cue {
  readonly vi: string;
  readonly en: string;
  /** `own` is the page’s registrable domain. */
  readonly shows: (facts: PageFacts, own: string) => boolean;
}

/** Runs of symbols that no sentence has, a title that opens with a bracket or dot, skulls and daggers. */
const ornament = /[-=~_*+|^<>[\]{}()/\\#«»•★☆♥❤✦:;.]{3,}|[[\](){}=~|*]{2}|^[[{(<./\\]|[☠⚔†✞]/u;
const messenger = /t\.me\/|telegram|instagram/i;
const handle = /@([a-z0-9_.-]{4,})/gi;
const shortText = 80;

const cues: readonly Cue[] = [
  { vi: 'tự phát âm thanh', en: 'sound', shows: ({ makeup }) => makeup.sounds > 0 },
  { vi: 'chữ chạy', en: 'a marquee', shows: ({ makeup }) => makeup.marquees > 0 },
  { vi: 'nền đen', en: 'a black background', shows: ({ makeup }) => makeup.darkBackground },
  {
    vi: 'nhiều thẻ font và center',
    en: 'many font and center tags',
    shows: ({ makeup }) => makeup.fontTags >= 3 && makeup.centers > 0,
  },
  { vi: 'chặn chuột phải', en: 'right-click blocked', shows: ({ makeup }) => makeup.blocksContextMenu },
  { vi: 'chữ hiện dần', en: 'text that types itself', shows: ({ makeup }) => makeup.typewriter },
  {
    vi: 'tên kèm ký tự trang trí',
    en: 'ornaments around names',
    shows: ({ title, blocks }) =>
      ornament.test(title) || blocks.some(({ text }) => text.length < shortText && ornament.test(text)),
  },
  {
    vi: 'lời nhắn liên hệ cá nhân',
    en: 'a personal handle',
    shows: ({ blocks, links }, own) =>
      blocks.some(({ text }) => hasHandle(text, own)) || links.some(({ address }) => hasHandle(address, own)),
  },
  { vi: 'không có địa chỉ nào của chính cổng', en: 'no address of the portal', shows: hasNoOwnAddress },
  {
    vi: 'không có mô tả và ngôn ngữ',
    en: 'no description and no language',
    shows: ({ meta, language }) => meta.description === '' && language === '',
  },
];

/** Whether the text names an account or mailbox other than the portal's own. */
function hasHandle(text: string, own: string): boolean {
  if (messenger.test(text)) return true;
  return [...text.matchAll(handle)].some(([, name = '']) => !isOf(name.toLowerCase(), own));
}

function isOf(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

function hasNoOwnAddress({ links, scripts, styles }: PageFacts): boolean {
  const isOwn = ({ host, address }: { host: string | null; address: string | null }): boolean =>
    host === null && address !== null;
  return styles.length === 0 && !links.some(isOwn) && !scripts.some(isOwn);
}

function cuesOf(facts: PageFacts, own: string): Cue[] {
  return cues.filter((cue) => cue.shows(facts, own));
}
