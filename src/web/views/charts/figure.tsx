/** A drawing with a title and description for screen readers, and its figures as a table. */
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Visit } from '../../gate/route.ts';
import { px } from './scale.ts';

export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Labels at the left edge, repeated where a narrow screen scrolls the drawing under them. */
export interface Axis {
  readonly width: number;
  readonly labels: readonly { readonly y: number; readonly text: string | number }[];
}

interface ChartProps {
  readonly visit: Visit;
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in one or two sentences. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly axis: Axis;
  readonly legend?: Child;
  readonly table: DataTable;
}

export const Chart = (props: PropsWithChildren<ChartProps>) => {
  const { visit, id, title, description, width, height, axis, legend, table, children } = props;
  return (
    <figure class="chart">
      <section class="chart-frame" tabindex={0} aria-label={visit.texts.chartOf(title)}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-description`}>
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-description`}>{description}</desc>
          {children}
        </svg>
        <svg
          class="chart-axis"
          viewBox={`0 0 ${axis.width} ${height}`}
          width={`${px((axis.width / width) * 100)}%`}
          aria-hidden="true"
        >
          <rect class="axis-ground" width={axis.width} height={height} />
          {axis.labels.map(({ y, text }) => (
            <text class="axis-text end" x={axis.width - 6} y={y}>
              {text}
            </text>
          ))}
        </svg>
      </section>
      {legend !== undefined && <figcaption>{legend}</figcaption>}
      <Figures visit={visit} title={title} table={table} />
    </figure>
  );
};

const Figures = ({ visit, title, table }: { visit: Visit; title: string; table: DataTable }) => (
  <details class="figures">
    <summary>{visit.texts.chartFigures}</summary>
    <section class="figures-frame" tabindex={0} aria-label={visit.texts.chartFiguresOf(title)}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column, index) => (
              <th scope="col" class={index === 0 ? undefined : 'figure'}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name, ...values]) => (
            <tr>
              <th scope="row">{name}</th>
              {values.map((value) => (
                <td class="figure">{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </details>
);

/** The hatching for missing data; once on each page that draws it. */
export const MissingPattern = () => (
  <svg class="patterns" aria-hidden="true" focusable="false">
    <defs>
      <pattern id="missing" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" class="gap-ground" />
        <rect width="2" height="5" class="gap-line" />
      </pattern>
    </defs>
  </svg>
);

export interface LegendItem {
  readonly class: string;
  readonly text: string;
  readonly isMissing?: boolean;
}

export const ChartLegend = ({ visit, items }: { visit: Visit; items: readonly LegendItem[] }) => (
  <ul class="legend" aria-label={visit.texts.legend}>
    {items.map((item) => (
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <rect class={item.class} width="12" height="12" rx="2" fill={item.isMissing ? 'url(#missing)' : undefined} />
        </svg>
        {item.text}
      </li>
    ))}
  </ul>
);
