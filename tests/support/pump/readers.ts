/**
 * How to call each function that reads foreign input with a text. `walk.ts` finds the functions; one listed neither
 * here nor in `nothing-foreign.ts` fails the test.
 */
import { strToU8, zipSync } from 'fflate';
import { indexPhrases } from '../../../src/core/detect/shared/phrase-index.ts';
import { References } from '../../../src/core/restore/references.ts';
import { testPolicy } from '../policy.ts';

// biome-ignore lint/suspicious/noExplicitAny: functions of all kinds, each called by its own line
export type AnyFunction = (...inputs: any[]) => any;

export interface Reader {
  /** Maximum characters the product passes to it; more than a few million are left to the long test. */
  readonly cap: number;
  readonly read: (fn: AnyFunction, text: string) => unknown;
}

const page = 'https://so.gov.vn/tin/';
const base = new URL(page);
const hosts = new Set(['so.gov.vn']);
const body = 16_000_000;
const header = 64_000;
const block = 2_000;
const script = 2_000_000;
const headers = (text: string, name: string): [string, string][] => [[name, text]];
const query = { id: 1, name: 'so.gov.vn', type: 'NS', packet: {} };
/** Cut as by `visibleText`. */
const blocks = (text: string) => ({ blocks: (text.match(/[^\n]{1,600}/g) ?? []).slice(0, 1_500), cut: false });
const silentScript = {
  markup: '',
  wholePage: '',
  redirects: [],
  sendings: [],
  madeCode: [],
  computedNames: [],
};
const readWhole = {
  parses: true,
  isComplete: true,
  isCutOff: false,
  blindRuns: 0,
  blindNames: 0,
  blindLater: 0,
  clipboard: [],
  titles: [],
  texts: [],
};
const phrases = indexPhrases([{ text: 'a a a a a a a b' }, { text: 'hacked by a' }]);
const registration = (text: string) =>
  JSON.stringify({
    objectClassName: 'domain',
    ldhName: 'so.gov.vn',
    status: [text, text],
    events: [{ eventAction: 'expiration', eventDate: text }],
    nameservers: [{ ldhName: text }],
    entities: [{ roles: ['registrar'], handle: text, vcardArray: ['vcard', [['fn', {}, 'text', text]]] }],
  });

/** Records with a piece of the text as name and value. */
const answersOf = (text: string) =>
  Array.from({ length: Math.ceil(text.length / 16) }, (_, i) => {
    const name = text.slice(i * 16, i * 16 + 16);
    return i % 2 === 0 ? { type: 'CNAME', name, data: name } : { type: 'A', name, data: name, ttl: 1 };
  });
const encoded = (text: string) => ({ bytes: Buffer.from(text), charset: 'utf-8' });

/** Where a document of a copy stands. */
const copyPlace = { url: page, path: 'index.html', pages: {}, files: {}, frames: {}, hosts: ['so.gov.vn'] };

const wordingPassages = (text: string) => [{ text, words: text.split(' ') }];

