/** The DOM as text, read from a world that the page's scripts can't reach. */
import type { CDPSession } from 'playwright';

/** Serialised in the page and cut there: a huge DOM must not become a huge message. */
const serialise = `(() => {
  const cap = CAP;
  const doctype = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  return (doctype + (document.documentElement ? document.documentElement.outerHTML : '')).slice(0, cap);
})()`;

/** At most `maxLength` characters. Rejects when the page can't answer. */
export async function pageMarkup(cdp: CDPSession, maxLength: number): Promise<string> {
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'vonggac',
  });
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: serialise.replace('CAP', String(maxLength)),
    contextId: executionContextId,
    returnByValue: true,
  });
  return typeof result.value === 'string' ? result.value : '';
}
