/** A form as a Word document that people finish by hand: the same parts as the printed page. */
import {
  AlignmentType,
  BorderStyle,
  CheckBox,
  Document,
  Header,
  type IParagraphOptions,
  LeaderType,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import {
  type DocumentBlock,
  type DocumentOption,
  type FormDocument,
  isShortOption,
} from '../../core/forms/form-document.ts';

/** Twentieths of a point, the unit of Word. */
const mm = (length: number): number => Math.round((length / 25.4) * 1_440);
/** A4 between the margins of 30 and 15 mm. */
const textWidth = mm(165);
/** Half points. */
const size = { body: 26, heading: 28, agency: 24, motto: 26, nation: 24, copies: 22, copiesTitle: 24 } as const;
const dotted = { type: TabStopType.RIGHT, position: textWidth, leader: LeaderType.DOT } as const;
const noBorder = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const noBorders = { top: noBorder, bottom: noBorder, left: noBorder, right: noBorder } as const;

export async function formDocx(document: FormDocument): Promise<Uint8Array> {
  const { mark, heading, about, recipients } = document;
  return Packer.pack(
    new Document({
      title: `${heading} ${about}`,
      creator: 'Vọng Gác',
      styles: {
        default: { document: { run: { font: 'Times New Roman', size: size.body, language: { value: 'vi-VN' } } } },
      },
      sections: [
        {
          properties: {
            titlePage: true,
            page: {
              size: { width: mm(210), height: mm(297) },
              margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15), header: mm(10), footer: mm(10) },
            },
          },
          headers: {
            first: new Header({ children: [new Paragraph('')] }),
            default: new Header({
              children: [
                new Paragraph({
                  alignment: AlignmentType.CENTER,
                  children: [new TextRun({ children: [PageNumber.CURRENT] })],
                }),
              ],
            }),
          },
          children: [
            ...(mark === '' ? [] : [paragraph([italic(mark)], { alignment: AlignmentType.RIGHT })]),
            head(document),
            paragraph([bold(heading, size.heading)], { alignment: AlignmentType.CENTER, spacing: { before: 240 } }),
            paragraph([bold(about, size.heading)], { alignment: AlignmentType.CENTER }),
            rule(mm(45), textWidth),
            ...recipients.map((one, index) =>
              paragraph(
                [text(`${index === 0 ? 'Kính gửi:\t' : '\t'}- ${one}${index === recipients.length - 1 ? '.' : ';'}`)],
                {
                  indent: { left: mm(25) },
                  tabStops: [{ type: TabStopType.LEFT, position: mm(45) }],
                },
              ),
            ),
            paragraph([italic(document.basis)], justified),
            ...document.blocks.flatMap(blockOf),
            paragraph([], {}),
            end(document),
          ],
        },
      ],
    }),
    'uint8array',
  );
}

const justified = { alignment: AlignmentType.BOTH, indent: { firstLine: mm(10) } } as const;

function text(value: string, of: number = size.body): TextRun {
  return new TextRun({ text: value, size: of });
}

function bold(value: string, of: number = size.body): TextRun {
  return new TextRun({ text: value, bold: true, size: of });
}

function italic(value: string): TextRun {
  return new TextRun({ text: value, italics: true });
}

function paragraph(children: ParagraphChild[], options: IParagraphOptions): Paragraph {
  return new Paragraph({ spacing: { after: 80, line: 288, lineRule: LineRuleType.AUTO }, ...options, children });
}

/** The line under a heading: a border of an empty, low paragraph, indented on both sides. */
function rule(width: number, within: number): Paragraph {
  const side = Math.round((within - width) / 2);
  return new Paragraph({
    indent: { left: side, right: side },
    spacing: { after: 120, line: 60, lineRule: LineRuleType.EXACT },
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: 'auto', space: 1 } },
    children: [],
  });
}

