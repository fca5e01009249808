/** Addresses, ranges and name servers in the configuration. */
import { isIP } from 'node:net';
import { z } from 'zod';

function isAddressRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const max = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return max > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= max));
}

export const addressRange = z
  .string()
  .refine(isAddressRange, 'is not an IP address or range like 10.1.2.3 or 10.1.0.0/16');

/** ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT. */
function isNameServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, v4 = '', v6 = '', portText = ''] = /^(?:([\d.]+)|\[([\da-f:.]+)\]):(\d{1,5})$/i.exec(text) ?? [];
  return (isIP(v4) === 4 || isIP(v6) === 6) && Number(portText) >= 1 && Number(portText) <= 65_535;
}

export const zoneServer = z
  .string()
  .refine(
    (text) => isAddressRange(text) || isNameServer(text),
    'is not a name server or range like 10.1.2.3, 10.1.2.3:5353 or 10.1.0.0/16',
  );

export const resolver = z
  .string()
  .refine(
    (text) => text === 'system' || isNameServer(text),
    'is not `system` or a name server like 203.162.4.190 or [2001:dc8::1]:53',
  );
