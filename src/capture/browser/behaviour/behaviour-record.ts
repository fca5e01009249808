/** Records, within limits, what a page does during a look. */
import type { CDPSession, Page } from 'playwright';
import {
  type Behaviour,
  type BehaviourLimit,
  behaviourCaps,
  type FilledHistory,
} from '../../../core/domain/behaviour.ts';
import type { ProxySession } from '../../proxy/proxy-session.ts';
import { type CallRecord, recordCalls } from './call-record.ts';
import { type CodeRecord, recordCode } from './code-record.ts';
import { type HostRecord, recordHosts } from './host-record.ts';

export interface BehaviourRecord {
  readonly hosts: HostRecord;
  readonly code: CodeRecord;
  readonly calls: CallRecord;
  /** Addresses of windows opened since the start. */
  readonly windows: readonly string[];
  /** The record so far, without querying the page. */
  readonly soFar: () => Behaviour;
  /** The same with what only the page can answer; bounded in time. */
  readonly take: () => Promise<Behaviour>;
}

const answerMs = 1_000;

/** Starts listening; call before the first navigation. @param callName of the binding, see `call-record.ts` */
export async function recordBehaviour(
  page: Page,
  cdp: CDPSession,
  session: ProxySession,
  callName: string,
): Promise<BehaviourRecord> {
  const windows: string[] = [];
  const downloads: string[] = [];
  let areAddressesOver = false;
  let changes = 0;
  let history: FilledHistory = { changes: 0, entries: 0, holdsBack: false };
  const keep = (list: string[], address: string) => {
    if (list.length < behaviourCaps.addresses) list.push(address.slice(0, behaviourCaps.addressCharacters));
    else areAddressesOver = true;
  };
  const hosts = recordHosts(page, cdp, session);
  await cdp.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0, maxPostDataSize: 0 });
  cdp.on('Page.windowOpen', ({ url }) => keep(windows, url));
  page.on('download', (download) => keep(downloads, download.url()));
  const { frameTree } = await cdp.send('Page.getFrameTree');
  cdp.on('Page.navigatedWithinDocument', ({ frameId, navigationType }) => {
    // Another fragment is an entry too.
    if (frameId === frameTree.frame.id && /^(?:historyApi|fragment)$/.test(navigationType)) changes += 1;
  });
  const calls = await recordCalls(cdp, callName);
  const code = await recordCode(cdp);

  const soFar = (): Behaviour => {
    const limits = new Set<BehaviourLimit>();
    for (const record of [hosts, code, calls]) record.over(limits);
    if (areAddressesOver) limits.add('addresses');
    return {
      hosts: hosts.hosts(),
      code: code.code(),
      files: code.files(),
      clipboard: calls.clipboard(),
      asked: calls.asked(),
      windows: [...windows],
      downloads: [...downloads],
      history: { ...history, changes },
      click: null,
      over: [...limits].sort(),
    };
  };
  return {
    hosts,
    code,
    calls,
    windows,
    soFar,
    take: async () => {
      const asked = changes === 0 ? null : await inTime(filledHistory(cdp));
      if (asked !== null) history = { changes, ...asked };
      await code.arrived();
      return soFar();
    },
  };
}

/** Queried only for pages that changed their address, because it takes two round trips. */
async function filledHistory(cdp: CDPSession): Promise<Omit<FilledHistory, 'changes'>> {
  const { currentIndex, entries } = await cdp.send('Page.getNavigationHistory');
  const own = entries[currentIndex]?.url;
  const origin = URL.parse(own ?? '')?.origin;
  // Number of consecutive entries of one origin at the end; the first of them is the page itself.
  let row = 0;
  for (let at = currentIndex; at >= 0 && URL.parse(entries[at]?.url ?? '')?.origin === origin; at -= 1) row += 1;
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'this', objectGroup: 'behaviour' });
  const { objectId } = result;
  if (objectId === undefined) return { entries: Math.max(0, row - 1), holdsBack: false };
  const { listeners } = await cdp.send('DOMDebugger.getEventListeners', { objectId });
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup: 'behaviour' });
  return { entries: Math.max(0, row - 1), holdsBack: listeners.some(({ type }) => type === 'popstate') };
}

async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, answerMs, null);
  });
  const result = await Promise.race([work.catch(() => null), late]);
  clearTimeout(timer);
  return result;
}
