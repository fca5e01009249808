import { VonggacError } from '../../core/errors.ts';
import { nextStatus, type RequestAct, type RequestDetails, type RequestStatus } from '../../core/requests/request.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { findRequest, type StoredRequest } from '../../store/requests/requests.ts';

export type WholeRequest = StoredRequest & { readonly details: RequestDetails };

/** @throws VonggacError when there is none, or its personal data was erased */
export async function needRequest(db: Database | Trx, id: number): Promise<WholeRequest> {
  const request = await findRequest(db, id);
  if (!request) throw new VonggacError('not-found', `There is no request ${id}: see 'vonggac request list'.`);
  const { details } = request;
  if (details !== null) return { ...request, details };
  throw new VonggacError('refused', `Request ${id} was erased: nothing is left to work on.`, {
    vi: `Dữ liệu của yêu cầu số ${id} đã được xóa, không còn nội dung để xử lý.`,
  });
}

/** @throws VonggacError when the act is not possible in the request's state */
export function statusAfter({ id, status }: StoredRequest, act: RequestAct): RequestStatus {
  const next = nextStatus(status, act);
  if (next !== null) return next;
  throw new VonggacError('refused', `Request ${id} is ${status}: somebody was faster, or this is not possible now.`, {
    vi: `Yêu cầu số ${id} không còn ở trạng thái cho phép việc này: có thể người khác vừa xử lý.`,
  });
}
