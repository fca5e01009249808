/** What an export needs, and what it collects. */
import type { Missing, PackedFile } from '../../core/evidence/manifest.ts';
import type { AskTimeStamp } from '../../core/ports.ts';
import type { JudgingParts, OperatorParts } from '../parts.ts';
import type { PackageWriter } from './package-writer.ts';

export interface ExportParts extends OperatorParts, JudgingParts {
  readonly askTimeStamp: AskTimeStamp;
  /** The product's version. */
  readonly version: string;
  readonly policyVersion: () => string;
}

/** A package being written. */
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
