/** The dashboard: headers and Host check for everything, then the gate with its table of routes. */
import { Hono } from 'hono';
import { createSignInGuard } from '../monitor/people/sign-in-guard.ts';
import { createEvidenceJobs } from './api/evidence-jobs.ts';
import { openApi } from './api/open-api.ts';
import { apiRoutes } from './api/routes.ts';
import { loadAssets } from './assets.ts';
import { createAuditCheck } from './audit-check.ts';
import { createEvidencePictures } from './evidence-pictures.ts';
import { openRoutes } from './gate/gate.ts';
import { ownHostOnly, safeHeaders } from './gate/headers.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { createLive } from './live.ts';
import { createMoments } from './moments.ts';
import { routes } from './routes.ts';
import { inBothLanguages } from './texts.ts';
import type { Web, WebOptions } from './web.ts';

/** When even the error page can't be rendered. */
const brokenText = inBothLanguages({
  vi: 'Bảng theo dõi gặp lỗi khi xử lý yêu cầu này; chi tiết có trong nhật ký hệ thống.',
  en: 'The dashboard failed at this request; the log says more.',
});

export function createWeb(options: WebOptions): Hono {
  const { parts, pictures } = options;
  const web: Web = {
    ...options,
    assets: loadAssets(),
    moments: createMoments(parts.config.schedule.timezone),
    guard: createSignInGuard(),
    auditCheck: createAuditCheck(parts.db, parts.config.dataDir),
    identityProvider: createIdentityProvider(parts.config),
    live: createLive(options),
    evidenceJobs: createEvidenceJobs(options.acts),
    evidencePictures: createEvidencePictures(pictures, parts.blobs),
  };
  const app = new Hono();
  app.use(safeHeaders(parts.config.web));
  app.use(ownHostOnly(parts.config.web));
  openApi(app, web, apiRoutes);
  openRoutes(app, web, routes);
  app.onError((error, context) => {
    parts.log.error({ err: error }, 'a request failed');
    return context.text(brokenText, 500);
  });
  return app;
}
