/** Public resources: the dashboard's static files and the health check. */
import type { Visit } from '../gate/route.ts';
import { failurePage } from './failure.tsx';

export function serveAsset(visit: Visit): Promise<Response> | Response {
  const asset = visit.web.assets.all.find((one) => one.path === visit.url.pathname);
  if (!asset) return failurePage(visit, 'not-found');
  return visit.context.body(asset.bytes, 200, {
    'Content-Type': asset.mediaType,
    'Cache-Control': 'public, max-age=31536000, immutable',
  });
}

/** For container engines and watchdogs: no data, only whether looks are being made. */
export async function serveHealth(visit: Visit): Promise<Response> {
  const { ok } = await visit.web.health();
  return visit.context.json({ ok }, ok ? 200 : 503);
}
