/**
 * One click on a page after its DOM and screenshot were captured, to see what it triggers: pop-unders wait for the
 * first click anywhere. The page is cut off from the network first, so its attempts are recorded but have no effect: no
 * counter counts, no form is sent, no window opens. No key is ever pressed.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { behaviourCaps, type ClickRecord } from '../../../core/domain/behaviour.ts';
import type { CaptureRequest } from '../../../core/domain/capture.ts';
import type { OpenedPage } from '../opened-page.ts';
import { isolatedWorld } from '../scripts/isolated-world.ts';
import { placeToClick } from './neutral-ground.ts';

/** Most pages react to a click at once; some wait a second so that it seems unrelated. */
const aftermathMs = 1_500;
/** Minimum time for finding a place, clicking and waiting. */
const neededMs = 4_000;

/** Null where there was no time, no neutral place, or no answer. */
export async function clickOnce(
  opened: OpenedPage,
  how: NonNullable<CaptureRequest['click']>,
  isVirtual: boolean,
  deadline: number,
): Promise<ClickRecord | null> {
  const leftMs = deadline - performance.now();
  if (leftMs < neededMs || opened.document.hasGivenUp() || opened.document.refusals.length > 0) return null;
  const late = wait(Math.min(leftMs, 2 * neededMs), null, { ref: false });
  return Promise.race([click(opened, how, isVirtual).catch(() => null), late]);
}

async function click(
  { page, cdp, session, document, behaviour }: OpenedPage,
  how: 'ground' | 'layer',
  isVirtual: boolean,
): Promise<ClickRecord | null> {
  const place = await placeToClick(cdp, await isolatedWorld(cdp), how === 'layer');
  if (place === null) return null;
  const { frameTree } = await cdp.send('Page.getFrameTree');
  document.giveUp('none may');
  await page.context().setOffline(true);
  session.close();
  const leads = new Set<string>();
  const lead = (address: string) => {
    if (leads.size < behaviourCaps.addresses) leads.add(address.slice(0, behaviourCaps.addressCharacters));
  };
  behaviour.hosts.restart();
  behaviour.calls.restart();
  cdp.on('Page.windowOpen', ({ url }) => lead(url));
  cdp.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
    if (frameId === frameTree.frame.id) lead(url);
  });
  const advance = async () => {
    if (isVirtual) await cdp.send('Emulation.setVirtualTimePolicy', { policy: 'advance', budget: 2 * aftermathMs });
  };
  // An idle page uses up its time budget at once: the first budget delivers the click, the next runs what it triggers.
  await advance();
  const { x, y } = place;
  await cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  const pressed = { x, y, button: 'left', clickCount: 1 } as const;
  await cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...pressed });
  await cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...pressed });
  await advance();
  await wait(aftermathMs);
  return {
    on: place.on,
    leads: [...leads],
    clipboard: behaviour.calls.clipboard(),
    asked: behaviour.calls.asked(),
    hosts: behaviour.hosts.hosts(),
  };
}
