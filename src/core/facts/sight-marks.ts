/**
 * What the browser writes into the rendered markup about being seen, as attributes. Computed styles end with the page, so
 * the capture measures them while it stands (`capture/browser/sight-script.ts`); a page's own attributes of these names
 * are renamed there, so that no page speaks for the browser. Only the rendered view is read with them.
 */

/** On the root element; any value but `measured` means that nobody measured. */
export const sightMark = 'data-vonggac-sight';
/** Why this element and what is inside can't be seen; `no` where the inside can be seen again. */
export const hiddenMark = 'data-vonggac-hidden';
/** Share of the first screenful that this element covers, 0 to 1, and ` fixed` when it does not scroll away. */
export const coverMark = 'data-vonggac-cover';

/** What all of them begin with. */
export const markPrefix = 'data-vonggac-';
