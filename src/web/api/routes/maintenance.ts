/** Maintenance that was announced, of all portals in scope. */
import { z } from '@hono/zod-openapi';
import { listMaintenanceAhead } from '../../../store/incidents/maintenance.ts';
import { pageFrom, pageOf, paging } from '../cursor.ts';
import { type ApiRoute, route } from '../route.ts';
import { instant, numberedSite, time } from '../shapes.ts';

export const maintenanceRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/maintenance',
      needs: 'see',
      tag: 'Sites',
      summary: 'Maintenance under way and ahead, by number',
      query: z.object(paging),
      answer: pageOf(
        z
          .object({
            id: z.int(),
            site: numberedSite,
            beginsAt: time,
            endsAt: time,
            reason: z.string(),
            by: z.string(),
          })
          .openapi('ListedMaintenance'),
      ),
    },
    async ({ web, scope, now, query }) => {
      const { cursor, limit } = query;
      const ahead = await listMaintenanceAhead(web.parts.db, scope, { now, after: cursor ?? 0, limit: limit + 1 });
      return pageFrom(
        ahead,
        limit,
        ({ id }) => id,
        ({ id, siteId, siteName, siteUrl, beginsAt, endsAt, reason, createdBy }) => ({
          id,
          site: { id: siteId, name: siteName, url: siteUrl },
          beginsAt: instant(beginsAt),
          endsAt: instant(endsAt),
          reason,
          by: createdBy,
        }),
      );
    },
  ),
];
