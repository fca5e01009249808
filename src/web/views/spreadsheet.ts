import type { Visit } from '../gate/route.ts';

/** A table as a download. @param name without the prefix `vonggac-` and the extension */
export function spreadsheetAnswer(visit: Visit, name: string, text: string): Response {
  return visit.context.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="vonggac-${name}.csv"`,
  });
}

/** The same as an Excel workbook. */
export function workbookAnswer(visit: Visit, name: string, content: Uint8Array<ArrayBuffer>): Response {
  return visit.context.body(content, 200, {
    'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Content-Disposition': `attachment; filename="vonggac-${name}.xlsx"`,
  });
}
