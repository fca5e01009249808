/** Metrics for Prometheus, on an address of their own. */
import { isIPv4 } from 'node:net';
import { z } from 'zod';

export const metricsSection = z
  .strictObject({
    /** An address of their own; none without it. */
    listen: z
      .string()
      .regex(/^(\[[0-9a-f:]+\]|[^:]+):\d{1,5}$/, 'must be ADDRESS:PORT, like 127.0.0.1:9464')
      .optional(),
    /** Served as `/metrics` of the dashboard too, to whoever sends the token. */
    onDashboard: z.stringbool().or(z.boolean()).default(false),
    /** Holds the bearer token that a scrape must send; needed where other machines reach the metrics. */
    tokenFile: z.string().min(1).optional(),
    /** Certificate and registration of every portal as series of their own: three for each host. */
    perPortal: z.stringbool().or(z.boolean()).default(false),
  })
  .refine(
    ({ listen, tokenFile }) => listen === undefined || tokenFile !== undefined || isLoopback(listen),
    'listens where other machines reach it: set tokenFile, or listen on 127.0.0.1',
  )
  .refine(
    ({ onDashboard, tokenFile }) => !onDashboard || tokenFile !== undefined,
    'onDashboard serves other machines: set tokenFile',
  )
  .prefault({});

function isLoopback(listen: string): boolean {
  const host = listen.slice(0, listen.lastIndexOf(':'));
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}
