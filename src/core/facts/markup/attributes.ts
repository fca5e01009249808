/** Attributes by name, the first of each name as in browsers. */
export type Attributes = Readonly<Record<string, string | undefined>>;
