/** An address that surely does not exist but looks ordinary: a site that serves it serves anything. */

/** Words from titles of news and notices, so that a portal's filters see nothing odd. */
const words = ['thong-bao', 'ke-hoach', 'bao-cao', 'quyet-dinh', 'huong-dan', 'lich-cong-tac', 'ket-qua', 'hoi-nghi'];
const endings = ['', '.html', '.htm', '.aspx', '.php', '/', '', '.html'];

/**
 * @param siteUrl any address of the site
 * @param id random, at least 12 hexadecimal digits: it chooses the words, and most of it appears in the address
 */
export function controlAddress(siteUrl: string, id: string): string {
  const digit = (place: number): number => Number.parseInt(id[place] ?? '0', 16);
  const word = (place: number): string => words[digit(place) % words.length] ?? 'thong-bao';
  return new URL(`/${word(0)}-${word(1)}-${id.slice(2, 12)}${endings[digit(12) % endings.length] ?? ''}`, siteUrl).href;
}
