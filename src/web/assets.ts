/** The dashboard's static files: style, script, icon. Names contain a hash, so browsers may cache them forever. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const css = 'text/css; charset=utf-8';
const script = 'text/javascript; charset=utf-8';

/** Served files and their sources in order: of two rules of equal specificity the later wins. */
const served = {
  'desk.css': {
    mediaType: css,
    files: [
      'desk/colours.css',
      'desk/ground.css',
      'desk/top.css',
      'desk/buttons.css',
      'desk/fields.css',
      'desk/banners.css',
      'desk/states.css',
      'desk/sheets.css',
      'desk/tables.css',
      'desk/filters.css',
      'desk/board-names.css',
      'desk/board.css',
      'desk/empty-board.css',
      'desk/incidents.css',
      'desk/suspects.css',
      'desk/decisions.css',
      'desk/approvals.css',
      'desk/several.css',
      'desk/row-menu.css',
      'desk/shots.css',
      'desk/strips.css',
      'desk/charts.css',
      'desk/overview.css',
      'desk/site.css',
      'desk/target.css',
      'desk/history.css',
      'desk/pictures.css',
      'desk/registry.css',
      'desk/duty.css',
      'desk/reporting.css',
      'desk/people-and-audit.css',
      'desk/agencies.css',
      'desk/requests.css',
      'desk/account.css',
      'desk/api.css',
      'desk/doors.css',
      'desk/touch.css',
      'desk/forced-colors.css',
      'desk/print.css',
    ],
  },
  'incident.css': {
    mediaType: css,
    files: [
      'incident/incident.css',
      'incident/indicators.css',
      'incident/similar.css',
      'incident/evidence.css',
      'incident/compare.css',
      'incident/differences.css',
      'incident/keys.css',
    ],
  },
  'report.css': { mediaType: css, files: ['report.css'] },
  'settings.css': { mediaType: css, files: ['settings.css'] },
  'public.css': { mediaType: css, files: ['public.css'] },
  'desk.js': { mediaType: script, files: ['desk.js'] },
  'incident.js': { mediaType: script, files: ['incident.js'] },
  'favicon.svg': { mediaType: 'image/svg+xml', files: ['favicon.svg'] },
} as const;

export type AssetName = keyof typeof served;

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
  const named = Object.entries(served).map(([name, { mediaType, files }]) => {
    const parts = files.map((file) => readFileSync(new URL(`./assets/${file}`, import.meta.url)));
    const bytes = new Uint8Array(Buffer.concat(parts));
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const path = `/assets/${name.replace('.', `.${hash}.`)}`;
    return { name, asset: { path, mediaType, bytes } };
  });
  return {
    all: named.map(({ asset }) => asset),
    path: Object.fromEntries(named.map(({ name, asset }) => [name, asset.path])) as Record<AssetName, string>,
  };
}
