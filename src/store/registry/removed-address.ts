/** Addresses of removed pages are marked, so that they can be registered again. */

export const markedRemoved = (targetId: string, url: string): string => `removed:${targetId}:${url}`;

/** The address under which a page was watched. */
export const asRegistered = (url: string): string => url.replace(/^removed:[^:]*:/, '');
