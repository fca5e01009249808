/** What operators do to find out whether the owner of a host agrees. Nothing typed is fetched before their click. */
import { registrableDomain } from '../../core/address.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { AskTextRecords } from '../../core/ports.ts';
import type { OwnerFileReading } from '../../core/readers.ts';
import { holdsProof, proofName, proofPath, securityPath } from '../../core/requests/proof.ts';
import type { ProofMethod } from '../../core/requests/request.ts';
import type { Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { putProof } from '../../store/requests/proofs.ts';
import { saveDetails } from '../../store/requests/requests.ts';
import { write } from '../../store/write.ts';
import type { MonitorParts, OperatorParts } from '../parts.ts';
import { needRequest, statusAfter, type WholeRequest } from './need-request.ts';
import { type HostProof, mayBeAsked, readProofs } from './proof-of-hosts.ts';
import { mailLink } from './request-link.ts';
import type { RequestParts } from './request-parts.ts';

export type Asking = RequestParts &
  Pick<OperatorParts, 'read'> &
  Pick<MonitorParts, 'takeCapture'> & { readonly askTextRecords: AskTextRecords };

/** For all questions about one host. */
const askMs = 20_000;

export interface CheckedHost {
  readonly found: readonly ProofMethod[];
  readonly published: readonly string[];
}

/** Asks the host for a TXT record, for our file, and for its security.txt: three bounded questions through the gate. */
export async function checkHost(parts: Asking, actor: Actor, id: number, host: string): Promise<CheckedHost> {
  assertMay(actor, 'handle-requests', null);
  const { request, asked } = await hostOfRequest(parts, id, host);
  const signal = AbortSignal.timeout(askMs);
  const token = request.proofToken;
  const [records, file, security] = await Promise.all([
    parts.askTextRecords(proofName(host), signal),
    fetchFile(parts, asked, proofPath, token, signal),
    fetchFile(parts, asked, securityPath, token, signal),
  ]);
  const found: ProofMethod[] = [
    ...(records.some((record) => holdsProof(record, token)) ? ['dns' as const] : []),
    ...(file?.isProof ? ['file' as const] : []),
  ];
  const published = security?.addresses ?? [];
  await write(parts.db, async (trx) => {
    const now = await needRequest(trx, id);
    await saveDetails(trx, id, { ...now.details, published: { ...now.details.published, [host]: published } });
    await record(trx, parts, actor, id, 'request-proof-checked', { host, found: found.join(', ') });
    for (const method of found) await prove(trx, parts, actor, { id, host, method, contactId: null });
  });
  return { found, published };
}

/** Mails a link to an address that the host published, or to a contact on its domain who was known before. */
export async function mailHost(
  parts: RequestParts,
  actor: Actor,
  id: number,
  { host, address }: { readonly host: string; readonly address: string },
): Promise<void> {
  assertMay(actor, 'handle-requests', null);
  if (parts.config.requests.publicUrl === undefined) {
    throw new VonggacError('refused', 'Without requests.publicUrl no link can be mailed: set it first.', {
      vi: 'Chưa khai requests.publicUrl nên thư không có liên kết để xác nhận.',
    });
  }
  await write(parts.db, async (trx) => {
    const request = await needRequest(trx, id);
    statusAfter(request, 'approve');
    const allowed = mayBeAsked(await readProofs(trx, request), host);
    if (!allowed.includes(address)) {
      throw new VonggacError('refused', 'Only an address that the host published, or one known before, may be asked.', {
        vi: 'Chỉ gửi được tới địa chỉ do tên miền công bố, hoặc đã biết từ trước.',
      });
    }
    if (!(await mailLink(trx, parts, request, { address, purpose: 'prove', host }))) {
      throw new VonggacError('refused', 'This address was mailed within the last day: wait until tomorrow.', {
        vi: 'Địa chỉ này đã được gửi thư trong 24 giờ qua: hãy chờ đến ngày mai.',
      });
    }
    await record(trx, parts, actor, id, 'request-proof-mailed', { host });
  });
}

export interface RecordedProof {
  readonly host: string;
  /** `telephone`: a contact known before said yes; `document`: the signed letter of an imported sheet. */
  readonly method: 'telephone' | 'document';
  readonly contactId: number | null;
}

/** What an operator knows without asking the host. */
export async function recordProof(parts: RequestParts, actor: Actor, id: number, proof: RecordedProof): Promise<void> {
  assertMay(actor, 'handle-requests', null);
  await write(parts.db, async (trx) => {
    const request = await needRequest(trx, id);
    statusAfter(request, 'approve');
    const view = await readProofs(trx, request);
    const { host, method, contactId } = proof;
    const one = view.hosts.find((candidate) => candidate.host === host);
    const isKnown = view.known.some((contact) => contact.id === contactId && contact.phone !== null);
    const isSheet = request.source === 'sheet' && one?.registered.length === 0;
    if (one === undefined || !(method === 'telephone' ? isKnown : isSheet)) {
      throw new VonggacError(
        'refused',
        method === 'telephone'
          ? 'Only a contact who was known before can confirm by telephone: choose one of the list.'
          : 'Only a request from an imported sheet, for a portal that is not registered, rests on its letter.',
        {
          vi:
            method === 'telephone'
              ? 'Chỉ đầu mối đã biết từ trước mới xác nhận được qua điện thoại: hãy chọn trong danh sách.'
              : 'Chỉ yêu cầu nhập từ biểu mẫu, cho cổng chưa đăng ký, mới căn cứ được vào công văn.',
        },
      );
    }
    await prove(trx, parts, actor, { id, host, method, contactId });
  });
}

async function hostOfRequest(
  parts: RequestParts,
  id: number,
  host: string,
): Promise<{ readonly request: WholeRequest; readonly asked: HostProof }> {
  const request = await needRequest(parts.db, id);
  statusAfter(request, 'approve');
  const asked = (await readProofs(parts.db, request)).hosts.find((one) => one.host === host);
  if (request.kind === 'watch' && asked !== undefined) return { request, asked };
  throw new VonggacError('not-found', `Request ${id} does not name this host.`);
}

/** Null where the host does not answer with the file itself, from the same host. */
async function fetchFile(
  { takeCapture, read }: Pick<Asking, 'takeCapture' | 'read'>,
  { origin, host }: HostProof,
  path: string,
  token: string,
  signal: AbortSignal,
): Promise<OwnerFileReading | null> {
  const outcome = await takeCapture(
    { url: `${origin}${path}`, tier: 'http', profile: 'browser', realTime: true },
    signal,
  );
  if (!outcome.ok || outcome.capture.status !== 200) return null;
  const { finalUrl, body, charset } = outcome.capture;
  if (URL.parse(finalUrl)?.hostname !== host) return null;
  return read('ownerFile', { bytes: body.bytes, charset, token }, registrableDomain(host));
}

async function prove(
  trx: Trx,
  parts: RequestParts,
  actor: Actor,
  {
    id,
    ...proof
  }: { readonly id: number; readonly host: string; readonly method: ProofMethod; readonly contactId: number | null },
): Promise<void> {
  await putProof(trx, { requestId: id, ...proof, at: parts.clock(), actor: actor.name });
  await record(trx, parts, actor, id, 'request-proven', {
    host: proof.host,
    method: proof.method,
    ...(proof.contactId === null ? {} : { contactNumber: proof.contactId }),
  });
}

async function record(
  trx: Trx,
  { clock }: RequestParts,
  { name }: Actor,
  id: number,
  act: 'request-proof-checked' | 'request-proof-mailed' | 'request-proven',
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  await appendAudit(trx, { at: clock(), actor: name, act, subject: `request ${id}`, detail });
}
