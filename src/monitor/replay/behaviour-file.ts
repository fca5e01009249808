/**
 * The recorded behaviour of a page, as a file beside a replay's pages. Omitted fields mean that nothing of the kind
 * happened.
 */
import { z } from 'zod';
import { askedRights, type Behaviour, behaviourCaps, contactKinds } from '../../core/domain/behaviour.ts';
import { VonggacError } from '../../core/errors.ts';

const { addresses: addressCap, addressCharacters, clipboard: textCap, clipboardCharacters } = behaviourCaps;
const host = z.string().min(1).max(300);
const count = z.number().int().min(0).default(0);
const listOf = <Item extends z.ZodType>(item: Item, most: number) => z.array(item).max(most).default([]);
const addresses = listOf(z.string().max(addressCharacters), addressCap);
const hosts = listOf(z.strictObject({ host, kinds: z.array(z.enum(contactKinds)) }), behaviourCaps.hosts);
const clipboard = listOf(z.string().max(clipboardCharacters), textCap);
const asked = listOf(z.enum(askedRights), askedRights.length);

const madeCode = z
  .strictObject({
    source: z.string().max(behaviourCaps.codeCharacters),
    length: z.number().int().min(0).optional(),
    times: z.number().int().min(1).default(1),
    by: host.nullable().default(null),
    frame: host.nullable().default(null),
  })
  .transform((code) => ({ ...code, length: code.length ?? code.source.length }));

const scriptFile = z.strictObject({
  address: z.string().max(300),
  source: z.string().max(behaviourCaps.fileCharacters),
});

export const behaviourSchema = z.strictObject({
  hosts,
  code: listOf(madeCode, behaviourCaps.code),
  files: listOf(scriptFile, behaviourCaps.files),
  clipboard,
  asked,
  windows: addresses,
  downloads: addresses,
  history: z.strictObject({ changes: count, entries: count, holdsBack: z.boolean().default(false) }).prefault({}),
  click: z
    .strictObject({ on: z.enum(['ground', 'layer']), leads: addresses, clipboard, asked, hosts })
    .nullable()
    .default(null),
  over: listOf(z.enum(['hosts', 'code', 'calls', 'addresses']), 4),
}) satisfies z.ZodType<Behaviour, unknown>;

/** @param where names the file in the error */
export function parseBehaviour(text: string, where: string): Behaviour {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new VonggacError('bad-file', `${where} is not JSON: write one object.`, { cause: error });
  }
  const result = behaviourSchema.safeParse(value);
  if (result.success) return result.data;
  const mistakes = result.error.issues.map((issue) => `${issue.path.join('.') || 'it'} ${issue.message}`);
  throw new VonggacError('bad-file', `${where}: ${mistakes.slice(0, 5).join('; ')}.`);
}
