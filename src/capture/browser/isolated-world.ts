/** Our own questions to the page, asked from a world that the page's scripts can't reach. */
import type { CDPSession } from 'playwright';

/** The main frame's context for our own expressions; it ends with the document. */
export async function isolatedWorld(cdp: CDPSession): Promise<number> {
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'vonggac',
  });
  return executionContextId;
}

/** The value of an expression as JSON knows it. Rejects when the page can't answer. */
export async function evaluateIn(cdp: CDPSession, contextId: number, expression: string): Promise<unknown> {
  const { result } = await cdp.send('Runtime.evaluate', { expression, contextId, returnByValue: true });
  return result.value;
}
