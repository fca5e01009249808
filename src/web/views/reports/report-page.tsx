/** A report as a file of its own, and as what is printed: nothing in it is fetched but the font of the print. */
import { readFileSync } from 'node:fs';
import { raw } from 'hono/html';
import type { ReportDocument } from '../../../core/reports/document.ts';
import { paperStyle } from './paper-style.ts';
import { ReportArticle } from './report-article.tsx';

const sheets = ['desk/colours.css', 'desk/charts.css', 'report.css'];

export async function reportPage(document: ReportDocument): Promise<string> {
  const style = sheets.map((file) => readFileSync(new URL(`../../assets/${file}`, import.meta.url), 'utf8')).join('\n');
  const page = await (
    <>
      {raw('<!doctype html>')}
      <html lang={document.language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex, nofollow" />
          <title>{document.title}</title>
          {raw('<link rel="stylesheet" href="tinos.css">')}
          <style>{raw(style + paperStyle)}</style>
        </head>
        <body>
          <ReportArticle document={document} level={1} />
        </body>
      </html>
    </>
  ).toString();
  return page;
}
