/** Requests of outsiders as they are stored. All names are invented. */
import {
  noFindings,
  type ReportDetails,
  type RequestSource,
  type RequestStatus,
  type WatchDetails,
} from '../../src/core/requests/request.ts';
import { duplicateKey } from '../../src/core/requests/typed.ts';
import { putProof } from '../../src/store/requests/proofs.ts';
import { insertRequest } from '../../src/store/requests/requests.ts';
import { write } from '../../src/store/write.ts';
import type { TestStore } from './open-test-store.ts';

export const watchDetails: WatchDetails = {
  kind: 'watch',
  agency: 'Sở Nông nghiệp và Môi trường Hải Thanh',
  portals: ['https://snnmt.haithanh.example/'],
  contact: 'Trần Thị Mai',
  phone: '0225 3000 210',
  email: 'mai.tt@hopthu.example',
  basis: 'Công văn số 12/SNNMT-VP ngày 18/11/2026',
};

export const reportDetails: ReportDetails = {
  kind: 'report',
  url: 'https://thuvien.haithanh.example/tin-tuc',
  seen: 'Mở bằng điện thoại thì hiện quảng cáo cờ bạc.',
  name: '',
  email: '',
};

export interface SeededRequest {
  readonly at: number;
  readonly details?: WatchDetails | ReportDetails;
  readonly status?: RequestStatus;
  readonly source?: RequestSource;
  readonly confirmedAt?: number | null;
  readonly period?: readonly [from: number, to: number | null];
  /** Addresses that its hosts published. */
  readonly published?: Readonly<Record<string, readonly string[]>>;
  /** Proves every host by its TXT record. */
  readonly isProven?: boolean;
}

export async function seedRequest(store: Pick<TestStore, 'db'>, seeded: SeededRequest): Promise<number> {
  const {
    at,
    published = {},
    details = watchDetails,
    status = 'waiting',
    source = 'form',
    confirmedAt = at,
    period,
  } = seeded;
  return write(store.db, async (trx) => {
    const row = {
      kind: details.kind,
      status,
      source,
      language: 'vi' as const,
      duplicateKey: duplicateKey(details),
      createdAt: at,
      changedAt: at,
      confirmedAt,
      periodFrom: details.kind === 'watch' ? (period?.[0] ?? at) : null,
      periodTo: period?.[1] ?? null,
      targetId: null,
      proofToken: '5ca1ab1e0ddba11d00d5',
    };
    const id = await insertRequest(trx, row, { ...details, ...noFindings, published });
    for (const url of seeded.isProven && details.kind === 'watch' ? details.portals : []) {
      const proof = {
        requestId: id,
        host: new URL(url).hostname,
        method: 'dns',
        at,
        actor: 'an',
        contactId: null,
      } as const;
      await putProof(trx, proof);
    }
    return id;
  });
}
