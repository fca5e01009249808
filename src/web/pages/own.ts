/** Public resources: the dashboard's static files and the health check. */
import { maySeeMetrics } from '../../monitor/metrics/serve-metrics.ts';
import { readSigningKey } from '../../store/evidence/signing-key.ts';
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

/** The public keys by which anybody verifies evidence packages. */
export async function serveEvidenceKeys(visit: Visit): Promise<Response> {
  const keys = await readSigningKey(visit.web.parts.config.dataDir);
  const date = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return visit.context.json({
    use: 'vonggac evidence packages',
    algorithm: 'Ed25519',
    keys: (keys?.all ?? []).map(({ from, until, ...key }) => ({ ...key, from: date(from), until: date(until) })),
  });
}

/** For Prometheus: numbers of the whole installation, to whoever has their token. */
export async function serveMetrics(visit: Visit): Promise<Response> {
  const { metrics } = visit.web;
  if (metrics === undefined) return failurePage(visit, 'not-found');
  const { context } = visit;
  if (!maySeeMetrics(context.req.header('authorization'), metrics.token))
    return context.text('send the token of metrics.tokenFile\n', 401, { 'WWW-Authenticate': 'Bearer' });
  return context.body(await metrics.scrape(), 200, { 'Content-Type': metrics.contentType });
}

/** For container engines and watchdogs: only whether looks are being made, no data. */
export async function serveHealth(visit: Visit): Promise<Response> {
  const { ok } = await visit.web.health();
  return visit.context.json({ ok }, ok ? 200 : 503);
}
