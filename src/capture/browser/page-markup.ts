/** The DOM as text. */
import type { CDPSession } from 'playwright';
import { evaluateIn } from './isolated-world.ts';

/** Serialised in the page and cut there: a huge DOM must not become a huge message. */
const serialise = (maxLength: number) => `(() => {
  const doctype = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  return (doctype + (document.documentElement ? document.documentElement.outerHTML : '')).slice(0, ${maxLength});
})()`;

/** At most `maxLength` characters. Rejects when the page can't answer. */
export async function pageMarkup(cdp: CDPSession, contextId: number, maxLength: number): Promise<string> {
  const html = await evaluateIn(cdp, contextId, serialise(maxLength));
  return typeof html === 'string' ? html : '';
}
