/** A period report as an official paper: on the dashboard, as a file of its own, and as what is printed to PDF. */
import type { Child } from 'hono/jsx';
import type { Bars, Block, Cell, ReportDocument, Strip, Table } from '../../../core/reports/document.ts';
import { cellText } from '../../../core/reports/document.ts';
import { localDate } from '../../../core/reports/local-date.ts';
import { MissingPattern } from '../charts/figure.tsx';
import { coverTone } from '../charts/small.tsx';
import { StackedBars, stackedSize } from '../charts/stacked-bars.tsx';

/** The heading's level on the page it stands on: 1 alone, 2 within the dashboard. */
type Level = 1 | 2;

export const ReportArticle = ({ document, level }: { document: ReportDocument; level: Level }) => (
  <article class="report" lang={document.language}>
    <MissingPattern />
    <Letterhead document={document} level={level} />
    {document.sections.map((section) => (
      <section
        class={section.isAppendix ? (section.isWide ? 'report-appendix report-wide' : 'report-appendix') : undefined}
      >
        <Heading level={level + 1} id={`section-${section.id}`}>
          {section.title}
        </Heading>
        {section.blocks.map((block) => (
          <BlockOf block={block} document={document} level={level} />
        ))}
        {section.id === lastMain(document) && <Signature document={document} />}
      </section>
    ))}
  </article>
);

function lastMain({ sections }: ReportDocument): string | undefined {
  return sections.findLast(({ isAppendix }) => !isAppendix)?.id;
}

const Heading = ({ level, id, children }: { level: number; id?: string; children?: Child }) => {
  if (level === 1) return <h1 id={id}>{children}</h1>;
  return level === 2 ? <h2 id={id}>{children}</h2> : <h3 id={id}>{children}</h3>;
};

