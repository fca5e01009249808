import type { Certificate } from '../model.ts';

/**
 * The organisation that signed a certificate: its intermediates change with the key's kind and the year (`R10`, `E5`),
 * the organisation stays. The whole name where it gives no organisation.
 */
export function issuerOf({ issuer }: Pick<Certificate, 'issuer'>): string {
  const organisation = /(?:^|,\s*)O=("[^"]*"|(?:\\,|[^,])+)/.exec(issuer.slice(0, 500))?.[1];
  return (organisation ?? issuer).replaceAll(/^"|"$/g, '').replaceAll('\\,', ',').trim();
}
