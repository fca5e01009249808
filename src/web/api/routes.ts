/** Every route of the API. */
import type { ApiRoute } from './route.ts';
import { agencyRoutes } from './routes/agencies.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { feedRoutes } from './routes/feeds.ts';
import { incidentReportRoutes } from './routes/incident-reports.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { judgingRoutes } from './routes/judging.ts';
import { lookRoutes } from './routes/looks.ts';
import { maintenanceRoutes } from './routes/maintenance.ts';
import { monitorRoutes } from './routes/monitor.ts';
import { nameRoutes } from './routes/names.ts';
import { reportRoutes } from './routes/reports.ts';
import { requestRoutes } from './routes/requests.ts';
import { siteRoutes } from './routes/sites.ts';
import { targetRoutes } from './routes/targets.ts';

export const apiRoutes: readonly ApiRoute[] = [
  ...siteRoutes,
  ...nameRoutes,
  ...maintenanceRoutes,
  ...targetRoutes,
  ...lookRoutes,
  ...incidentRoutes,
  ...judgingRoutes,
  ...agencyRoutes,
  ...evidenceRoutes,
  ...reportRoutes,
  ...incidentReportRoutes,
  ...requestRoutes,
  ...feedRoutes,
  ...monitorRoutes,
];
