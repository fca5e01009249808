/**
 * Calls to privileged browser APIs: clipboard, notifications, geolocation. A script that runs before the page's own
 * reports them through a binding that the page never sees (`scripts/call-script.ts`).
 */
import { randomBytes } from 'node:crypto';
import type { CDPSession } from 'playwright';
import { type AskedRight, askedRights, type BehaviourLimit, behaviourCaps } from '../../../core/domain/behaviour.ts';

export interface CallRecord {
  readonly restart: () => void;
  readonly clipboard: () => readonly string[];
  readonly asked: () => readonly AskedRight[];
  readonly over: (limits: Set<BehaviourLimit>) => void;
}

/** A name that the page cannot guess; the binding is removed before the page's first line runs. */
export const newCallName = (): string => `_${randomBytes(12).toString('hex')}`;

/** Reports passed on per page; the script sends fewer in each frame. */
const maxCalls = 2_000;

export async function recordCalls(cdp: CDPSession, name: string): Promise<CallRecord> {
  let clipboard = new Set<string>();
  let asked = new Set<AskedRight>();
  let calls = 0;
  cdp.on('Runtime.bindingCalled', (call) => {
    calls += 1;
    if (call.name !== name || calls > maxCalls) return;
    const [what = '', ...rest] = call.payload.split(' ');
    const right = askedRights.find((one) => one === what);
    if (right) asked.add(right);
    if (what === 'clipboard' && clipboard.size < behaviourCaps.clipboard)
      clipboard.add(rest.join(' ').slice(0, behaviourCaps.clipboardCharacters));
  });
  // Required for the binding to reach the page.
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name });
  return {
    restart: () => {
      clipboard = new Set();
      asked = new Set();
    },
    clipboard: () => [...clipboard],
    asked: () => [...asked],
    over: (limits) => {
      if (calls > maxCalls) limits.add('calls');
    },
  };
}
