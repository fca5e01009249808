/** Verification faults: one sentence each; the first ones are listed in full, all are counted. */
export interface Fault {
  readonly about: 'audit' | 'evidence' | 'baseline' | 'key' | 'witness' | 'blob';
  /** The chain row where the fault shows. */
  readonly seq: number | null;
  readonly detail: string;
}

export interface Faults {
  add(about: Fault['about'], seq: number | null, detail: string): void;
  /** The first faults of each part. */
  readonly list: readonly Fault[];
  readonly count: number;
}

/** Per part; a rewritten chain would fill screens. */
const mostListed = 20;

export function createFaults(): Faults {
  const list: Fault[] = [];
  let count = 0;
  return {
    add(about, seq, detail) {
      count += 1;
      if (list.filter((fault) => fault.about === about).length < mostListed) list.push({ about, seq, detail });
    },
    list,
    get count() {
      return count;
    },
  };
}
