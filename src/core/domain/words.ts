/** The same sentence in Vietnamese and English; shown as text, never as markup. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}
