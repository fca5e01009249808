/** Registers the portals of a request. A portal that is registered already gets nothing from it: no page, no recipient. */
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { hostOf } from '../../core/requests/typed.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { changeRequest } from '../../store/requests/requests.ts';
import { write } from '../../store/write.ts';
import { enterSite, type Vet, vetSite } from '../sites/register-site.ts';
import type { VettedSite } from '../sites/site-request.ts';
import { needRequest, statusAfter, type WholeRequest } from './need-request.ts';
import { type HostProof, readProofs } from './proof-of-hosts.ts';
import type { RequestParts } from './request-parts.ts';

type Approving = RequestParts & { readonly vet: Vet };

/** @returns the sites that were registered */
export async function approveRequest(parts: Approving, actor: Actor, id: number): Promise<readonly number[]> {
  assertMay(actor, 'handle-requests', null);
  const request = await needRequest(parts.db, id);
  statusAfter(request, 'approve');
  const { hosts, agency } = await readProofs(parts.db, request);
  assertProven(hosts);
  const fresh = hosts.filter(({ registered }) => registered.length === 0).map(({ host }) => host);
  const vetted: VettedSite[] = [];
  for (const host of fresh) vetted.push(await vetSite(siteOf(request, host, agency?.name), parts.vet));
  return write(parts.db, async (trx) => {
    const again = await needRequest(trx, id);
    const status = statusAfter(again, 'approve');
    const siteIds: number[] = [];
    for (const site of vetted) {
      siteIds.push((await enterSite(trx, parts, site, { merge: false, actor, discreet: true })).siteId);
    }
    const now = parts.clock();
    await changeRequest(trx, id, now, { status, siteIds });
    const detail = {
      sites: siteIds.join(', '),
      hosts: hosts.map(({ host }) => host).join(', '),
      ...(request.periodTo === null ? {} : { until: new Date(request.periodTo).toISOString() }),
    };
    await appendAudit(trx, { at: now, actor: actor.name, act: 'request-approved', subject: `request ${id}`, detail });
    return siteIds;
  });
}

/** The pages of a host are one site; the requester gets its alarms only if the address was confirmed. */
function siteOf(request: WholeRequest, host: string, agency: string | undefined) {
  const { details } = request;
  if (details.kind !== 'watch') {
    throw new VonggacError('refused', `Request ${request.id} is a report: answer it instead.`, {
      vi: 'Đây là phản ánh, không phải đề nghị theo dõi: hãy trả lời phản ánh.',
    });
  }
  const [url = '', ...paths] = details.portals.filter((portal) => hostOf(portal) === host);
  return {
    url,
    paths,
    agency: agency ?? details.agency,
    language: request.language,
    emails: request.confirmedAt === null ? [] : [details.email],
    consent: `Yêu cầu số ${request.id}: ${details.basis}`,
  };
}

function assertProven(hosts: readonly HostProof[]): void {
  const missing = hosts.filter(({ isProven }) => !isProven).map(({ host }) => host);
  if (missing.length === 0) return;
  const names = missing.slice(0, 5).join(', ');
  throw new VonggacError('refused', `Nobody has confirmed yet that the owner agrees: ${names}.`, {
    vi: `Chưa xác nhận được quyền quản lý của: ${names}.`,
  });
}
