/** Shared hosts, where anybody can upload: the first segments of the path identify the owner of the content. */

/** How many segments of the path identify the owner. */
const shared: Readonly<Record<string, number | RegExp>> = {
  'cdn.jsdelivr.net': /^(?:gh|npm|wp|combine)\/(?:@[^/]+\/)?[^/@]+/,
  'fastly.jsdelivr.net': /^(?:gh|npm|wp)\/(?:@[^/]+\/)?[^/@]+/,
  'unpkg.com': /^(?:@[^/]+\/)?[^/@]+/,
  'esm.sh': /^(?:@[^/]+\/)?[^/@]+/,
  'cdn.skypack.dev': /^(?:@[^/]+\/)?[^/@]+/,
  'raw.githubusercontent.com': 1,
  'gist.githubusercontent.com': 1,
  'github.com': 1,
  'rawgit.com': 1,
  'cdn.rawgit.com': 1,
  'rawcdn.githack.com': 1,
  'raw.githack.com': 1,
  'cdn.statically.io': 2,
  'gitlab.com': 1,
  'bitbucket.org': 1,
  'storage.googleapis.com': 1,
  's3.amazonaws.com': 1,
  'firebasestorage.googleapis.com': /^v0\/b\/[^/]+/,
  'sites.google.com': 2,
  'script.google.com': 3,
  'docs.google.com': 4,
  'drive.google.com': 3,
  'pastebin.com': 2,
  'glot.io': 3,
  't.me': 1,
  'zalo.me': 1,
  'wa.me': 1,
  'm.me': 1,
  'facebook.com': 1,
  'www.facebook.com': 1,
  'youtube.com': 1,
  'www.youtube.com': 1,
  'tiktok.com': 1,
  'www.tiktok.com': 1,
};
const pathStyleBucket = /^s3[.-][a-z0-9-]{4,20}\.amazonaws\.com$/;

/** `host/owner` on a shared host; null on every other, where the host is the owner. @param address `host/path` */
export function ownerOf(address: string): string | null {
  const slash = address.indexOf('/');
  const host = slash === -1 ? address : address.slice(0, slash);
  const way = shared[host] ?? (pathStyleBucket.test(host) ? 1 : undefined);
  if (way === undefined || slash === -1) return null;
  const path = address.slice(slash + 1);
  const owner = typeof way === 'number' ? path.split('/', way).join('/') : (way.exec(path)?.[0] ?? '');
  return owner === '' ? null : `${host}/${owner}`.slice(0, 200);
}

/** A widely used library of a public registry. @param owned as returned by `ownerOf` */
export function isPublicPackage(owned: string): boolean {
  return /^(?:[a-z]+\.jsdelivr\.net\/npm|unpkg\.com|esm\.sh|cdn\.skypack\.dev)\//.test(owned);
}
