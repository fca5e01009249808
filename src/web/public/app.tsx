/**
 * The public page: an application of its own on a listener of its own. What is not in its table does not exist there,
 * so no route of the dashboard does.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createClientRate } from '../../monitor/requests/client-rate.ts';
import { type Assets, loadAssets } from '../assets.ts';
import { clientAddress } from '../gate/client-address.ts';
import { isForeign, readFields } from '../gate/forms.ts';
import { ownHostOnly, publicPolicy, safeHeaders } from '../gate/headers.ts';
import { chooseLanguage, inBothLanguages, type Language } from '../texts.ts';
import { sendReport, sendWatch, serveCsv, serveWorkbook, showHome, showReport, showSent, showWatch } from './forms.tsx';
import { notePage } from './layout.tsx';
import { doAgree, doConfirm, doExtend, showAgree, showConfirm, showExtend } from './links.tsx';
import { publicTexts } from './texts.ts';
import type { PublicHandler, PublicParts, PublicVisit } from './visit.ts';

/** The longest text of each field, percent-encoded. */
const formBytes = 64_000;

const token = ':token{[A-Za-z0-9_-]{43}}';

const publicRoutes: readonly (readonly ['GET' | 'POST', string, PublicHandler])[] = [
  ['GET', '/', showHome],
  ['GET', '/watch', showWatch],
  ['POST', '/watch', sendWatch],
  ['GET', '/report', showReport],
  ['POST', '/report', sendReport],
  ['GET', '/sent/:what{watch|report|report-mail}', showSent],
  ['GET', '/template.xlsx', serveWorkbook],
  ['GET', '/template.csv', serveCsv],
  ['GET', `/confirm/${token}`, showConfirm],
  ['POST', `/confirm/${token}`, doConfirm],
  ['GET', `/agree/${token}`, showAgree],
  ['POST', `/agree/${token}`, doAgree],
  ['GET', `/extend/${token}`, showExtend],
  ['POST', `/extend/${token}`, doExtend],
];

const foreignNameText = inBothLanguages({
  vi: 'Tên này không phải của trang: hãy dùng địa chỉ ghi tại requests.publicUrl.',
  en: 'This name does not belong to this page: use the address in requests.publicUrl.',
});

export function createPublicWeb(parts: PublicParts, listen: string): Hono {
  const assets = loadAssets();
  const rate = createClientRate();
  const { publicUrl } = parts.config.requests;
  const app = new Hono();
  app.use(safeHeaders({ publicUrl }, publicPolicy));
  app.use(ownHostOnly({ listen, publicUrl }, foreignNameText));
  const visitOf = (context: Context): PublicVisit => arrive(context, parts, assets, rate);
  const limit = bodyLimit({
    maxSize: formBytes,
    onError: (context) => refused(visitOf(context), 'tooLarge', 413),
  });
  for (const [method, path, handler] of publicRoutes) {
    app.on(method, path, limit, async (context) => {
      const visit = visitOf(context);
      if (method === 'GET') return handler(visit);
      if (isForeign(context)) return refused(visit, 'foreign', 403);
      const sent = await readFields(context, false);
      return sent === null ? refused(visit, 'foreign', 400) : handler({ ...visit, form: sent.form });
    });
  }
  for (const name of ['public.css', 'favicon.svg'] as const) {
    const asset = assets.all.find(({ path }) => path === assets.path[name]);
    if (asset === undefined) continue;
    app.get(asset.path, (context) =>
      context.body(asset.bytes, 200, {
        'Content-Type': asset.mediaType,
        'Cache-Control': 'public, max-age=31536000, immutable',
      }),
    );
  }
  app.notFound((context) => {
    const visit = visitOf(context);
    return notePage(visit, visit.texts.notFoundTitle, visit.texts.notFoundText, 404);
  });
  app.onError((error, context) => {
    // No path and no field: they hold links and personal data.
    parts.log.error({ err: error }, 'the public page failed');
    return refused(visitOf(context), 'broken', 500);
  });
  return app;
}

function refused(visit: PublicVisit, text: 'tooLarge' | 'foreign' | 'broken', status: 400 | 403 | 413 | 500) {
  return notePage(visit, visit.texts.refusedTitle, visit.texts[text], status);
}

function arrive(context: Context, parts: PublicParts, assets: Assets, rate: PublicVisit['rate']): PublicVisit {
  const asked = context.req.query('language') ?? null;
  const language: Language = chooseLanguage(asked, context.req.header('accept-language'));
  const incoming: { socket?: { remoteAddress?: string } } | undefined = context.env?.incoming;
  const { publicUrl } = parts.config.requests;
  const { trustedProxies } = parts.config.web;
  const forwardedFor = context.req.header('x-forwarded-for') ?? '';
  return {
    parts,
    rate,
    assets,
    context,
    language,
    texts: publicTexts[language],
    address: clientAddress(incoming?.socket?.remoteAddress ?? '', forwardedFor, { publicUrl, trustedProxies }),
    form: new Map(),
    to: (path) => (asked === null ? path : `${path}?language=${language}`),
  };
}
