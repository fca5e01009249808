/** What the owner of a host publishes to show that they agree. */

/** The TXT record stands at this name below the host. */
export const proofName = (host: string): string => `_vonggac.${host}`;
export const proofPath = '/.well-known/vonggac.txt';
export const securityPath = '/.well-known/security.txt';

/** Hexadecimal, so that letter case does not matter. */
export const proofText = (token: string): string => `vonggac-xac-nhan=${token}`;

const longestText = 4_000;

/** Whether the published text has the token on a line of its own. */
export function holdsProof(published: string, token: string): boolean {
  const wanted = proofText(token).toLowerCase();
  return published
    .slice(0, longestText)
    .split(/[\r\n]+/)
    .some((line) => line.trim().toLowerCase() === wanted);
}

const mostAddresses = 5;

/** Mail addresses in the `Contact:` lines of a security.txt (RFC 9116), ASCII only. */
export function publishedAddresses(text: string): string[] {
  const found = text
    .slice(0, longestText)
    .split(/[\r\n]+/)
    .flatMap((line) => {
      const address = /^contact:\s{0,20}mailto:([\x21-\x7e]{3,254})$/i.exec(line.trim().slice(0, 300))?.[1];
      return address !== undefined && isPlainMailAddress(address) ? [address.toLowerCase()] : [];
    });
  return [...new Set(found)].slice(0, mostAddresses);
}

/** An ordinary ASCII address on a public name: nothing in it can break a header or pass for another letter. */
export function isPlainMailAddress(text: string): boolean {
  return (
    text.length <= 254 &&
    /^[A-Za-z0-9.!#$&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z][A-Za-z0-9-]{0,62}$/.test(text)
  );
}
