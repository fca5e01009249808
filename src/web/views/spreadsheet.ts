import type { Visit } from '../gate/route.ts';

/** A table as a download. @param name without the prefix `vonggac-` and the extension */
export function spreadsheetAnswer(visit: Visit, name: string, text: string): Response {
  return visit.context.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="vonggac-${name}.csv"`,
  });
}
