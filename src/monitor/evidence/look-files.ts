/** The files of one look: verdict, page facts, names, markup and pictures. */
import { clockOffset } from '../../core/evidence/clock-offset.ts';
import { baselineName, lookName } from '../../core/evidence/look-names.ts';
import { type Missing, safeJson } from '../../core/evidence/manifest.ts';
import { isPng } from '../../core/png.ts';
import { captureMeta } from '../../store/codecs/capture-codecs.ts';
import type { CaptureRow, Evidence } from '../../store/reads/evidence.ts';
import { loadLook } from '../baseline/kept-looks.ts';
import { type ExportParts, type Packing, pack } from './export-parts.ts';

type Reason = Missing['reason'];

export const gone: Reason = { vi: 'không còn được lưu', en: 'no longer kept' };
const damaged: Reason = { vi: 'bản lưu bị hỏng', en: 'the stored copy is damaged' };
const notMade: Reason = { vi: 'không lập lại được', en: 'could not be derived again' };

/** The content of a hash; missing contents are listed. */
export async function contentFor(
  parts: Pick<ExportParts, 'blobs'>,
  missing: Missing[],
  hash: string,
  what: string,
): Promise<Uint8Array | null> {
  try {
    const bytes = await parts.blobs.get(hash);
    if (bytes === null) missing.push({ what, reason: gone });
    return bytes;
  } catch {
    missing.push({ what, reason: damaged });
    return null;
  }
}

/** @param hasDifference whether the changed pixels are painted too, which takes seconds */
export async function packLook(
  parts: ExportParts,
  packing: Packing,
  evidence: Evidence,
  hasDifference: boolean,
): Promise<void> {
  const { check, after, before, findings, nameLook } = evidence;
  const { id } = check;
  await pack(packing, lookName(id, 'look.json'), safeJson(lookRecord(evidence)));
  if (nameLook !== null) await pack(packing, lookName(id, 'names.json'), safeJson({ nameLook, findings }));
  if (after === null) {
    if (!evidence.isOfNames) packing.missing.push({ what: `the capture of check ${id}`, reason: gone });
    return;
  }
  await packFacts(parts, packing, after, lookName(id, 'facts.json'));
  await packMarkup(parts, packing, after, lookName(id, 'rendered.html.txt'));
  const shown = await packPicture(parts, packing, after, lookName(id, 'screenshot.png'));
  if (!hasDifference || shown === null || before?.screenshotHash == null) return;
  const name = lookName(id, 'difference.png');
  const old = await contentFor(parts, packing.missing, before.screenshotHash, name);
  if (old === null) return;
  await orMissing(packing, name, async () => {
    const content = (hash: string, bytes: Uint8Array) => ({ hash, mediaType: 'image/png', bytes });
    const was = content(before.screenshotHash ?? '', old);
    const { picture } = await parts.pictures.difference(was, content(after.screenshotHash ?? '', shown));
    return picture.bytes;
  });
}

/** The normal state that a look was compared with. */
export async function packBaseline(parts: ExportParts, packing: Packing, row: CaptureRow): Promise<void> {
  await pack(packing, baselineName(row.id, 'capture.json'), safeJson(captureRecord(row)));
  await packFacts(parts, packing, row, baselineName(row.id, 'facts.json'));
  await packMarkup(parts, packing, row, baselineName(row.id, 'rendered.html.txt'));
  await packPicture(parts, packing, row, baselineName(row.id, 'screenshot.png'));
}

function lookRecord({ check, findings, after, before, targetUrl, siteName }: Evidence) {
  return {
    look: check,
    site: siteName,
    target: targetUrl,
    findings,
    capture: after && captureRecord(after),
    comparedWith: before && { baselineVersion: check.baselineVersion, captureId: before.id },
    clockOffsetMs: after && clockOffsetOf(after),
  };
}

function captureRecord({ metaJson: _, ...row }: CaptureRow) {
  return { ...row, seen: captureMeta.decode(_, row.id) };
}

/** How far the host's clock was ahead of the monitor's when it responded. */
export function clockOffsetOf(row: CaptureRow): number | null {
  const { headers, at } = captureMeta.decode(row.metaJson, row.id);
  return clockOffset(headers, at, Date.parse);
}

async function packFacts(parts: ExportParts, packing: Packing, row: CaptureRow, name: string): Promise<void> {
  await orMissing(packing, name, async () => {
    const look = await loadLook(parts, row);
    return look && Buffer.from(safeJson(plainData(look)));
  });
}

/** Page facts hold maps and sets, which JSON would write as empty objects. */
function plainData(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) =>
      one instanceof Map ? Object.fromEntries(one) : one instanceof Set ? [...one] : one,
    ),
  );
}

async function packMarkup(parts: ExportParts, packing: Packing, row: CaptureRow, name: string): Promise<void> {
  if (row.renderedHash === null) return;
  const bytes = await contentFor(parts, packing.missing, row.renderedHash, name);
  if (bytes !== null) await pack(packing, name, bytes);
}

async function packPicture(parts: ExportParts, packing: Packing, row: CaptureRow, name: string) {
  if (row.screenshotHash === null) return null;
  const bytes = await contentFor(parts, packing.missing, row.screenshotHash, name);
  if (bytes === null) return null;
  if (!isPng(bytes)) {
    packing.missing.push({ what: name, reason: damaged });
    return null;
  }
  await pack(packing, name, bytes);
  return bytes;
}

async function orMissing(packing: Packing, name: string, make: () => Promise<Uint8Array | null>): Promise<void> {
  const bytes = await make().catch(() => null);
  if (bytes === null) packing.missing.push({ what: name, reason: notMade });
  else await pack(packing, name, bytes);
}