/** By export name, prefixed with the folder where two share a name. */
export const readers: Readonly<Record<string, Reader>> = {
  // Raw bytes and headers.
  readWorkbook: {
    cap: body,
    read: (fn, text) => fn({ bytes: zipSync({ 'xl/worksheets/sheet1.xml': strToU8(text) }) }),
  },
  decodeText: { cap: body, read: (fn, text) => fn(Buffer.from(text), []) },
  sniffCharset: { cap: body, read: (fn, text) => fn(Buffer.from(`é${text}`, 'latin1')) },
  headerValue: { cap: header, read: (fn, text) => fn(headers(text, text), 'refresh') },
  isOfProxy: { cap: header, read: (fn, text) => fn(407, { [text]: text }) },
  headersOf: { cap: header, read: (fn, text) => fn({ [text]: text }) },
  rawAnswerOf: { cap: header, read: (fn, text) => fn(200, {}, text) },
  mediaTypeOf: { cap: header, read: (fn, text) => fn(headers(text, 'content-type')) },
  isShownType: { cap: header, read: (fn, text) => fn(headers(text, 'content-type')) },
  isShown: { cap: header, read: (fn, text) => fn(Buffer.from(text), headers(text, 'content-disposition')) },
  isText: { cap: body, read: (fn, text) => fn(Buffer.from(text), []) },
  createCookieJar: {
    cap: header,
    read: (fn, text) => {
      const jar = fn();
      jar.keep(base, [text, `a=${text}`, ...text.split('\n')]);
      return jar.headerFor(base);
    },
  },
  refreshTarget: {
    cap: body,
    read: (fn, text) => [fn(headers(text.slice(0, header), 'refresh'), '', base), fn([], text, base)],
  },
  withoutHiddenMarkup: { cap: body, read: (fn, text) => fn(text) },
  navigationError: {
    cap: body,
    read: (fn, text) => fn(new Error(text), page, { failure: () => null, navigations: [] }, { contactOf: () => null }),
  },
  captureErrorOf: { cap: header, read: (fn, text) => fn(Object.assign(new Error(text), { code: text })) },

  decodeAs: {
    cap: body,
    read: (fn, text) => ['tcvn', 'windows-1258', 'utf-16le'].map((charset) => fn(Buffer.from(text, 'latin1'), charset)),
  },
  readOwnerFile: {
    cap: body,
    read: (fn, text) => fn({ bytes: Buffer.from(text), charset: 'utf-8', token: text.slice(0, 20) }),
  },
  textOf: { cap: body, read: (fn, text) => fn({ bytes: Buffer.from(text), charset: 'utf-8' }) },
  pageText: { cap: body, read: (fn, text) => fn({ bytes: Buffer.from(text), headers: [], url: page, isText: true }) },
  skipInformational: {
    cap: body,
    read: (fn, text) => {
      const socket = { push: (_chunk: Buffer) => true, destroy: () => {} };
      fn(socket);
      for (let from = 0; from < text.length; from += 1_000) socket.push(Buffer.from(text.slice(from, from + 1_000)));
    },
  },

  // Responses of name servers and registries.
  readNameServerMessage: {
    cap: 4_096,
    read: (fn, text) => fn({ bytes: Buffer.from(text, 'latin1'), over: 'udp', query, kind: 'recursive' }),
  },
  readAddressMessage: {
    cap: 4_096,
    read: (fn, text) => fn({ bytes: Buffer.from(text, 'latin1'), over: 'udp', query, way: ['so.gov.vn'] }),
  },
  readRegistration: {
    cap: 1_000_000,
    read: (fn, text) => fn({ bytes: Buffer.from(registration(text)), domain: 'so.gov.vn' }),
  },
  readAddresses: {
    cap: 65_535,
    read: (fn, text) => fn({ flags: 0, questions: [], answers: answersOf(text) }, ['so.gov.vn'], 'A'),
  },
  spelt: { cap: 65_535, read: (fn, text) => fn(text) },
  holdsWhatItCounts: { cap: 65_535, read: (fn, text) => fn(Buffer.from(text)) },
  parseResolvConf: { cap: 65_535, read: (fn, text) => fn(text) },
  parseHosts: { cap: 65_535, read: (fn, text) => fn(text) },
  readRdapAnswer: {
    cap: 1_000_000,
    read: (fn, text) => [fn(text, 'so.gov.vn'), fn(registration(text), 'so.gov.vn')],
  },
  recordAnswer: {
    cap: 65_535,
    read: (fn, text) =>
      fn({ flag_qr: true, flags: 0, answers: answersOf(text) }, { name: 'so.gov.vn', type: 'A' }, 'recursive'),
  },
  canonicalName: { cap: 65_535, read: (fn, text) => fn(text) },
  canonicalValue: {
    cap: 65_535,
    read: (fn, text) => [
      fn({ type: 'A', data: text }),
      fn({ type: 'SOA', data: { mname: text, rname: text } }),
      fn({ type: 'CAA', data: { tag: text, value: text } }),
    ],
  },
  specialPurposeOf: { cap: 65_535, read: (fn, text) => fn(text) },
  familyOf: { cap: 255, read: (fn, text) => fn(text) },
  listedName: { cap: 255, read: (fn, text) => fn(text, 'domain', 'list.example') },
  issuerOf: { cap: header, read: (fn, text) => fn({ issuer: text }) },
  networkOf: { cap: header, read: (fn, text) => fn(text) },
  wideNetworkOf: { cap: header, read: (fn, text) => fn(text) },
  zoneCandidates: { cap: 253, read: (fn, text) => fn(text) },

  // Documents of a static copy.
  copyDocument: {
    cap: body,
    read: (fn, text) =>
      ['page', 'style', 'svg'].map((kind) => fn({ kind, bytes: Buffer.from(text), place: copyPlace })),
  },
  rewritePage: {
    cap: body,
    read: (fn, text) => [fn(text, copyPlace), fn(`<style>${text}</style><img src="a" srcset="${text}">`, copyPlace)],
  },
  rewriteStyle: { cap: body, read: (fn, text) => fn(text, new References(copyPlace)) },
  unescapedStyle: { cap: body, read: (fn, text) => fn(text) },
  rewriteDrawing: { cap: body, read: (fn, text) => [fn(text, copyPlace), fn(`<svg>${text}</svg>`, copyPlace)] },
  readPictureSet: { cap: body, read: (fn, text) => fn(text) },
  addressKey: { cap: header, read: (fn, text) => fn(text, page) },
  fileKind: { cap: header, read: (fn, text) => fn('image', text) },
  endingOf: { cap: header, read: (fn, text) => fn('plain', 'image', text) },
  pagePaths: { cap: header, read: (fn, text) => fn([page, `${page}${text}`]) },
  noticePage: { cap: header, read: (fn, text) => fn(text) },
  missingText: {
    cap: header,
    read: (fn, text) => fn({ missing: [{ type: 'page', url: text, reason: { vi: '', en: '' } }], unlisted: 0 }),
  },

  // Text of a page, block by block.
  blockKey: { cap: 200_000, read: (fn, text) => fn(text) },
  foldText: { cap: 200_000, read: (fn, text) => fn(text) },
  foldByTable: { cap: 200_000, read: (fn, text) => fn(new Uint16Array(0x2100), text) },
  runsByTable: { cap: 200_000, read: (fn, text) => fn(new Uint8Array(0x2100).fill(1), text) },
  wordsOf: { cap: 200_000, read: (fn, text) => fn(text) },
  unleet: { cap: 200_000, read: (fn, text) => fn(text) },
  matchWords: { cap: 200_000, read: (fn, text) => fn(text) },
  findPhrases: { cap: 200_000, read: (fn, text) => fn(phrases, text.split(' ')) },
  exactWords: { cap: 200_000, read: (fn, text) => fn(text) },
  countSpam: { cap: 200_000, read: (fn, text) => fn(testPolicy.lexicon, [text, ...text.split(' ')]) },
  maskedWords: { cap: 200_000, read: (fn, text) => fn(text) },
  passagesOf: { cap: 200_000, read: (fn, text) => [fn([text]), fn(text.split(' '))] },
  eachFeature: { cap: 200_000, read: (fn, text) => [fn([text], () => {}), fn(text.split(' '), () => {})] },
  readWording: { cap: 200_000, read: (fn, text) => fn(testPolicy.wording.defacer, wordingPassages(text), 'learned') },
  scorePassages: { cap: 200_000, read: (fn, text) => fn(testPolicy.wording.defacer, wordingPassages(text)) },
  tellingWords: { cap: 2_000, read: (fn, text) => fn(testPolicy.wording.defacer, { text, words: text.split(' ') }) },
  spamAddress: { cap: 300, read: (fn, text) => fn(testPolicy.lexicon, text) },
  quoted: { cap: body, read: (fn, text) => fn(text) },
  fingerprint: { cap: block, read: (fn, text) => fn('a', text) },
  contentHash: { cap: body, read: (fn, text) => fn(text) },
  fastHash: { cap: body, read: (fn, text) => fn(text) },
  shinglesOf: { cap: block, read: (fn, text) => fn(text) },

  // Markup.
  readPage: {
    cap: body,
    read: (fn, text) => [fn(text, page), fn(`<html data-vonggac-sight=measured>${text}`, page, true)],
  },
  parseTree: { cap: body, read: (fn, text) => fn(text) },
  shortFacts: { cap: body, read: (fn, text) => fn(text, page, testPolicy) },
  withoutTags: { cap: 200_000, read: (fn, text) => fn(text) },
  isFollowedBy: {
    cap: 20_000,
    read: (fn, text) => [fn(text, /</g, />/g, 80, true), fn(text, /a/g, /\s/g, 400, false)],
  },
  createResolver: { cap: body, read: (fn, text) => [fn(page, text)('a'), fn(page, null)(text)] },
  hides: { cap: body, read: (fn, text) => fn('iframe', { style: text, height: text, width: text }) },
  isHiddenAsMeasured: { cap: body, read: (fn, text) => fn('iframe', { style: text, height: text }, false) },
  isTinyStyle: { cap: body, read: (fn, text) => fn(text) },
  'hidden-style.ts#spreads': { cap: body, read: (fn, text) => fn({ style: text, width: text, height: text }) },
  isDisguisingStyle: { cap: body, read: (fn, text) => fn(text) },
  isHidingStyle: { cap: body, read: (fn, text) => fn(text) },
  isCoveringStyle: { cap: body, read: (fn, text) => fn(text) },
  isTinySize: { cap: body, read: (fn, text) => fn(text) },
  handlerFact: { cap: body, read: (fn, text) => fn('onclick', 'a', text) },
  noteMakeup: { cap: body, read: (fn, text) => fn({}, 'body', { style: text, bgcolor: text, oncontextmenu: text }) },
  noteStyleSheet: { cap: body, read: (fn, text) => fn({}, text) },
  noteScript: { cap: body, read: (fn, text) => fn({}, text) },
  frameDocument: {
    cap: body,
    read: (fn, text) => [
      fn('iframe', { srcdoc: text }),
      fn('object', { data: `data:text/html,${text}` }),
      fn('embed', { src: `data:text/html;base64,${text}` }),
      fn('frame', { src: `data:text/html${text}` }),
    ],
  },
  readStructuredData: {
    cap: script,
    read: (fn, text) => [
      fn(text),
      fn(JSON.stringify({ '@graph': [{ '@type': 'Organization', name: text, telephone: text }] })),
    ],
  },
  readStyleSheet: {
    cap: script,
    read: (fn, text) => [
      fn(text),
      fn(`body{${text}}`),
      fn(`body:before{content:"${text}"}`),
      fn(`${text}{display:none}`),
    ],
  },
  containersIn: { cap: script, read: (fn, text) => [fn(text), fn(`GTM- G- subiz fbq ym( ${text}`)] },
  ownerOf: { cap: 300, read: (fn, text) => fn(`cdn.jsdelivr.net/${text}`) },
  ContactDraft: {
    cap: block,
    read: (Draft, text) => {
      const draft = Reflect.construct(Draft, []);
      draft.text(text, text, () => text);
      draft.text(`số tài khoản ${text}`, text, () => text);
      draft.address(`tel:${text}`);
      return draft.finish();
    },
  },
  readRefresh: { cap: body, read: (fn, text) => fn(text) },
  readMeta: { cap: 400, read: (fn, text) => fn({ description: text, author: text }) },
  readText: { cap: script, read: (fn, text) => fn(text) },
  entropyOf: { cap: script, read: (fn, text) => fn(text) },
  scriptNumbers: { cap: script, read: (fn, text) => [fn(text), fn(`a=${JSON.stringify(text)}`)] },
  readScripts: { cap: script, read: (fn, text) => [fn([text]), fn([`a=${JSON.stringify(text)};eval(a)`])] },
  fromMarkup: { cap: script, read: (fn, text) => fn(text) },
  paymentAccount: { cap: 500, read: (fn, text) => fn(`000201${text}`) },
  isPublicPackage: { cap: 300, read: (fn, text) => fn(`cdn.jsdelivr.net/npm/${text}`) },
  parseScript: { cap: script, read: (fn, text) => fn(text) },
  stringsOf: { cap: script, read: (fn, text) => fn(text) },
  simplePattern: { cap: script, read: (fn, text) => [fn(text, 'g', 'aaab'), fn('a+b', 'g', text)?.test(text)] },
  signsOf: { cap: script, read: (fn, text) => fn(text, { ...silentScript, markup: text, madeCode: [text] }, text) },
  isSeenThrough: { cap: script, read: (fn, text) => fn({ ...silentScript, ...readWhole, markup: text }) },
  foreignHostOf: { cap: 2_000, read: (fn, text) => fn(text, page) },
  codeOfAddress: { cap: script, read: (fn, text) => fn(text) },
  domainOfHost: { cap: block, read: (fn, text) => fn(text) },
  isMachineMade: { cap: block, read: (fn, text) => fn(text) },
  titleChange: { cap: block, read: (fn, text) => fn(['Cổng thông tin điện tử'], text) },
  'title-words.ts#titleWords': { cap: block, read: (fn, text) => fn(text) },
  urlDomain: { cap: block, read: (fn, text) => fn(text) },
  'decoding.ts#fromBase64': { cap: script, read: (fn, text) => fn(text) },
  'decoding.ts#toBase64': { cap: script, read: (fn, text) => fn(text) },
  fromEscapes: { cap: script, read: (fn, text) => fn(text) },
  toEscapes: { cap: script, read: (fn, text) => fn(text) },
  fromPercent: { cap: script, read: (fn, text) => fn(text, false) },
  toPercent: { cap: script, read: (fn, text) => fn(text, false) },
  scriptFeatures: { cap: script, read: (fn, text) => fn(text) },
  scriptKey: { cap: script, read: (fn, text) => fn(text, []) },
  scriptHosts: { cap: script, read: (fn, text) => fn(text) },
  decodedScript: { cap: script, read: (fn, text) => fn(text, ['escapes']) },
  coverDraft: {
    cap: script,
    read: (fn, text) => {
      const draft = fn('div', { 'data-vonggac-cover': text }, null, () => 'a');
      for (let from = 0; from < text.length; from += 100) draft.addText(text.slice(from, from + 100));
      return draft.finish([draft]);
    },
  },
  layerDraft: { cap: body, read: (fn, text) => fn('div', { style: text }, null) },

  // Addresses, links, sitemaps, robots rules.
  normaliseAddress: { cap: header, read: (fn, text) => orRefused(() => fn(text)) },
  registrableDomain: { cap: 2_000, read: (fn, text) => fn(text) },
  'address.ts#domainOf': { cap: 2_000, read: (fn, text) => fn(text) },
  isPublicName: { cap: 2_000, read: (fn, text) => fn(text) },
  indicatorsIn: { cap: 200_000, read: (fn, text) => fn(text, 'https://so.example.gov.vn/') },
  registeredDomain: { cap: 2_000, read: (fn, text) => fn(text) },
  isOfficial: { cap: 2_000, read: (fn, text) => fn(text) },
  areBothOfficial: { cap: 2_000, read: (fn, text) => fn(text, text) },
  isMailAddress: { cap: header, read: (fn, text) => fn(text) },
  addressDomain: { cap: header, read: (fn, text) => fn(text) },
  'links-in.ts#linksIn': { cap: body, read: (fn, text) => fn(text, page, hosts, 300) },
  pageAddress: { cap: header, read: (fn, text) => [fn(text, page, hosts), fn(`/${text.slice(0, 480)}`, page, hosts)] },
  ownAddress: { cap: header, read: (fn, text) => fn(text, page, hosts) },
  readSitemap: { cap: body, read: (fn, text) => fn(text, 50_000, Date.parse) },
  readRobots: { cap: 64_000, read: (fn, text) => fn(text, 'vonggac') },
  mayVisit: { cap: 64_000, read: (fn, text) => fn({ rules: [], sitemaps: [] }, page + text) },
  sitemapsOfRules: {
    cap: 64_000,
    read: (fn, text) => fn({ robots: { 'https://so.gov.vn': text }, origin: 'https://so.gov.vn' }),
  },
  allowedAddresses: {
    cap: 64_000,
    read: (fn, text) => fn({ robots: { 'https://so.gov.vn': text }, urls: [page, `${page}${'a'.repeat(400)}`] }),
  },
  pagesOfSitemap: {
    cap: body,
    read: (fn, text) =>
      fn({
        bytes: Buffer.from(text),
        charset: 'utf-8',
        url: page,
        hosts: ['so.gov.vn'],
        size: body,
        most: 50_000,
        keep: 9,
      }),
  },
  linksOfPage: { cap: body, read: (fn, text) => fn({ html: text, url: page, hosts: ['so.gov.vn'], most: 300 }) },

  // What people are shown of foreign text.
  plainText: { cap: body, read: (fn, text) => fn(text, 2_000) },
  plainLine: { cap: body, read: (fn, text) => fn(text, 4_000) },
  plainJson: { cap: 1_000_000, read: (fn, text) => fn(JSON.stringify(text)) },
  withoutMarkStorms: { cap: body, read: (fn, text) => fn(text) },
  defang: { cap: 100_000, read: (fn, text) => fn(text) },
  shownAddress: { cap: header, read: (fn, text) => fn(text) },
  portalAddress: { cap: header, read: (fn, text) => fn(text) },
  foreign: { cap: body, read: (fn, text) => fn(text, 2_000) },
  visibleText: { cap: body, read: (fn, text) => [fn(text), fn('<b>'.repeat(3_001) + text)] },
  sourceDifference: { cap: body, read: (fn, text) => [fn(text, `${text}x`), fn(text, text.replaceAll(' ', '\n'))] },
  textDifference: { cap: 900_000, read: (fn, text) => fn(blocks(text), blocks(`x${text.replaceAll(' ', '\n')}`)) },
  differenceOfTexts: { cap: body, read: (fn, text) => fn({ before: encoded(text), after: encoded(`x${text}`) }) },
  differenceOfSources: { cap: body, read: (fn, text) => fn({ before: encoded(text), after: encoded(`x${text}`) }) },
  table: { cap: 50_000, read: (fn, text) => fn(['a'], [...text.split('\n').map((line) => [line]), [text]]) },
  createTerminal: {
    cap: body,
    read: (fn, text) => {
      const stream = { write: () => true, isTTY: true };
      const terminal = fn({ out: stream, err: stream, env: {}, input: stream });
      terminal.result(text);
      terminal.progress(text);
      terminal.json(text.slice(0, 1_000_000));
    },
  },

  // Recordings and lists that people supply.
  decodePage: {
    cap: body,
    read: (fn, text) => [fn(Buffer.from(`é${text}`, 'latin1'), ''), fn(Buffer.from('a'), text)],
  },
  parseReplayLine: {
    cap: 1_000_000,
    read: (fn, text) => [
      orRefused(() => fn(text, 'a')),
      orRefused(() => fn(JSON.stringify({ series: text, url: text }), 'a')),
    ],
  },
};

function orRefused(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return null;
  }
}
