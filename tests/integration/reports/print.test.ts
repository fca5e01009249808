/** Printing: our own documents only, with the font embedded, without network, in a process that can be lost. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { formDocument } from '../../../src/core/forms/form-document.ts';
import { formNames, keysOf } from '../../../src/core/forms/form-template.ts';
import { formHtml } from '../../../src/monitor/forms/form-html.ts';
import { createPrinting, type Printing } from '../../../src/open/run-print.ts';
import { formsOnce } from '../../support/read-once.ts';
import { readEntries } from '../../support/zip-entries.ts';

const config = configSchema.parse({
  capture: { browser: { sandbox: process.getuid?.() !== 0 } },
});
let printing: Printing;
beforeAll(() => {
  printing = createPrinting(config);
});
afterAll(() => printing.close());

const documentOf = (body: string, head = '') =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title><link rel="stylesheet" href="tinos.css">
<style>@page { size: A4; margin: 20mm 15mm 20mm 30mm } body { font: 14pt Tinos }</style>${head}</head><body>${body}</body></html>`;

const textOf = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');

test('a document becomes a tagged A4 PDF that embeds the font, with an outline', async () => {
  const pdf = textOf(
    await printing.printPdf(documentOf('<h1>Báo cáo</h1><p>Sự cố thay đổi giao diện</p><h2>Hai</h2>')),
  );
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
  expect(pdf).toContain('/StructTreeRoot');
  expect(pdf).toContain('/Outlines');
  expect(pdf).toMatch(/\/FontName \/[A-Z]{6}\+Tinos/);
});

test('nothing in a document reaches the network or runs, whatever it holds', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pdf = textOf(
    await printing.printPdf(
      documentOf(
        `<img src="${address}/img"><iframe src="${address}/frame"></iframe><iframe src="file:///etc/passwd"></iframe>
         <script src="${address}/script"></script><script>document.body.textContent = 'ran'; location = '${address}/go'</script>
         <p style="background:url(${address}/background)">x</p><object data="${address}/object"></object>`,
        `<link rel="stylesheet" href="${address}/sheet"><link rel="preconnect" href="${address}"><base href="${address}">
         <meta http-equiv="refresh" content="0;url=${address}/refresh">`,
      ),
    ),
  );
  server.close();
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(asked).toEqual([]);
});

test('documents wait for each other, and printing that is closed refuses further ones', async () => {
  const short = createPrinting(config);
  const [one, two] = await Promise.all([
    short.printPdf(documentOf('<p>1</p>')),
    short.printPdf(documentOf('<p>2</p>')),
  ]);
  expect(textOf(one).startsWith('%PDF-') && textOf(two).startsWith('%PDF-')).toBe(true);
  await short.close();
  await expect(short.printPdf(documentOf('<p>3</p>'))).rejects.toMatchObject({ code: 'refused' });
});

test('a browser that is missing is said so', async () => {
  const none = createPrinting(configSchema.parse({ capture: { browser: { executable: '/nowhere/chromium' } } }));
  await expect(none.printPdf(documentOf(''))).rejects.toThrow(/\/nowhere\/chromium/);
  await none.close();
});

/** Formula, markup, XML, PDF and Word links, control characters, and letters that run to the left. */
const hostile =
  '=HYPERLINK("http://evil.example/?q=1") </w:t></w:r><script>x</script>&#0; ]]> \u0000\u202e שלום مرحبا (http://evil.example) ';

test.each(formNames.slice(0, 1))(
  'the longest and most hostile text in every field of the %s report stays text',
  async (name) => {
    const template = formsOnce()[name];
    const keys = keysOf(template);
    const values = Object.fromEntries(
      keys.map((key) => [key, /:[^:]*$/.test(key) && !key.endsWith(':more') ? '1' : hostile.repeat(30)]),
    );
    const document = formDocument(template, values);
    const html = formHtml(document);
    expect(html).not.toMatch(/<script|<\/w:t|href="http/);
    expect(html).not.toContain('\u202e');
    const pdf = textOf(await printing.printPdf(html));
    expect(pdf).not.toMatch(/\/URI|\/JavaScript|\/Launch|\/OpenAction/);
    const parts = readEntries(await printing.writeFormDocx(document));
    const body = parts.get('word/document.xml') ?? '';
    expect(body).toContain('=HYPERLINK(&quot;http://evil.example/?q=1&quot;) &lt;/w:t&gt;');
    expect(body).not.toMatch(/<script|<w:hyperlink|<w:fldSimple/);
    expect([...body].filter((one) => one === '\u202e' || (one < ' ' && !'\r\n\t'.includes(one)))).toEqual([]);
    expect([...parts].filter(([path, text]) => path.endsWith('.rels') && text.includes('evil.example'))).toEqual([]);
    expect(body).toMatch(/<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701"/);
    expect(parts.get('word/styles.xml')).toContain('Times New Roman');
  },
);
