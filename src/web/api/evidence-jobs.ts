/**
 * Evidence packages for programs: made in the background, fetched within the hour. Jobs are kept in memory: after a
 * restart the package is asked for again, which the audit log shows.
 */
import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Words } from '../../core/domain/words.ts';
import { isShown } from '../../core/errors.ts';
import type { Missing } from '../../core/evidence/manifest.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { DashboardActs } from '../../monitor/acts/dashboard-acts.ts';
import type { DownloadRequest } from '../../monitor/evidence/export-for-download.ts';

const keepMs = 3_600_000;
const mostKept = 20;

export interface EvidenceJob {
  readonly id: string;
  readonly tokenId: number;
  readonly incidentNumber: number;
  readonly startedAt: number;
  status: 'running' | 'done' | 'failed';
  /** Why it failed. */
  reason: Words | null;
  /** What the package lacks; empty when it is whole. */
  missing: readonly Missing[];
  path: string | null;
}

export interface EvidenceJobs {
  start(actor: Actor, tokenId: number, incidentNumber: number, request: DownloadRequest, now: number): EvidenceJob;
  /** Null when there is none, or another token started it. */
  find(id: string, tokenId: number, now: number): EvidenceJob | null;
  /** The package; null before it is done. It can be fetched again until it is dropped. */
  file(job: EvidenceJob): Promise<Response | null>;
}

export function createEvidenceJobs(acts: Pick<DashboardActs, 'exportEvidence'>): EvidenceJobs {
  const jobs = new Map<string, EvidenceJob>();

  const drop = (job: EvidenceJob) => {
    jobs.delete(job.id);
    if (job.path !== null) void rm(job.path, { force: true });
  };
  const sweep = (now: number) => {
    for (const job of jobs.values()) {
      if (job.status !== 'running' && (now - job.startedAt > keepMs || jobs.size > mostKept)) drop(job);
    }
  };

  return {
    start(actor, tokenId, incidentNumber, request, now) {
      sweep(now);
      const job: EvidenceJob = {
        id: randomUUID(),
        tokenId,
        incidentNumber,
        startedAt: now,
        status: 'running',
        reason: null,
        missing: [],
        path: null,
      };
      jobs.set(job.id, job);
      void acts.exportEvidence(actor, incidentNumber, request).then(
        ({ path, missing }) => Object.assign(job, { status: 'done', path, missing }),
        (error: unknown) => Object.assign(job, { status: 'failed', reason: reasonOf(error) }),
      );
      return job;
    },
    find(id, tokenId, now) {
      sweep(now);
      const job = jobs.get(id);
      return job?.tokenId === tokenId ? job : null;
    },
    async file({ path, incidentNumber }) {
      if (path === null) return null;
      const file = await open(path, 'r');
      const { size } = await file.stat();
      return new Response(Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array<ArrayBuffer>>, {
        headers: {
          'Content-Type': 'application/zip',
          'Content-Length': String(size),
          'Content-Disposition': `attachment; filename="vonggac-su-co-${incidentNumber}.zip"`,
        },
      });
    },
  };
}

function reasonOf(error: unknown): Words {
  if (isShown(error)) return { vi: error.vi, en: error.message };
  return {
    vi: 'Hệ thống không lập được gói chứng cứ; chi tiết có trong nhật ký hệ thống.',
    en: 'The package could not be made; the log says more.',
  };
}
