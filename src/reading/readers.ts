/** All readers, each loaded by a thread on first use: decoding pages needs no HTML parser. */
import type { Readers } from '../core/readers.ts';

export const readers: { readonly [Name in keyof Readers]: () => Promise<Readers[Name]> } = {
  page: async () => (await import('./readers/page-text.ts')).pageText,
  text: async () => (await import('./readers/page-text.ts')).textOf,
  nameServer: async () => (await import('./readers/name-server-message.ts')).readNameServerMessage,
  addresses: async () => (await import('./readers/name-server-message.ts')).readAddressMessage,
  registration: async () => (await import('./readers/rdap-answer.ts')).readRegistration,
  robots: async () => (await import('./readers/robots.ts')).sitemapsOfRules,
  allowed: async () => (await import('./readers/robots.ts')).allowedAddresses,
  sitemap: async () => (await import('./readers/site-files.ts')).pagesOfSitemap,
  links: async () => (await import('./readers/site-files.ts')).linksOfPage,
  textDifference: async () => (await import('./readers/differences.ts')).differenceOfTexts,
  copyDocument: async () => (await import('./readers/copy-document.ts')).copyDocument,
  ownerFile: async () => (await import('./readers/owner-file.ts')).readOwnerFile,
  workbook: async () => (await import('./readers/workbook.ts')).readWorkbook,
  sourceDifference: async () => (await import('./readers/differences.ts')).differenceOfSources,
};
