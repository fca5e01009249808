import type { Certificate } from '../domain/capture.ts';

/**
 * The issuing organisation of a certificate: its intermediates change with key type and year (`R10`, `E5`), the
 * organisation stays. The whole name where it gives no organisation.
 */
export function issuerOf({ issuer }: Pick<Certificate, 'issuer'>): string {
  const organisation = /(?:^|,\s*)O=("[^"]*"|(?:\\,|[^,])+)/.exec(issuer.slice(0, 500))?.[1];
  return (organisation ?? issuer).replaceAll(/^"|"$/g, '').replaceAll('\\,', ',').trim();
}
