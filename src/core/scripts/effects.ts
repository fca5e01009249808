/** What a script would do to the page, in the order that the interpreter meets it. */
import type { MadeElement } from './values.ts';

/** `now`: unasked and certain. `perhaps`: under an unknown condition. `asked`: after a click, key press or call. */
export type When = 'now' | 'perhaps' | 'asked';

/** Ways in which data can leave the page; `own-form`: a form that the page has is turned elsewhere. */
export type Channel = 'own-form' | 'image' | 'request' | 'socket' | 'form' | 'script' | 'navigation';

export type Effect =
  | { readonly type: 'markup'; readonly markup: string; readonly isWholePage: boolean; readonly when: When }
  | { readonly type: 'element'; readonly element: MadeElement; readonly when: When }
  | { readonly type: 'text'; readonly text: string; readonly when: When }
  | { readonly type: 'title'; readonly text: string; readonly when: When }
  | { readonly type: 'code'; readonly code: string; readonly when: When }
  /** Another page in this window or a new one. */
  | { readonly type: 'redirect'; readonly url: string; readonly when: When; readonly isAtClick?: true }
  | {
      readonly type: 'send';
      readonly channel: Channel;
      readonly url: string;
      readonly taint: number;
      readonly when: When;
    }
  | { readonly type: 'clipboard'; readonly text: string; readonly when: When }
  | { readonly type: 'asks-push'; readonly when: When }
  | { readonly type: 'registers-worker'; readonly when: When }
  | { readonly type: 'runs-machine-code'; readonly when: When }
  | { readonly type: 'hides-page'; readonly when: When };

export const effectsCap = 2_000;
