/** Makes a recorded document part of a copy that stands alone. */
import type { CopiedDocument, CopyDocument } from '../../core/restore/copy-document.ts';
import { References } from '../../core/restore/references.ts';
import { rewriteDrawing } from '../../core/restore/rewrite-drawing.ts';
import { rewritePage } from '../../core/restore/rewrite-page.ts';
import { rewriteStyle } from '../../core/restore/rewrite-style.ts';

/** Null for what can't be read as such, or is larger than documents are read. */
export function copyDocument({ kind, bytes, place }: CopyDocument): CopiedDocument | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  switch (kind) {
    case 'page': {
      const page = rewritePage(text, place);
      return page && { bytes: Buffer.from(page.html), used: page.used, missing: page.missing };
    }
    case 'style': {
      const references = new References(place);
      return { bytes: Buffer.from(rewriteStyle(text, references)), ...references.referred() };
    }
    case 'svg': {
      const drawing = rewriteDrawing(text, place);
      return drawing && { bytes: Buffer.from(drawing.svg), used: drawing.used, missing: drawing.missing };
    }
  }
}
