/** Icons: each state has its own shape, so nothing depends on colour vision. */
import type { SiteState } from '../../store/reads/site-state.ts';

export type IconName =
  | SiteState
  | 'brand'
  | 'search'
  | 'clock'
  | 'mail'
  | 'dead'
  | 'globe'
  | 'person'
  | 'picture'
  | 'arrow'
  | 'menu';

const shapes: Readonly<Record<IconName, string>> = {
  alarm: 'M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9zM12 7v6M12 16.5v.5',
  suspect: 'M12 3 22 20.5H2zM12 9.5v5M12 17.2v.3',
  confirming: 'M12 3 22 20.5H2zM8 17a4 4 0 0 1 7-2.600M16 13v2.500h-2.500',
  unknown:
    'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM9.2 9.4a2.9 2.9 0 1 1 4.3 2.6c-1 .6-1.5 1.1-1.5 2.2M12 17v.3',
  unseen:
    'M3 3l18 18M10.6 6.2A9.8 9.8 0 0 1 21.5 12a14 14 0 0 1-2.4 3.2M6.5 7.5A13.600 13.600 0 0 0 2.500 12a10 10 0 0 0 13.600 5M9.900 9.900a3 3 0 0 0 4.200 4.200',
  learning:
    'M12 6.500C10 4.800 6.500 4.500 3 5v13.500c3.500-.5 7-.2 9 1.500 2-1.700 5.500-2 9-1.500V5c-3.500-.5-7-.2-9 1.500zM12 6.500V20',
  provisional: 'M12 2.500a9.500 9.500 0 1 0 0 19 9.500 9.500 0 0 0 0-19zM12 7v5.300l3.500 2.200',
  ok: 'M12 2.500a9.500 9.500 0 1 0 0 19 9.500 9.500 0 0 0 0-19zM7.500 12.300l3.200 3.200 6-6.500',
  paused: 'M8.500 5v14M15.500 5v14',
  brand: 'M5 21V10l7-6 7 6v11M5 21h14M9 21v-6h6v6M12 4V1.500M9.500 11h5',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500 21 21',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2',
  mail: 'M3 5.500h18v13H3zM3 6.500l9 7 9-7',
  dead: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.500 8.500l7 7M15.500 8.500l-7 7',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c-5 5-5 13 0 18 5-5 5-13 0-18z',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20.500c1-4 4.200-6 8-6s7 2 8 6',
  menu: 'M4 6h16M4 12h16M4 18h16',
  picture: 'M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 5M15.500 8.500v.3',
  arrow: 'M5 12h14M13 6l6 6-6 6',
};

/** Decorative: the text is beside it. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={shapes[name]} />
  </svg>
);
