/** Evaluates our expressions in an isolated world, out of reach of the page's scripts. */
import type { CDPSession } from 'playwright';

/** Execution context for our expressions in the main frame; it ends with the document. */
export async function isolatedWorld(cdp: CDPSession): Promise<number> {
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'vonggac',
  });
  return executionContextId;
}

/** The JSON value of an expression. Rejects if the page can't answer. */
export async function evaluateIn(cdp: CDPSession, contextId: number, expression: string): Promise<unknown> {
  const { result } = await cdp.send('Runtime.evaluate', { expression, contextId, returnByValue: true });
  return result.value;
}
