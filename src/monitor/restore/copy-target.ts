/** Where a copy is written: a folder or a ZIP file. */
import type { CopiedFile } from '../../core/restore/copy-record.ts';

export interface CopyTarget {
  /** @param name own, with `/` between folders */
  add(name: string, bytes: Uint8Array): Promise<CopiedFile>;
  /** Puts what was written in its place, as a whole. */
  end(): Promise<void>;
  /** Leaves everything as it was. */
  abandon(error: Error): Promise<void>;
}

/** Names that `core/restore/copy-names.ts` can make; whatever else a record lists is not ours. */
export function isOwnName(name: string): boolean {
  return name.length <= 700 && /^(?:[A-Za-z0-9][A-Za-z0-9_-]*\/)*[A-Za-z0-9][A-Za-z0-9_-]*\.[a-z0-9]{1,6}$/.test(name);
}
