/** Period reports: asked for, made in the background, and fetched. */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { presets, spanPresets } from '../../../core/reports/spans.ts';
import { fileName } from '../../../monitor/reports/file-name.ts';
import { mediaTypes } from '../../../monitor/reports/write-report.ts';
import { findReport, type ReportRecord, readReportsBefore } from '../../../store/records/reports.ts';
import { attachment } from '../attachment.ts';
import { pageFrom, pageOf, paging } from '../cursor.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { id, instant, instantOrNull, time, timeOrNull } from '../shapes.ts';

const tag = 'Reports';
const formats = ['pdf', 'xlsx', 'csv'] as const;
const language = z.enum(['vi', 'en']);
const day = z.iso.date().openapi({ example: '2026-06-14' });

const reportSchema = z
  .object({
    id: z.int(),
    name: z.object({ vi: z.string(), en: z.string() }).openapi({ description: 'Of the period' }),
    preset: z.enum(spanPresets),
    from: time,
    to: time.openapi({ description: 'Midnight after the last day' }),
    agencyId: z.int().nullable(),
    tag: z.string().nullable(),
    scope: z.string().nullable().openapi({ description: 'Name of the agency or tag; null: all portals' }),
    language,
    askedBy: z.string(),
    askedAt: time,
    status: z.enum(['asked', 'made', 'failed']),
    madeAt: timeOrNull,
    failure: z.string().nullable().openapi({ description: 'Why it failed, or why it has no PDF' }),
    files: z.array(z.enum(formats)),
  })
  .openapi('PeriodReport');

function hashesOf({ status, pdfHash, xlsxHash, csvHash }: ReportRecord) {
  return status === 'made' ? { pdf: pdfHash, xlsx: xlsxHash, csv: csvHash } : { pdf: null, xlsx: null, csv: null };
}

function shown(report: ReportRecord): z.input<typeof reportSchema> {
  const { asked, status } = report;
  const hashes = hashesOf(report);
  return {
    id: report.id,
    name: { ...asked.span.name },
    preset: asked.span.preset,
    from: instant(asked.span.from),
    to: instant(asked.span.to),
    agencyId: asked.agencyId,
    tag: asked.tagKey,
    scope: asked.scopeName,
    language: asked.language,
    askedBy: report.askedBy,
    askedAt: instant(report.askedAt),
    status,
    madeAt: instantOrNull(report.madeAt),
    failure: report.failure,
    files: formats.filter((format) => hashes[format] !== null),
  };
}

const one = { params: z.object({ id }) };

async function reportOf({ web, scope, params }: Call<{ id: number }, unknown, unknown>): Promise<ReportRecord> {
  const report = await findReport(web.parts.db, scope, params.id);
  if (!report) throw new VonggacError('not-found', `There is no report ${params.id}.`);
  return report;
}

export const reportRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/reports',
      needs: 'see',
      tag,
      summary: 'Period reports, newest first',
      query: z.object(paging),
      answer: pageOf(reportSchema),
    },
    async ({ web, scope, query }) => {
      const { cursor, limit } = query;
      const reports = await readReportsBefore(web.parts.db, scope, { before: cursor ?? null, limit: limit + 1 });
      return pageFrom(reports, limit, (report) => report.id, shown);
    },
  ),
  route(
    {
      method: 'post',
      path: '/reports',
      needs: 'see',
      tag,
      summary: 'Asks for a report, which is made in the background',
      description: 'Give a `preset` (the newest such period that is over), or `from` and `to`.',
      body: z.object({
        preset: z.enum([...presets, 'window']).optional(),
        from: day.optional(),
        to: day.optional().openapi({ description: 'Its last day' }),
        agencyId: z.int().min(1).nullable().default(null).openapi({ description: 'Null: as far as the token sees' }),
        tag: z.string().max(100).nullable().default(null),
        language: language.default('vi'),
      }),
      answer: reportSchema,
      status: 202,
    },
    async (call) => {
      const { agencyId, tag: tagKey, language: written, ...period } = call.body;
      const number = await call.web.acts.askForReport(call.actor, {
        period,
        language: written,
        tagKey,
        // Whoever serves one agency reports on that one.
        agencyId: agencyId ?? call.scope.agencyId,
      });
      return shown(await reportOf({ ...call, params: { id: number } }));
    },
  ),
  route(
    {
      method: 'get',
      path: '/reports/{id}',
      needs: 'see',
      tag,
      summary: 'One report, with the files that it has',
      ...one,
      answer: reportSchema,
    },
    async (call) => shown(await reportOf(call)),
  ),
  route(
    {
      method: 'get',
      path: '/reports/{id}/files/{format}',
      needs: 'see',
      tag,
      summary: 'A report as PDF, workbook or table',
      params: z.object({ id, format: z.enum(formats) }),
      answer: null,
      media: formats.map((format) => mediaTypes[format].split(';')[0] ?? ''),
      status: 200,
    },
    async (call) => {
      const report = await reportOf(call);
      const { format } = call.params;
      const hash = hashesOf(report)[format];
      const bytes = hash === null ? null : await call.web.parts.blobs.get(hash).catch(() => null);
      if (bytes === null) throw new VonggacError('not-found', `Report ${report.id} has no file ${format}.`);
      return attachment(bytes, mediaTypes[format], fileName(report.asked, format));
    },
  ),
];
