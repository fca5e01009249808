/** Which registry serves which suffix: IANA's bootstrap list of RDAP services (RFC 9224). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { VonggacError } from '../core/errors.ts';

const serviceUrl = z.url({ protocol: /^https?$/, error: 'is not an http or https address' });
const suffix = z.string().regex(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i, 'is not a suffix like com or co.uk');

const schema = z.object({
  version: z.literal('1.0'),
  publication: z.iso.datetime({ offset: true, error: 'is not a time like 2026-01-31T00:00:00Z' }),
  services: z.array(z.tuple([z.array(suffix), z.array(serviceUrl).min(1)])).min(1),
});

/** Base URLs by suffix, https first. */
export type RdapBootstrap = ReadonlyMap<string, readonly string[]>;

const shipped = fileURLToPath(new URL('../../config/rdap-dns.json', import.meta.url));

/**
 * @param file empty for the shipped list
 * @throws VonggacError `bad-configuration` saying in one sentence what is wrong with the file
 */
export function loadRdapBootstrap(file: string): RdapBootstrap {
  const path = file === '' ? shipped : file;
  const result = schema.safeParse(parsed(path));
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')} `;
    throw refusal(
      path,
      `is not a list of registration services (RFC 9224): ${where}${issue?.message ?? 'is unreadable'}`,
    );
  }
  const bootstrap = new Map<string, readonly string[]>();
  for (const [suffixes, urls] of result.data.services) {
    const preferred = urls.toSorted((a, b) => Number(b.startsWith('https:')) - Number(a.startsWith('https:')));
    for (const name of suffixes) bootstrap.set(name.toLowerCase(), preferred);
  }
  return bootstrap;
}

/** The services of the longest suffix of `domain` that has any. */
export function servicesOf(bootstrap: RdapBootstrap, domain: string): readonly string[] {
  const labels = domain.split('.');
  for (let from = 0; from < labels.length; from++) {
    const services = bootstrap.get(labels.slice(from).join('.'));
    if (services) return services;
  }
  return [];
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const what = cause instanceof SyntaxError ? 'is not JSON' : "can't be read: check its path, owner and mode";
    throw refusal(path, what, cause);
  }
}

function refusal(path: string, what: string, cause?: unknown): VonggacError {
  return new VonggacError('bad-configuration', `names.rdapBootstrap: ${path} ${what}.`, { cause });
}
