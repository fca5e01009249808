/**
 * Visibility measurements that the browser writes into the rendered markup as attributes. Computed styles end with the
 * page, so the capture measures them while it is open (`capture/browser/sight-script.ts`); a page's own attributes of
 * these names are renamed there, so that no page can forge them. Only the rendered view is read with them.
 */

/** On the root element; any value but `measured` means not measured. */
export const sightAttribute = 'data-vonggac-sight';
/** Why this element and its content are hidden; `no` where the content is visible again. */
export const hiddenAttribute = 'data-vonggac-hidden';
/** Share of the first screenful that this element covers, 0 to 1, and ` fixed` when it does not scroll away. */
export const coverAttribute = 'data-vonggac-cover';

/** Common prefix of all of them. */
export const attributePrefix = 'data-vonggac-';
