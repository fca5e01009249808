/** Reports of incidents to the authorities: what is due, what was written, and its files. Nothing is sent from here. */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { mustBeReported, reportDeadline } from '../../../core/forms/deadline.ts';
import { formNames } from '../../../core/forms/form-template.ts';
import { beyondMeansOf } from '../../../store/forms/beyond-means.ts';
import { getReport, type ListedReport, reportsOf, type Sending, sendingsOf } from '../../../store/forms/reports.ts';
import { readIncident } from '../../../store/reads/incidents.ts';
import { attachment } from '../attachment.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { id, instant, instantOrNull, time, timeOrNull } from '../shapes.ts';

const tag = 'Reports';

const sendingSchema = z.object({
  id: z.int(),
  version: z.int(),
  number: z.string(),
  sentOn: z.string(),
  sentTo: z.string(),
  recordedAt: time,
  recordedBy: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
});

const listedFields = {
  id: z.int(),
  incidentNumber: z.int(),
  form: z.enum(formNames),
  version: z.int(),
  createdAt: time,
  createdBy: z.string(),
  sendings: z.array(sendingSchema).openapi({ description: 'Records of signed copies that people sent' }),
};
const listedSchema = z.object(listedFields).openapi('ListedIncidentReport');
const reportSchema = z
  .object({
    ...listedFields,
    values: z.record(z.string(), z.string()).openapi({ description: 'By field of the form' }),
  })
  .openapi('IncidentReport');

function listed(report: ListedReport, sendings: readonly Sending[]): z.input<typeof listedSchema> {
  return {
    id: report.id,
    incidentNumber: report.incidentNumber,
    form: report.form,
    version: report.version,
    createdAt: instant(report.createdAt),
    createdBy: report.createdBy,
    sendings: sendings
      .filter(({ reportId }) => reportId === report.id)
      .map(({ at, actor, fileHash, id: number, version, sentOn, sentTo, fileName, sizeBytes, ...sent }) => ({
        id: number,
        version,
        number: sent.number,
        sentOn,
        sentTo,
        recordedAt: instant(at),
        recordedBy: actor,
        fileName,
        sizeBytes,
        sha256: fileHash,
      })),
  };
}

const mediaTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
const formats = Object.keys(mediaTypes) as (keyof typeof mediaTypes)[];

async function incidentOf({ web, scope, params }: Call<{ number: number }, unknown, unknown>) {
  const incident = await readIncident(web.parts.db, scope, params.number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${params.number}.`);
  return incident;
}

/** Of an incident in scope, with the records of its sending. */
async function reportOf({ web, scope, params }: Call<{ id: number }, unknown, unknown>) {
  const { db } = web.parts;
  const report = await getReport(db, params.id);
  const incident = report && (await readIncident(db, scope, report.incidentNumber));
  if (!(report && incident)) throw new VonggacError('not-found', `There is no report ${params.id}.`);
  return { report, sendings: await sendingsOf(db, incident.number) };
}

async function shown(call: Call<{ id: number }, unknown, unknown>): Promise<z.input<typeof reportSchema>> {
  const { report, sendings } = await reportOf(call);
  return { ...listed(report, sendings), values: { ...report.values } };
}

export const incidentReportRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/incidents/{number}/reports',
      needs: 'see',
      tag,
      summary: 'The reports of an incident to the authorities, and until when the first is due',
      params: z.object({ number: id }),
      answer: z.object({
        isDue: z.boolean().openapi({ description: 'The rules ask for a report that nobody has recorded as sent' }),
        dueAt: timeOrNull.openapi({ description: 'Null where no rule sets a day' }),
        items: z.array(listedSchema),
      }),
    },
    async (call) => {
      const { db, config } = call.web.parts;
      const incident = await incidentOf(call);
      const sendings = await sendingsOf(db, incident.number);
      const days = call.web.forms.initial.deadlineDays;
      const beyond = (await beyondMeansOf(db, incident.number))?.at ?? null;
      const asked = mustBeReported(incident);
      const deadline =
        asked && days !== null ? reportDeadline(incident.openedAt, beyond, days, config.schedule.timezone) : null;
      return {
        isDue: asked && !sendings.some(({ form }) => form === 'initial'),
        dueAt: instantOrNull(deadline?.dueAt ?? null),
        items: (await reportsOf(db, incident.number)).map((report) => listed(report, sendings)),
      };
    },
  ),
  route(
    {
      method: 'post',
      path: '/incidents/{number}/reports',
      needs: 'judge',
      tag,
      summary: 'Begins a report filled with what is known, or continues the one that was begun',
      params: z.object({ number: id }),
      body: z.object({ form: z.enum(formNames) }),
      answer: reportSchema,
      status: 201,
    },
    async (call) => {
      await incidentOf(call);
      const number = await call.web.acts.beginReport(call.actor, call.params.number, call.body.form);
      return shown({ ...call, params: { id: number } });
    },
  ),
  route(
    {
      method: 'get',
      path: '/incident-reports/{id}',
      needs: 'see',
      tag,
      summary: 'One report of an incident, as it was last saved',
      params: z.object({ id }),
      answer: reportSchema,
    },
    (call) => shown(call),
  ),
  route(
    {
      method: 'get',
      path: '/incident-reports/{id}/files/{format}',
      needs: 'see',
      tag,
      summary: 'The form, printed or as a document to finish by hand',
      params: z.object({ id, format: z.enum(formats) }),
      answer: null,
      media: Object.values(mediaTypes),
      status: 200,
      isCostly: true,
    },
    async (call) => {
      const { report } = await reportOf(call);
      const { format } = call.params;
      const bytes = await call.web.printForm(report.form, report.values, format);
      const name = `bao-cao-su-co-${report.incidentNumber}-${report.form}.${format}`;
      return attachment(bytes, mediaTypes[format], name);
    },
  ),
  route(
    {
      method: 'get',
      path: '/incident-reports/{id}/signed/{sendingId}',
      needs: 'see',
      tag,
      summary: 'The signed copy that people attached when they recorded its sending',
      params: z.object({ id, sendingId: id }),
      answer: null,
      media: [mediaTypes.pdf],
      status: 200,
    },
    async (call) => {
      const { report, sendings } = await reportOf(call);
      const sending = sendings.find((one) => one.id === call.params.sendingId && one.reportId === report.id);
      const bytes = sending ? await call.web.parts.blobs.get(sending.fileHash) : null;
      if (!bytes) throw new VonggacError('not-found', `Report ${report.id} has no such signed copy.`);
      return attachment(bytes, mediaTypes.pdf, `bao-cao-su-co-${report.incidentNumber}-da-ky.pdf`);
    },
  ),
];
