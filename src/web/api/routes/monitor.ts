/** The monitor itself: its health, and who is on duty. */
import { z } from '@hono/zod-openapi';
import ical from 'ical-generator';
import { type DutyShift, dutyShiftsFrom } from '../../../core/duty/roster.ts';
import type { Trouble } from '../../../core/monitor-troubles.ts';
import { rosterOf } from '../../../monitor/duty/duty-shift.ts';
import { readPulse } from '../../../store/reads/pulse.ts';
import { readTroubles } from '../../troubles.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { instant, instantOrNull, time, timeOrNull } from '../shapes.ts';

const tag = 'Monitor';
const shownShifts = 60;

const shiftSchema = z
  .object({
    from: time,
    to: time,
    officer: z.string().nullable(),
    phone: z.string().nullable(),
    second: z.string().nullable(),
  })
  .openapi('DutyShift');

function shownTrouble(trouble: Trouble, now: number) {
  switch (trouble.kind) {
    case 'mail':
      return { kind: trouble.kind, count: trouble.waiting, since: instant(trouble.oldestAt) };
    case 'channel':
      return { kind: trouble.kind, channel: trouble.name, since: instant(trouble.since) };
    case 'late':
      return { kind: trouble.kind, count: trouble.pages, since: instant(now - trouble.byMs) };
    case 'browser':
      return { kind: trouble.kind, since: instant(trouble.since) };
    case 'disk':
      return { kind: trouble.kind, freeBytes: trouble.freeBytes };
    case 'duty':
    case 'backup':
      return { kind: trouble.kind };
  }
}

function shiftsOf({ web, now }: Call<unknown, unknown, unknown>): DutyShift[] {
  return dutyShiftsFrom(rosterOf(web.parts.config), now, shownShifts);
}

export const monitorRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/health',
      needs: 'see',
      tag,
      summary: 'Whether looks are being made, and what waits for people',
      answer: z
        .object({
          ok: z.boolean().openapi({ description: 'The last heartbeat is recent' }),
          heartbeatAt: timeOrNull,
          blindSince: timeOrNull.openapi({ description: 'Since when the monitor itself has been offline' }),
          version: z.string(),
          sites: z.record(z.string(), z.int()).openapi({ description: 'Sites in scope by state' }),
          openIncidents: z.int(),
          openSuspects: z.int(),
          troubles: z
            .array(
              z.object({
                kind: z.enum(['mail', 'channel', 'browser', 'disk', 'late', 'duty', 'backup']),
                channel: z.string().optional(),
                since: time.optional(),
                count: z.int().optional().openapi({ description: 'Messages that wait, pages that are late' }),
                freeBytes: z.int().optional(),
              }),
            )
            .openapi({ description: 'Problems of the monitor itself, worst first' }),
        })
        .openapi('Health'),
    },
    async ({ web, scope, now }) => {
      const health = await web.health();
      const { ok, heartbeatAt, blindSince } = health;
      const freshness = { now, everyMs: web.parts.config.schedule.every };
      const { counts, incidents, suspects } = await readPulse(web.parts.db, scope, freshness);
      return {
        ok,
        heartbeatAt: instantOrNull(heartbeatAt),
        blindSince: instantOrNull(blindSince),
        version: web.version,
        sites: counts,
        openIncidents: incidents,
        openSuspects: suspects,
        troubles: (await readTroubles({ web, now, scope }, health)).map((trouble) => shownTrouble(trouble, now)),
      };
    },
  ),
  route(
    {
      method: 'get',
      path: '/duty',
      needs: 'see',
      tag,
      summary: 'The shifts ahead, beginning with the present one',
      answer: z.object({ items: z.array(shiftSchema) }),
    },
    async (call) => ({
      items: shiftsOf(call).map(({ from, to, officer, second }) => ({
        from: instant(from),
        to: instant(to),
        officer: officer?.name ?? null,
        phone: officer?.phone ?? null,
        second: second?.name ?? null,
      })),
    }),
  ),
  route(
    {
      method: 'get',
      path: '/watch-windows',
      needs: 'see',
      tag,
      summary: 'Holidays and events with more frequent looks, this one and those ahead',
      answer: z.object({
        items: z.array(
          z.object({ from: time, to: time, names: z.array(z.object({ vi: z.string(), en: z.string() })) }),
        ),
      }),
    },
    async ({ web, now }) => {
      const ahead = web.parts.calendar(now).filter(({ to }) => to > now);
      return {
        items: ahead.map(({ from, to, names }) => ({
          from: instant(from),
          to: instant(to),
          names: names.map((name) => ({ ...name })),
        })),
      };
    },
  ),
  route(
    {
      method: 'get',
      path: '/duty.ics',
      needs: 'see',
      tag,
      summary: 'The same as a calendar (RFC 5545)',
      answer: null,
      media: ['text/calendar'],
      status: 200,
    },
    async (call) => {
      const calendar = ical({ name: 'Vọng Gác' });
      for (const { from, to, officer, assigned } of shiftsOf(call)) {
        calendar.createEvent({
          id: `duty-${from}@vonggac`,
          start: new Date(from),
          end: new Date(to),
          stamp: new Date(call.now),
          summary: officer === null ? `(${assigned.name})` : [officer.name, officer.phone ?? []].flat().join(', '),
        });
      }
      return new Response(calendar.toString(), { headers: { 'Content-Type': 'text/calendar; charset=utf-8' } });
    },
  ),
];
