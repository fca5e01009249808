/** What hostile text must not cause on a dashboard page, in its markup and in a real browser. */
import { load } from 'cheerio';
import type { Page } from 'playwright';

/** Elements and attributes that can only come from a watched page's own markup. */
export function foreignMarkup(html: string): string[] {
  const $ = load(html);
  const strange: string[] = [];
  for (const { tagName, attribs } of $('*')
    .get()
    .filter((node) => node.type !== 'text' && 'attribs' in node)) {
    if (tagName === 'script' && !attribs.src?.startsWith('/assets/')) strange.push('script');
    if (tagName === 'img' && !attribs.src?.startsWith('/looks/')) strange.push('img');
    strange.push(...Object.keys(attribs).filter((name) => name.startsWith('on') || name === 'style'));
  }
  return strange;
}

/** A foreign address that would be followed, fetched or submitted to. */
export const foreignLink = /(href|src|action)="(https?:|\/\/|javascript:|data:)/i;

/** Grows by anything on the page that the dashboard at `origin` did not cause itself. */
export function watchPage(page: Page, origin: string): readonly string[] {
  const happened: string[] = [];
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => happened.push('dialog')));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) happened.push(request.url().slice(0, 200));
  });
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) happened.push(message.text().slice(0, 200));
  });
  return happened;
}