function columns(left: Paragraph[], right: Paragraph[], leftShare: number): Table {
  const [leftWidth, rightWidth] = [Math.round(textWidth * leftShare), Math.round(textWidth * (1 - leftShare))];
  const cell = (children: Paragraph[], width: number) =>
    new TableCell({
      children,
      borders: noBorders,
      verticalAlign: VerticalAlign.TOP,
      width: { size: width, type: WidthType.DXA },
    });
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [leftWidth, rightWidth],
    borders: { ...noBorders, insideHorizontal: noBorder, insideVertical: noBorder },
    rows: [new TableRow({ cantSplit: true, children: [cell(left, leftWidth), cell(right, rightWidth)] })],
  });
}

/** Of the agency's column beside the motto. */
const headShare = 0.44;

const centred = { alignment: AlignmentType.CENTER, spacing: { after: 0 } } as const;

function head({ parent, agency, number, placeAndDate }: FormDocument): Table {
  return columns(
    [
      ...(parent === '' ? [] : [paragraph([text(parent, size.agency)], centred)]),
      paragraph([bold(agency, size.agency)], centred),
      rule(mm(26), Math.round(textWidth * headShare)),
      paragraph([text(number)], centred),
    ],
    [
      paragraph([bold('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', size.nation)], centred),
      paragraph([bold('Độc lập - Tự do - Hạnh phúc', size.motto)], centred),
      rule(mm(58), Math.round(textWidth * (1 - headShare))),
      paragraph([italic(placeAndDate)], centred),
    ],
    headShare,
  );
}

function blockOf(block: DocumentBlock): Paragraph[] {
  switch (block.type) {
    case 'section':
      return [paragraph([bold(block.title)], { keepNext: true, spacing: { before: 160, after: 80 } })];
    case 'line':
      return [lineOf([text(`${block.label}: `)], block.value)];
    case 'text':
      return [
        paragraph([text(`${block.label}:`)], { keepNext: true }),
        ...(block.paragraphs.length === 0
          ? [1, 2, 3].map(() => lineOf([], ''))
          : block.paragraphs.map((one) => paragraph([text(one)], justified))),
      ];
    case 'choice':
      return [paragraph([text(`${block.label}:`)], { keepNext: true }), ...optionsOf(block.options)];
  }
}

/** Boxes come from a font with taller lines, which must not push the others apart. */
const optionLine = {
  indent: { left: mm(5) },
  spacing: { after: 40, line: 360, lineRule: LineRuleType.EXACT },
} as const;

/** Short ones stand on one line. */
function optionsOf(options: readonly DocumentOption[]): Paragraph[] {
  const box = ({ isChosen }: DocumentOption) => new CheckBox({ checked: isChosen });
  if (options.every(isShortOption)) {
    const all = options.flatMap((one) => [box(one), text(` ${one.label}     `)]);
    return [paragraph(all, optionLine)];
  }
  return options.map((one) =>
    one.more === null
      ? paragraph([box(one), text(` ${one.label}`)], optionLine)
      : lineOf([box(one), text(` ${one.label}: `)], one.more, optionLine),
  );
}

/** An empty value is a line of dots up to the margin. */
function lineOf(before: ParagraphChild[], value: string, options: IParagraphOptions = {}): Paragraph {
  return value === ''
    ? paragraph([...before, new TextRun({ text: '\t' })], { ...options, tabStops: [dotted] })
    : paragraph([...before, text(value)], options);
}

function end({ copies, signTitle, signName }: FormDocument): Table {
  return columns(
    [
      new Paragraph({
        children: [new TextRun({ text: 'Nơi nhận:', bold: true, italics: true, size: size.copiesTitle })],
      }),
      ...copies.map(
        (one, index) =>
          new Paragraph({ children: [text(`- ${one}${index === copies.length - 1 ? '.' : ';'}`, size.copies)] }),
      ),
    ],
    [
      paragraph([bold(signTitle)], centred),
      paragraph([italic('(Chữ ký, dấu)')], { ...centred, spacing: { after: mm(25) } }),
      paragraph([bold(signName)], centred),
    ],
    0.45,
  );
}
