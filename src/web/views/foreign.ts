/**
 * Attributes for elements that hold a watched page's own text: its language is unknown, it may run right to left, and
 * translating browsers must leave evidence unchanged.
 */
export const foreign = { lang: '', dir: 'auto', translate: 'no' } as const;
