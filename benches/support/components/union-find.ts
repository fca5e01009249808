/** Names that belong together. */
export interface UnionFind {
  readonly join: (a: string, b: string) => void;
  /** Each group once, its names sorted. */
  readonly groups: () => string[][];
}

export function createUnionFind(): UnionFind {
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    let at = name;
    for (let up = parents.get(at); up !== undefined && up !== at; up = parents.get(at)) {
      const above = parents.get(up) ?? up;
      parents.set(at, above);
      at = above;
    }
    if (!parents.has(at)) parents.set(at, at);
    return at;
  };
  return {
    join: (a, b) => {
      parents.set(rootOf(a), rootOf(b));
    },
    groups: () => [...Map.groupBy([...parents.keys()].sort(), rootOf).values()],
  };
}
