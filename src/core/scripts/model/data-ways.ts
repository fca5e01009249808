/** What a script can read and where it can send it, judged by the names it uses, not by actual data flow. */

export const sources = {
  cookie: ['cookie'],
  typed: ['value', 'FormData', 'elements', 'input', 'textarea', 'password', 'change', 'blur'],
  keys: ['keydown', 'keyup', 'keypress', 'onkeydown', 'onkeyup', 'onkeypress', 'keyCode', 'charCode'],
  card: ['cvv', 'cvc', 'card', 'cardnumber', 'card_number', 'ccnum', 'cc_number', 'expiry', 'expiration', 'checkout'],
  storage: ['localStorage', 'sessionStorage', 'indexedDB'],
  visitor: ['referrer', 'userAgent', 'screen', 'language', 'platform', 'webdriver'],
  coded: ['atob', 'unescape', 'fromCharCode', 'charCodeAt', 'decodeURIComponent', 'parseInt', 'reverse', 'charAt'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Source = keyof typeof sources;

export const sinks = {
  request: ['fetch', 'XMLHttpRequest', 'sendBeacon', 'ajax', 'post', 'getJSON'],
  socket: ['WebSocket', 'EventSource', 'RTCPeerConnection'],
  image: ['Image', 'img', 'IMG'],
  write: ['write', 'writeln', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'documentElement'],
  location: ['location', 'href', 'replace', 'assign', 'open'],
  code: ['eval', 'Function', 'constructor', 'execScript'],
  script: ['script', 'SCRIPT', 'createElement', 'appendChild', 'insertBefore'],
  frame: ['iframe', 'IFRAME', 'srcdoc'],
  form: ['submit', 'action', 'form'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Sink = keyof typeof sinks;

export interface DataWays {
  readonly sources: readonly Source[];
  readonly sinks: readonly Sink[];
}

/** @param words names and short strings in the script */
export function dataWays(words: ReadonlySet<string>): DataWays {
  return { sources: among(sources, words), sinks: among(sinks, words) };
}

function among<K extends string>(table: Readonly<Record<K, readonly string[]>>, words: ReadonlySet<string>): K[] {
  return (Object.keys(table) as K[]).filter((name) => table[name].some((word) => words.has(word)));
}
