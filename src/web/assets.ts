/** The dashboard's own files: style, script, icon. Their names carry their hash, so browsers may keep them for ever. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const mediaTypes = {
  'desk.css': 'text/css; charset=utf-8',
  'incident.css': 'text/css; charset=utf-8',
  'incident.js': 'text/javascript; charset=utf-8',
  'desk.js': 'text/javascript; charset=utf-8',
  'settings.css': 'text/css; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
} as const;

export type AssetName = keyof typeof mediaTypes;

export interface Asset {
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Assets {
  readonly all: readonly Asset[];
  readonly path: Readonly<Record<AssetName, string>>;
}

export function loadAssets(): Assets {
  const named = Object.entries(mediaTypes).map(([name, mediaType]) => {
    const bytes = new Uint8Array(readFileSync(new URL(`./assets/${name}`, import.meta.url)));
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const path = `/assets/${name.replace('.', `.${hash}.`)}`;
    return { name, asset: { path, mediaType, bytes } };
  });
  return {
    all: named.map(({ asset }) => asset),
    path: Object.fromEntries(named.map(({ name, asset }) => [name, asset.path])) as Record<AssetName, string>,
  };
}
