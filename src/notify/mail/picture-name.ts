/** The Content-ID of a picture: by its hash, so that a picture shown twice is attached once. */
export function cidOf(hash: string): string {
  return `${hash.replace(/[^0-9a-f]/g, '').slice(0, 32)}@vonggac`;
}
