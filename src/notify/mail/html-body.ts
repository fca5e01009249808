/**
 * Renders a message as HTML. hono's `html` escapes every value. Only accents are coloured: the mail client's own colours
 * apply, so dark and light both work without a style sheet, which many clients drop.
 */
import { html } from 'hono/html';
import { dialled } from '../../core/people/telephone.ts';
import type { Fact, List, Message, Page, Part, Picture, Tone } from './messages/message.ts';
import { cidOf } from './picture-name.ts';

type Markup = ReturnType<typeof html>;

/** White text on each has a contrast of at least 4.9. Never used for text: no shade is legible on both white and black. */
const accents: Readonly<Record<Tone, string>> = {
  alarm: '#c62828',
  warning: '#a85800',
  good: '#1b7a3d',
  plain: '#1f5fa8',
};

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";
const line = '1px solid rgba(128,128,128,.3)';
const title = 'margin:24px 0 6px;font-size:17px;line-height:1.3;font-weight:700';
const wrap = 'overflow-wrap:anywhere;word-break:break-word';

export function htmlBody(message: Message): string {
  const language = message.parts[0]?.language ?? 'vi';
  const page = html`<!doctype html>
<html lang="${language}" style="color-scheme:light dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="date=no,address=no,url=no">
<title>${message.subject}</title>
</head>
<body style="margin:0;padding:0;${font}">
${preview(message)}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr>
<td align="left" style="${font};font-size:16px;line-height:1.5;${wrap}">
${message.parts.map((part, index) => partMarkup(part, message, index === 0))}
${otherMarkup(message)}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
  return String(page);
}

/** What a phone shows under the subject before the message is opened. */
function preview(message: Message): Markup {
  const [part] = message.parts;
  const text = part === undefined ? '' : [part.badge, ...part.facts.map((fact) => fact.value)].join(' · ');
  return html`<div style="display:none;max-height:0;overflow:hidden;opacity:0">${text}</div>`;
}

function partMarkup(part: Part, message: Message, isFirst: boolean): Markup {
  const accent = accents[message.tone];
  return html`<div lang="${part.language}" style="margin:0 0 36px">
${isFirst ? bannerMarkup(part, accent) : quietBannerMarkup(part, accent)}
${part.hero === undefined || !isFirst ? '' : heroMarkup(part.hero)}
${part.lead === null ? '' : html`<p style="margin:14px 0 0">${part.lead}</p>`}
${factsMarkup(part.facts)}
${actMarkup(message, part, accent)}
${part.pages.map((page) => pageMarkup(page, accent))}
${linksMarkup(message, part, accent)}
${part.lists.map(listMarkup)}
<p style="margin:24px 0 0;padding:12px 0 0;border-top:${line};font-size:13px;line-height:1.45;opacity:.75">${part.foot}</p>
</div>`;
}

function otherMarkup({ other }: Message): Markup | string {
  if (other === undefined) return '';
  return html`<p lang="${other.language}" style="margin:0 0 24px;font-size:14px"><a href="${other.link}" style="color:inherit;text-decoration:underline">${other.label}</a></p>`;
}

function bannerMarkup(part: Part, accent: string): Markup {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td bgcolor="${accent}" style="background-color:${accent};color:#ffffff;border-radius:8px;padding:16px 18px;${font};${wrap}">
<div style="font-size:13px;line-height:1.3;font-weight:700;letter-spacing:.06em">${part.badge}</div>
<h1 style="margin:6px 0 0;font-size:21px;line-height:1.3;font-weight:700;color:#ffffff">${part.headline}</h1>
</td></tr></table>`;
}

/** The second language is a repetition and must not look like a second alarm. */
function quietBannerMarkup(part: Part, accent: string): Markup {
  return html`<div style="border-left:4px solid ${accent};padding:2px 0 2px 14px;${wrap}">
<div style="font-size:13px;line-height:1.3;font-weight:700;letter-spacing:.06em">${part.badge}</div>
<h1 style="margin:4px 0 0;font-size:19px;line-height:1.3;font-weight:700">${part.headline}</h1>
</div>`;
}

function factsMarkup(facts: readonly Fact[]): Markup {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:10px 0 0">
${facts.map(
  (fact) => html`<tr>
<td width="96" valign="top" style="width:96px;padding:7px 10px 7px 0;border-bottom:${line};${font};font-size:14px;line-height:1.5"><span style="opacity:.7">${fact.label}</span></td>
<td valign="top" style="padding:7px 0;border-bottom:${line};${font};font-size:16px;line-height:1.4;font-weight:600;${wrap}">${breakable(fact.value)}</td>
</tr>`,
)}
</table>`;
}

/** Narrow screens break an address before a dot, not inside a name. */
function breakable(text: string): Markup[] {
  return text.split(/(?=\[\.\])/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`));
}

