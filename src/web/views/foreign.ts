/**
 * Attributes of an element that holds a watched page's own text: its language is not known and not the dashboard's, it
 * may run from right to left, and a translating browser must leave evidence as it was seen.
 */
export const foreign = { lang: '', dir: 'auto', translate: 'no' } as const;
