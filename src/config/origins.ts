/** Where each configuration value comes from. */

/** `environment` names the variable; a default has no origin. */
export type Origin = { readonly from: 'file' } | { readonly from: 'environment'; readonly variable: string };

/** By key, like `smtp.host`; a list counts as one value. */
export type Origins = Readonly<Record<string, Origin>>;

/** The keys of all values in a tree. */
export function keysOf(tree: Readonly<Record<string, unknown>>, before = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const key = before === '' ? name : `${before}.${name}`;
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isSection ? keysOf(value as Readonly<Record<string, unknown>>, key) : [key];
  });
}

/** Null for defaults and for values set at the dashboard. */
export function originOf(origins: Origins | undefined, key: string): Origin | null {
  return (origins && Object.hasOwn(origins, key) ? origins[key] : null) ?? null;
}