function pageMarkup(page: Page, accent: string): Markup {
  const heading =
    page.address === null
      ? ''
      : html`<h2 style="${title};border-left:4px solid ${accent};padding:0 0 0 10px">${page.address}</h2>`;
  return html`${heading}
${page.facts.length === 0 ? '' : factsMarkup(page.facts)}
${page.reasons.items.length === 0 ? '' : listMarkup(page.reasons)}
${page.pictures.length === 0 ? '' : picturesMarkup(page.pictures)}${page.indicators.items.length === 0 ? '' : listMarkup(page.indicators)}`;
}

function picturesMarkup(pictures: readonly Picture[]): Markup {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:14px 0 0"><tr>
${pictures.map(
  (
    picture,
    index,
  ) => html`<td width="50%" valign="top" style="width:50%;padding:${index === 0 ? '0 6px 0 0' : '0 0 0 6px'};${font};font-size:13px;line-height:1.4">
<div style="padding:0 0 4px;font-weight:600">${picture.caption}</div>
<img src="cid:${cidOf(picture.hash)}" alt="${picture.caption}" width="280" style="display:block;box-sizing:border-box;width:100%;max-width:280px;height:auto;border:${line};border-radius:4px">
</td>`,
)}
</tr></table>`;
}

function listMarkup(list: List): Markup {
  const items = list.items.map((item) => html`<li style="margin:0 0 7px;padding:0 0 0 2px">${item}</li>`);
  const style = 'margin:0;padding:0 0 0 22px';
  return html`<h2 style="${title}">${list.title}</h2>
${list.ordered ? html`<ol style="${style}">${items}</ol>` : html`<ul style="${style}">${items}</ul>`}`;
}

/** First steps come before the evidence, so that they are visible on a phone without scrolling. */
function actMarkup({ actLink }: Message, part: Part, accent: string): Markup | string {
  const { actLabel } = part;
  if (!actLink || actLabel === undefined) return html`${callsMarkup(part)}`;
  const claim =
    part.claimLabel === undefined
      ? ''
      : html`<p style="margin:12px 0 0;font-size:14px"><a href="${actLink}#own-work" style="color:inherit;text-decoration:underline">${part.claimLabel}</a></p>`;
  return html`${buttonMarkup(actLink, actLabel, accent)}${callsMarkup(part)}${claim}`;
}

/** Beside the button where there is room for both, below it on a phone. */
function callsMarkup({ calls = [] }: Part): Markup[] {
  return calls.map(
    ({ label, phone }) =>
      html`<div style="display:inline-block;vertical-align:middle;margin:20px 24px 0 0;font-size:15px;line-height:1.4"><span style="opacity:.7">${label}</span><br><a href="tel:${dialled(phone)}" style="color:inherit;font-size:18px;font-weight:700;text-decoration:none">☎ ${phone}</a></div>`,
  );
}

function heroMarkup({ hash, caption }: Picture): Markup {
  return html`<div style="margin:12px 0 0;font-size:13px;line-height:1.4"><div style="max-width:360px;max-height:300px;overflow:hidden;border:${line};border-radius:4px"><img src="cid:${cidOf(hash)}" alt="${caption}" width="360" style="display:block;box-sizing:border-box;width:100%;max-width:360px;height:auto"></div><span style="opacity:.75">${caption}</span></div>`;
}

function linksMarkup({ link, actLink }: Message, part: Part, accent: string): Markup | string {
  if (link === null) return '';
  if (!actLink || part.actLabel === undefined) return buttonMarkup(link, part.linkLabel, accent);
  return html`<p style="margin:14px 0 0"><a href="${link}" style="color:inherit;font-weight:600;text-decoration:underline">${part.linkLabel}</a></p>`;
}

function buttonMarkup(link: string, label: string, accent: string): Markup {
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:20px 24px 0 0;display:inline-table;vertical-align:middle"><tr>
<td bgcolor="${accent}" style="background-color:${accent};border-radius:6px">
<a href="${link}" style="display:inline-block;padding:12px 20px;${font};font-size:16px;line-height:1.3;font-weight:700;color:#ffffff;text-decoration:none">${label}</a>
</td></tr></table>`;
}
