/**
 * Shadow roots that scripts attached, open and closed: the DOM's own serialisation leaves them out, and scripts can't reach
 * closed ones, so the browser is asked for them from outside.
 */
import type { CDPSession } from 'playwright';

/**
 * Nodes of the page, including its frames, above which the browser is not asked, because its answer lists every node.
 * Most pages have 5,000.
 */
const nodesCap = 40_000;
const rootsCap = 100;

/** Global of the isolated world that holds them: `[host, root, mode][]`. */
export const rootsName = 'vonggacRoots';

interface Node {
  readonly backendNodeId: number;
  readonly shadowRootType?: string;
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
}

interface Found {
  readonly host: number;
  readonly root: number;
  readonly mode: string;
}

/** Passes them to the isolated world as `rootsName`, which stays undefined if there are none. */
export async function noteShadowRoots(cdp: CDPSession, contextId: number): Promise<void> {
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  if (nodes > nodesCap) return;
  const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true });
  // Asking also subscribes to every change of the document.
  await cdp.send('DOM.disable');
  const found = rootsIn(root);
  if (found.length === 0) return;
  const handle = async (backendNodeId: number): Promise<string> => {
    const { object } = await cdp.send('DOM.resolveNode', { backendNodeId, executionContextId: contextId });
    return object.objectId ?? '';
  };
  const handles = await Promise.all(found.flatMap(({ host, root }) => [handle(host), handle(root)]));
  const modes = JSON.stringify(found.map(({ mode }) => mode));
  await cdp.send('Runtime.callFunctionOn', {
    executionContextId: contextId,
    functionDeclaration: `(...nodes) => { globalThis.${rootsName} = ${modes}.map((mode, i) => [nodes[2 * i], nodes[2 * i + 1], mode]); }`,
    arguments: handles.map((objectId) => ({ objectId })),
  });
}

/** In document order, without the documents of frames. */
function rootsIn(document: Node): Found[] {
  const found: Found[] = [];
  const open: Node[] = [document];
  while (open.length > 0 && found.length < rootsCap) {
    const node = open.pop();
    if (node === undefined) break;
    const own = (node.shadowRoots ?? []).filter(({ shadowRootType = '' }) => /^(?:open|closed)$/.test(shadowRootType));
    for (const root of own) {
      found.push({ host: node.backendNodeId, root: root.backendNodeId, mode: root.shadowRootType ?? 'open' });
    }
    open.push(...[...own, ...(node.children ?? [])].reverse());
  }
  return found;
}
