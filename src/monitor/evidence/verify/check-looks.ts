/** Compares pictures, markup and verdicts with the records that the evidence chain vouches for. */
import { z } from 'zod';
import { baselineName, lookName } from '../../../core/evidence/look-names.ts';
import { packageNames } from '../../../core/evidence/manifest.ts';
import { type Claim, claim } from '../../../core/evidence/verdict.ts';

export interface LookFiles {
  /** Names of all files with their SHA-256. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Null when there is no such file, or it is far too large. */
  readonly read: (name: string) => Promise<Uint8Array | null>;
}

type Records = ReadonlyMap<string, string>;

const verdict = {
  targetId: z.string(),
  at: z.number(),
  level: z.string(),
  kind: z.string().nullable(),
  score: z.number(),
  confirmed: z.number(),
  finalUrl: z.string().nullable(),
};
const verdictShape = z.object(verdict);
const lookShape = z.object({
  look: z.object({ id: z.number(), ...verdict }),
  capture: z.object({ id: z.number() }).nullable(),
});
const stateShape = z.object({
  number: z.number(),
  siteId: z.number(),
  status: z.string(),
  openedAt: z.number(),
  endedAt: z.number().nullable(),
});
const incidentShape = z.object({ incident: stateShape });
const captureShape = z.object({ renderedHash: z.string().nullable(), screenshotHash: z.string().nullable() });

export async function checkLooks(files: LookFiles, records: Records): Promise<Claim> {
  const broken: string[] = [];
  let looks = 0;
  for (const name of files.hashes.keys()) {
    const [, folder, id = ''] = /^(looks|baselines)\/(\d{1,15})\/(?:look|capture)\.json$/.exec(name) ?? [];
    if (folder === undefined) continue;
    looks += 1;
    broken.push(...(folder === 'looks' ? await lookFaults(files, records, id) : captureFaults(files, records, id, id)));
  }
  broken.push(...(await incidentFaults(files, records)));
  const [first] = broken;
  return first === undefined
    ? claim('content', 'holds', `The pictures and verdicts of ${looks} looks are as recorded.`)
    : claim('content', 'broken', first);
}

async function lookFaults(files: LookFiles, records: Records, id: string): Promise<string[]> {
  const name = lookName(Number(id), 'look.json');
  const shown = lookShape.safeParse(parsed(await files.read(name)));
  const said = verdictShape.safeParse(parsed(records.get(`check ${id}`)));
  if (!said.success) return [`The evidence chain does not know look ${id}.`];
  if (!shown.success || shown.data.look.id !== Number(id) || !isEqual(verdictShape, shown.data.look, said.data))
    return [`'${name}' differs from the record of look ${id}.`];
  const { capture } = shown.data;
  return capture === null ? [] : captureFaults(files, records, String(capture.id), id, lookName);
}

function captureFaults(
  { hashes }: LookFiles,
  records: Records,
  captureId: string,
  folder: string,
  nameOf: (id: number, file: string) => string = baselineName,
): string[] {
  const said = captureShape.safeParse(parsed(records.get(`capture ${captureId}`)));
  if (!said.success) return [`The evidence chain does not know capture ${captureId}.`];
  const expected = { 'screenshot.png': said.data.screenshotHash, 'rendered.html.txt': said.data.renderedHash };
  return Object.entries(expected).flatMap(([file, hash]) => {
    const name = nameOf(Number(folder), file);
    // Contents that were lost before the export are listed as missing.
    const found = hashes.get(name);
    return found === undefined || found === hash ? [] : [`'${name}' is not what capture ${captureId} recorded.`];
  });
}

async function incidentFaults(files: LookFiles, records: Records): Promise<string[]> {
  const shown = incidentShape.safeParse(parsed(await files.read(packageNames.incident)));
  if (!shown.success) return [`'${packageNames.incident}' cannot be read.`];
  const { incident } = shown.data;
  const said = stateShape.safeParse(parsed(records.get(`incident ${incident.number}`)));
  return said.success && isEqual(stateShape, incident, said.data)
    ? []
    : [`'${packageNames.incident}' differs from the record of the incident.`];
}

function parsed(text: string | Uint8Array | null | undefined): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : Buffer.from(text ?? []).toString('utf8'));
  } catch {
    return null;
  }
}

/** In what the shape names; parsing also orders the keys alike. */
function isEqual(shape: z.ZodType, one: unknown, other: unknown): boolean {
  return JSON.stringify(shape.parse(one)) === JSON.stringify(shape.parse(other));
}
