/** The files that a configuration names: lists, forms, certificates and secrets of its own. A backup holds them too. */
import type { Config } from './schema/schema.ts';

export interface NamedFile {
  /** Of the value that names it, like `channels.webhooks.0.secretFile`. */
  readonly key: string;
  readonly path: string;
  /** Kept encrypted. */
  readonly isSecret: boolean;
}

/** `*`: each of a list. The backup's own passphrase is in no backup. */
export const namedFileKeys: readonly (readonly [key: string, isSecret: boolean])[] = [
  ['policy.file', false],
  ['playbook.file', false],
  ['forms.initial', false],
  ['forms.progress', false],
  ['forms.final', false],
  ['names.prefixes', false],
  ['names.rdapBootstrap', false],
  ['capture.extraRoots.*', false],
  ['mail.pgp.keyFile', true],
  ['metrics.tokenFile', true],
  ['channels.webhooks.*.secretFile', true],
  ['channels.templates.*.secretFile', true],
  ['channels.syslog.*.caFile', false],
  ['channels.syslog.*.certFile', false],
  ['channels.syslog.*.keyFile', true],
];

export function namedFiles(config: Config): NamedFile[] {
  return namedFileKeys.flatMap(([pattern, isSecret]) =>
    textsAt(config, pattern.split('.'), []).map(({ key, path }) => ({ key, path, isSecret })),
  );
}

function textsAt(value: unknown, parts: readonly string[], above: readonly string[]): { key: string; path: string }[] {
  const [part, ...below] = parts;
  if (part === undefined)
    return typeof value === 'string' && value !== '' ? [{ key: above.join('.'), path: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => part === '*' || name === part)
    .flatMap(([name, one]) => textsAt(one, below, [...above, name]));
}
