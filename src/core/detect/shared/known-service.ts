import { isPublicPackage, ownerOf } from '../../facts/links/owner.ts';
import type { Policy } from '../../policy.ts';

/** Whether a host, perhaps with a port, is one of a service that editors embed. */
export function isServiceHost({ services }: Policy, host: string): boolean {
  const labels = host.replace(/:\d+$/, '').split('.');
  return labels.some((_, from) => services.has(labels.slice(from).join('.')));
}

/**
 * The same for a loaded resource. On hosts where anybody can publish files, only a public registry's libraries count.
 * @param address `host/path`
 */
export function isServiceAddress(policy: Policy, address: string): boolean {
  const owner = ownerOf(address);
  return owner === null ? isServiceHost(policy, address.split('/', 1)[0] ?? '') : isPublicPackage(owner);
}
