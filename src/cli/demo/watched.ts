/** Reads the product's own listings for the demo and judges the outcome. */
import { z } from 'zod';

export const siteList = z.array(
  z.object({
    id: z.number(),
    name: z.string(),
    url: z.string(),
    targets: z.array(
      z.object({
        id: z.string(),
        url: z.string(),
        baselineVersion: z.number(),
        level: z.string().nullable(),
        lastCheckAt: z.union([z.string(), z.number()]).nullable(),
      }),
    ),
  }),
);
export type SiteList = z.output<typeof siteList>;

export const incidentList = z.array(
  z.object({
    number: z.number(),
    siteId: z.number(),
    site: z.string(),
    status: z.string(),
    level: z.string(),
    kinds: z.array(z.string()),
    openedAt: z.union([z.string(), z.number()]),
  }),
);
export type IncidentList = z.output<typeof incidentList>;

export const portalsLine = z.object({
  portals: z
    .array(
      z.object({ name: z.string(), title: z.string(), agency: z.string(), url: z.url(), paths: z.array(z.string()) }),
    )
    .min(1),
});
export type ServedPortal = z.output<typeof portalsLine>['portals'][number];
export const sinkLine = z.object({ port: z.number() });
export const mailLine = z.object({ file: z.string(), to: z.array(z.string()), subject: z.string() });
export type SavedMail = z.output<typeof mailLine>;
export const defacedLine = z.object({ ok: z.literal(true), name: z.string(), variant: z.string() });

/** Everything seen of the sites, over all listings read. */
export interface Sightings {
  /** Names of sites that showed an alarm, or a suspect, at any time. */
  readonly alarmed: Set<string>;
  readonly suspected: Set<string>;
  /** Times of looks by target. */
  readonly looks: Map<string, Set<string | number>>;
}

export const noSightings = (): Sightings => ({ alarmed: new Set(), suspected: new Set(), looks: new Map() });

/** Adds a listing to what was seen. */
export function remember(sightings: Sightings, sites: SiteList): void {
  for (const site of sites) {
    for (const target of site.targets) {
      if (target.level === 'alarm') sightings.alarmed.add(site.name);
      if (target.level === 'suspect') sightings.suspected.add(site.name);
      const looks = sightings.looks.get(target.id) ?? new Set();
      if (target.lastCheckAt !== null) looks.add(target.lastCheckAt);
      sightings.looks.set(target.id, looks);
    }
  }
}

export const targetsOf = (sites: SiteList): SiteList[number]['targets'] => sites.flatMap((site) => site.targets);

export interface DemoSummary {
  readonly seed: number;
  readonly defaced: { readonly site: string; readonly variant: string } | null;
  readonly incidents: IncidentList;
  readonly mails: number;
  /** Names of the sites that alarmed, and of others that were only suspected. */
  readonly alarmed: readonly string[];
  readonly suspected: readonly string[];
  readonly ok: boolean;
  readonly seconds: Readonly<Record<string, number>>;
}

/** Good only if exactly the defaced site alarmed, no other was even suspected, and exactly one mail arrived. */
export function summarise(
  seen: Pick<DemoSummary, 'seed' | 'defaced' | 'incidents' | 'mails' | 'seconds'>,
  sightings: Sightings,
): DemoSummary {
  const alarmed = [...new Set([...sightings.alarmed, ...seen.incidents.map(({ site }) => site)])].sort();
  const suspected = [...sightings.suspected].filter((site) => site !== seen.defaced?.site).sort();
  const ok =
    seen.defaced !== null &&
    alarmed.length === 1 &&
    alarmed[0] === seen.defaced.site &&
    seen.incidents.length === 1 &&
    suspected.length === 0 &&
    seen.mails === 1;
  return { ...seen, alarmed, suspected, ok };
}
