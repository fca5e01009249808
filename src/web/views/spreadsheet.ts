import type { Visit } from '../gate/route.ts';

/** A table to be kept as a file. @param name without mark of whose it is and without ending */
export function spreadsheetAnswer(visit: Visit, name: string, text: string): Response {
  return visit.context.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="vonggac-${name}.csv"`,
  });
}
