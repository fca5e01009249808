/** A form as a printable page: A4 and margins, type sizes and places as Nghị định 30/2020/NĐ-CP, phụ lục I, sets them. */
import {
  type DocumentBlock,
  type DocumentOption,
  type FormDocument,
  isShortOption,
} from '../../core/forms/form-document.ts';

const style = `
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 13pt Tinos, serif } }
@page :first { @top-center { content: none } }
html { font: 13pt/1.3 Tinos, 'Times New Roman', serif; color: #000 }
body { margin: 0; overflow-wrap: anywhere }
p { margin: 0 0 4pt }
.head { display: grid; grid-template-columns: 44% 56%; text-align: center; margin-bottom: 14pt }
.head p { margin: 0 }
.small { font-size: 13pt }
.parent { font-size: 12pt }
.nation { font-size: 12pt; font-weight: bold; white-space: nowrap }
.motto { font-size: 13pt; font-weight: bold; display: inline-block; border-bottom: 1pt solid #000; padding-bottom: 1pt }
.agency { font-size: 12pt; font-weight: bold }
.rule { width: 40%; border: 0; border-top: 1pt solid #000; margin: 2pt auto 6pt }
.head .date { font-style: italic; margin-top: 5pt }
.mark { text-align: right; font-style: italic; margin-bottom: 6pt }
h1 { font-size: 14pt; line-height: 1.3; text-align: center; margin: 0 }
h1 span { display: block }
.to { display: grid; grid-template-columns: auto auto; justify-content: center; margin: 10pt 0 }
.to p { margin: 0 4pt 0 0 }
.basis { font-style: italic; text-align: justify; text-indent: 10mm }
h2 { font-size: 13pt; margin: 10pt 0 4pt; break-after: avoid }
.line { display: flex; align-items: baseline; gap: 4pt }
.line .label { flex: 0 1 auto }
.line .value { flex: 1 1 40%; min-width: 30% }
.dots { flex: 1 1 30%; min-width: 30%; border-bottom: 1pt dotted #000; height: 1em }
.empty { border-bottom: 1pt dotted #000; height: 1.45em; margin: 0 }
.text { text-align: justify; text-indent: 10mm }
.label { break-after: avoid }
.options { margin: 0 0 6pt; padding: 0; list-style: none }
.options.short { display: flex; flex-wrap: wrap; gap: 0 16pt }
.options li { display: flex; align-items: baseline; gap: 5pt; margin: 0 0 2pt; break-inside: avoid }
.options .value { flex: 1 1 40% }
.box { flex: none; width: 9.5pt; height: 9.5pt; border: 1pt solid #000; font: bold 11pt/9pt Tinos; text-align: center; align-self: flex-start; margin-top: 3pt }
.end { display: grid; grid-template-columns: 45% 55%; margin-top: 16pt; break-inside: avoid }
.copies { font-size: 11pt; line-height: 1.25 }
.copies h2 { font-size: 12pt; font-style: italic; margin: 0 }
.copies ul { margin: 0; padding: 0; list-style: none }
.sign { text-align: center; font-weight: bold }
.sign .space { height: 30mm; font-weight: normal; font-style: italic }
bdi { unicode-bidi: isolate }
`;

export function formHtml(document: FormDocument): string {
  const { parent, agency, number, placeAndDate, heading, about, mark, recipients, copies } = document;
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>${escaped(`${heading} ${about}`)}</title>
<link rel="stylesheet" href="tinos.css"><style>${style}</style></head><body>
${mark === '' ? '' : `<p class="mark">${escaped(mark)}</p>`}
<div class="head">
<div>${parent === '' ? '' : `<p class="parent">${isolated(parent)}</p>`}<p class="agency">${isolated(agency)}</p><hr class="rule"><p class="small">${isolated(number)}</p></div>
<div><p class="nation">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p><span class="motto">Độc lập - Tự do - Hạnh phúc</span></p><p class="date">${isolated(placeAndDate)}</p></div>
</div>
<h1><span>${escaped(heading)}</span><span>${escaped(about)}</span></h1><hr class="rule">
<div class="to"><p>Kính gửi:</p><div>${recipients
    .map((one) => `<p>- ${isolated(one)};</p>`)
    .join('')
    .replace(/;<\/p>$/, '.</p>')}</div></div>
<p class="basis">${escaped(document.basis)}</p>
${document.blocks.map(blockHtml).join('\n')}
<div class="end">
<div class="copies"><h2>Nơi nhận:</h2><ul>${copies
    .map((one) => `<li>- ${isolated(one)};</li>`)
    .join('')
    .replace(/;<\/li>$/, '.</li>')}</ul></div>
<div class="sign"><p>${isolated(document.signTitle)}</p><p class="space">(Chữ ký, dấu)</p><p>${isolated(document.signName)}</p></div>
</div>
</body></html>`;
}

function blockHtml(block: DocumentBlock): string {
  switch (block.type) {
    case 'section':
      return `<h2>${escaped(block.title)}</h2>`;
    case 'line':
      return `<p class="line"><span class="label">${escaped(block.label)}:</span>${valueHtml(block.value)}</p>`;
    case 'text':
      return `<p class="label">${escaped(block.label)}:</p>${
        block.paragraphs.length === 0
          ? '<p class="empty"></p>'.repeat(3)
          : block.paragraphs.map((one) => `<p class="text">${isolated(one)}</p>`).join('')
      }`;
    case 'choice': {
      const isShort = block.options.every(isShortOption);
      return `<p class="label">${escaped(block.label)}:</p><ul class="options${isShort ? ' short' : ''}">${block.options.map(optionHtml).join('')}</ul>`;
    }
  }
}

function optionHtml({ label, isChosen, more }: DocumentOption): string {
  const beside = more === null ? '' : valueHtml(more);
  return `<li><span class="box">${isChosen ? '×' : ''}</span><span>${escaped(label)}${more === null ? '' : ':'}</span>${beside}</li>`;
}

function valueHtml(value: string): string {
  return value === '' ? '<span class="dots"></span>' : `<span class="value">${isolated(value)}</span>`;
}

/** What people and pages wrote keeps its direction to itself. */
function isolated(text: string): string {
  return `<bdi>${escaped(text)}</bdi>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