const Letterhead = ({ document, level }: { document: ReportDocument; level: Level }) => {
  const { office, language, madeAt, timeZone, title, subtitle } = document;
  const isVi = language === 'vi';
  const { day, month, year } = localDate(madeAt, timeZone);
  const place = office.place === '' ? '……………' : office.place;
  return (
    <header class="report-head">
      <div class="report-letterhead">
        <div>
          {office.parent !== '' && <p class="upper">{office.parent}</p>}
          <p class="upper strong ruled">{office.name === '' ? '…………………………' : office.name}</p>
          <p>{isVi ? 'Số: ……/BC-……' : 'No.: ……'}</p>
        </div>
        <div>
          <p class="strong">{isVi ? 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM' : 'SOCIALIST REPUBLIC OF VIET NAM'}</p>
          <p class="strong ruled">{isVi ? 'Độc lập - Tự do - Hạnh phúc' : 'Independence – Freedom – Happiness'}</p>
          <p class="slanted">
            {isVi
              ? `${place}, ngày ${twoDigits(day)} tháng ${month < 3 ? twoDigits(month) : month} năm ${year}`
              : `${place}, ${day}/${month}/${year}`}
          </p>
        </div>
      </div>
      <div class="report-title">
        <p class="strong">{isVi ? 'BÁO CÁO' : 'REPORT'}</p>
        <Heading level={level}>{title}</Heading>
        {subtitle.map((line) => (
          <p class="slanted">{line}</p>
        ))}
      </div>
      <p class="report-addressee">
        {isVi ? 'Kính gửi: ' : 'To: '}
        {office.addressee === '' ? '……………………………………………………' : office.addressee}
      </p>
    </header>
  );
};

const twoDigits = (value: number) => String(value).padStart(2, '0');

const Signature = ({ document: { language } }: { document: ReportDocument }) => {
  const isVi = language === 'vi';
  return (
    <div class="report-signature">
      <div>
        <p class="strong slanted">{isVi ? 'Nơi nhận:' : 'Copies:'}</p>
        <p>{isVi ? '- Như trên;' : '- As above;'}</p>
        <p>{isVi ? '- Lưu: VT, ……' : '- File.'}</p>
      </div>
      <div>
        <p class="strong">{isVi ? 'THỦ TRƯỞNG ĐƠN VỊ' : 'HEAD OF THE OFFICE'}</p>
        <p class="slanted">{isVi ? '(Ký, ghi rõ họ tên, đóng dấu)' : '(Signature, name, seal)'}</p>
      </div>
    </div>
  );
};

interface BlockProps<B> {
  readonly block: B;
  readonly document: ReportDocument;
  readonly level: Level;
}

const BlockOf = ({ block, document, level }: BlockProps<Block>) => {
  switch (block.type) {
    case 'paragraph':
      return <p class="report-text">{block.text}</p>;
    case 'table':
      return <TableOf block={block} document={document} level={level} />;
    case 'bars':
      return <BarsOf bars={block} language={document.language} />;
    case 'strip':
      return <StripOf strip={block} document={document} />;
  }
};

/** A table of so many lines is not divided between two pages. */
const mostUnbroken = 12;

/** A number that is nothing but a number stands to the right; words that replace one too. */
const TableOf = ({ block: table, document }: BlockProps<Table>) => (
  <section class="report-table" tabindex={0} aria-labelledby={`table-${table.id}`}>
    <table class={table.rows.length <= mostUnbroken ? 'unbroken' : undefined}>
      <caption id={`table-${table.id}`}>{table.title}</caption>
      <colgroup>
        {table.columns.map(({ width = 4 }) => (
          <col class={`width-${width}`} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {table.columns.map(({ title, isText }) => (
            <th scope="col" class={isText ? undefined : 'figure'}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr>
            {row.map((cell, index) => (
              <CellOf
                cell={cell}
                isHead={index === 0 && table.columns[0]?.isText === true}
                isText={table.columns[index]?.isText === true}
                document={document}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    {table.note !== undefined && <p class="report-note">{table.note}</p>}
  </section>
);

interface CellProps {
  readonly cell: Cell;
  readonly isHead: boolean;
  readonly isText: boolean;
  readonly document: ReportDocument;
}

const CellOf = ({ cell, isHead, isText, document }: CellProps) => {
  const shown = cellText(cell, document);
  return isHead ? (
    <th scope="row">{shown}</th>
  ) : (
    <td class={isText ? undefined : `figure value-${cell.type}`}>{shown}</td>
  );
};

const BarsOf = ({ bars, language }: { bars: Bars; language: ReportDocument['language'] }) => (
  <figure class="report-figure" aria-labelledby={`figure-${bars.id}`}>
    <figcaption id={`figure-${bars.id}`}>{bars.title}</figcaption>
    <svg
      viewBox={`0 0 ${stackedSize.width} ${stackedSize.height}`}
      role="img"
      aria-label={`${bars.title}. ${bars.description}`}
    >
      <StackedBars bars={bars.bars} series={bars.series} missingText={bars.missingText} />
    </svg>
    <ul class="legend" aria-label={language === 'vi' ? 'Chú giải' : 'Legend'}>
      {bars.series.map(({ kind, name }) => (
        <li>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <rect class={`kind-${kind}`} width="12" height="12" rx="2" />
          </svg>
          {name}
        </li>
      ))}
      {bars.bars.some(({ counts }) => counts === null) && (
        <li>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <rect width="12" height="12" rx="2" fill="url(#missing)" />
          </svg>
          {bars.missingText}
        </li>
      )}
    </ul>
    <p class="report-note">{bars.description}</p>
  </figure>
);

const stripBox = { width: 720, height: 46, barHeight: 22 };

/** One box per part of the period, its share as a word below where there is room. */
const StripOf = ({ strip, document }: { strip: Strip; document: ReportDocument }) => {
  const step = stripBox.width / Math.max(1, strip.cells.length);
  const every = Math.max(1, Math.ceil(52 / step));
  const words = (share: number | null) =>
    share === null
      ? cellText({ type: 'none', why: 'missing' }, document)
      : cellText({ type: 'share', value: Math.floor(share * 10_000) / 10_000 }, document);
  return (
    <figure class="report-figure" aria-labelledby={`figure-${strip.id}`}>
      <figcaption id={`figure-${strip.id}`}>{strip.title}</figcaption>
      <svg
        viewBox={`0 0 ${stripBox.width} ${stripBox.height}`}
        role="img"
        aria-label={`${strip.title}. ${strip.cells.map(({ label, share }) => `${label}: ${words(share)}`).join('; ')}`}
      >
        {strip.cells.map(({ label, share }, index) => {
          const tone = share === null ? 'missing' : coverTone(share);
          return (
            <>
              <rect
                class={tone === 'missing' ? 'report-cell' : `report-cell cover-${tone}`}
                x={index * step}
                y={0}
                width={step}
                height={stripBox.barHeight}
                fill={tone === 'missing' ? 'url(#missing)' : undefined}
              >
                <title>{`${label}: ${words(share)}`}</title>
              </rect>
              {share !== null && step >= 52 && (
                <text class="axis-text middle report-share" x={index * step + step / 2} y={15}>
                  {words(share)}
                </text>
              )}
              {index % every === 0 && (
                <text class="axis-text" x={index * step + 1} y={stripBox.height - 8}>
                  {label}
                </text>
              )}
            </>
          );
        })}
      </svg>
      <p class="report-note">{strip.description}</p>
    </figure>
  );
};
