/** Names around a portal's pages: addresses, certificate, registration, as accepted and as last seen. */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { valuesOf } from '../../../core/names/accepted-values.ts';
import { issuerOf } from '../../../core/names/issuer.ts';
import { readSite } from '../../../store/reads/site.ts';
import type { HostNamesRow } from '../../../store/schema/schema.ts';
import { acceptedOf, hostNamesOf, latestNameLook } from '../../../store/targets/host-names.ts';
import { type ApiRoute, route } from '../route.ts';
import { id, instant, instantOrNull, targetId, time, timeOrNull } from '../shapes.ts';

const foreign = 'Written by servers and registries: hostile text';

const namesSchema = z
  .object({
    host: z.string(),
    targetId,
    isLearning: z.boolean().openapi({ description: 'Too few looks to judge by yet' }),
    lookedAt: timeOrNull,
    accepted: z
      .record(z.string(), z.array(z.string()))
      .openapi({ description: 'Values by type of record, most often seen first' }),
    seen: z
      .array(
        z.object({
          resolver: z.string(),
          answers: z.array(z.object({ type: z.string(), status: z.string(), values: z.array(z.string()) })),
        }),
      )
      .openapi({ description: `What each resolver last said. ${foreign}` }),
    certificate: z
      .object({
        subject: z.string(),
        issuer: z.string(),
        names: z.array(z.string()),
        validFrom: time,
        validTo: time,
        sha256: z.string(),
        error: z.string().nullable().openapi({ description: 'Why it does not verify' }),
      })
      .nullable()
      .openapi({ description: foreign }),
    registration: z.object({
      registrars: z.array(z.string()),
      expiresAt: timeOrNull,
      source: z.enum(['registry', 'by-hand', 'unknown']),
    }),
  })
  .openapi('HostNames');

function shown(row: HostNamesRow, learnLooks: number): z.input<typeof namesSchema> {
  const accepted = acceptedOf(row);
  const look = latestNameLook(row);
  const certificate = look?.tls?.certificate ?? null;
  const published = accepted?.registration?.expiresAt ?? null;
  return {
    host: look?.host ?? URL.parse(row.homeUrl)?.hostname ?? '',
    targetId: row.targetId,
    isLearning: accepted === null || accepted.looks < learnLooks,
    lookedAt: instantOrNull(look?.at ?? null),
    accepted: Object.fromEntries(Object.entries(accepted?.records ?? {}).map(([type, all]) => [type, valuesOf(all)])),
    seen: (look?.resolvers ?? []).map(({ resolver, answers }) => ({
      resolver,
      answers: answers.map(({ type, status, values }) => ({ type, status, values: [...values] })),
    })),
    certificate: certificate && {
      subject: certificate.subject,
      issuer: issuerOf(certificate),
      names: [...certificate.names],
      validFrom: instant(certificate.validFrom),
      validTo: instant(certificate.validTo),
      sha256: certificate.fingerprint,
      error: certificate.error,
    },
    registration: {
      registrars: valuesOf(accepted?.registration?.registrars),
      expiresAt: instantOrNull(published ?? row.expiresAt),
      source: published !== null ? 'registry' : row.expiresAt !== null ? 'by-hand' : 'unknown',
    },
  };
}

export const nameRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/sites/{id}/names',
      needs: 'see',
      tag: 'Sites',
      summary: 'The names of its hosts: addresses, certificate, registration',
      params: z.object({ id }),
      answer: z.object({ items: z.array(namesSchema) }),
    },
    async ({ web, scope, params }) => {
      const { db, config } = web.parts;
      if (!(await readSite(db, scope, params.id)))
        throw new VonggacError('not-found', `There is no site ${params.id}.`);
      const hosts = await hostNamesOf(db, params.id);
      return { items: hosts.map((row) => shown(row, config.names.learnLooks)) };
    },
  ),
];
