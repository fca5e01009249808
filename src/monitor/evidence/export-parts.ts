/** What an export needs, and what it collects on its way. */
import type { Missing, PackedFile } from '../../core/evidence/manifest.ts';
import type { AskTimeStamp } from '../../core/ports.ts';
import type { MonitorParts, OperatorParts } from '../parts.ts';
import type { PackageWriter } from './package-writer.ts';

export interface ExportParts extends OperatorParts, Pick<MonitorParts, 'pictures' | 'judging'> {
  readonly askTimeStamp: AskTimeStamp;
  /** Of the product. */
  readonly version: string;
  readonly policyVersion: () => string;
}

/** One package in the making. */
export interface Packing {
  readonly writer: PackageWriter;
  readonly files: PackedFile[];
  readonly missing: Missing[];
}

export async function pack(
  { writer, files }: Packing,
  name: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const chunks =
    typeof content === 'string' ? [Buffer.from(content)] : content instanceof Uint8Array ? [content] : content;
  files.push(await writer.add(name, chunks));
}
