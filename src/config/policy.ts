/** The shipped policy and phrases, or the operator's own, made ready for judging. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { indexPhrases, indexWords } from '../core/detect/phrase-index.ts';
import { exactWords, type SpamTerm } from '../core/detect/spam-lexicon.ts';
import { VonggacError } from '../core/errors.ts';
import { foldText } from '../core/facts/text-folding.ts';
import { lookAlikeKinds, type Policy, type SignaturePhrase, weightNames } from '../core/policy.ts';
import { readYaml } from './read-yaml.ts';
import type { Config } from './schema.ts';

const nats = z.number().min(0).max(20);

const weight = z.strictObject({ nats, because: z.string().min(1) });

const policySchema = z.strictObject({
  thresholds: z.strictObject({ suspect: z.number().positive(), alarm: z.number().positive() }),
  familyDiscount: z.number().min(0).max(1),
  missingCap: nats,
  weights: z.record(z.enum(weightNames), weight),
});

/** What an operator decides otherwise; all else is as shipped, also what a later release adds. */
const ownPolicySchema = policySchema.partial().extend({
  thresholds: policySchema.shape.thresholds.partial().optional(),
  weights: z.partialRecord(z.enum(weightNames), weight).optional(),
});

/** language → nats → phrases */
const weighted = z.record(
  z.string(),
  z.record(z.string().regex(/^\d+(\.\d+)?$/, 'must be nats'), z.array(z.string().min(2))),
);

const phrasesSchema = z.strictObject({
  signatures: weighted,
  ransomNotes: weighted,
  lookAlikes: z.record(z.enum(lookAlikeKinds), z.array(z.string().min(2))),
});

const lexiconSchema = z.strictObject({
  folded: weighted,
  exact: weighted,
  addresses: z.array(z.string().min(3)),
});

const providersSchema = z.strictObject({
  providers: z.array(
    z.strictObject({
      name: z.string().min(1),
      suffixes: z.array(z.hostname()).min(1),
      unclaimed: z.array(z.string().min(4)),
      claimable: z.boolean(),
      source: z.string().min(1),
    }),
  ),
});

/** What `benches/fit-weights.ts` writes: the weights that recordings tell better than their written priors. */
const fittedSchema = z.strictObject({
  fitted: z.strictObject({
    on: z.iso.date(),
    captures: z.number(),
    attackFiles: z.number(),
    benignDays: z.number(),
    method: z.string(),
  }),
  weights: z.partialRecord(
    z.enum(weightNames),
    z.strictObject({ nats, prior: nats, attackFiles: z.number(), benignDays: z.number() }),
  ),
});

const shippedPolicy = new URL('../../config/policy.yaml', import.meta.url);
const shippedPhrases = new URL('../../config/phrases.yaml', import.meta.url);
const shippedWeights = new URL('../../config/weights.yaml', import.meta.url);
const shippedProviders = new URL('../../config/providers.yaml', import.meta.url);
const shippedLexicon = new URL('../../config/lexicon.yaml', import.meta.url);

/**
 * Reads the shipped policy with the fitted weights in place of their priors, the operator's own file over it (whoever
 * writes a weight there means it), and the shipped phrases, lexicon and providers, and adds the configuration's own
 * thresholds and phrases. Mistakes are one `bad-configuration` error that names all of them.
 */
export function loadPolicy(config: Config, { fitted = true } = {}): Policy {
  const { file, thresholds: configured, phrases: added } = config.policy;
  const shipped = readYaml(fileURLToPath(shippedPolicy), policySchema);
  const own = file === '' ? {} : readYaml(file, ownPolicySchema);
  const fit = fitted ? readYaml(fileURLToPath(shippedWeights), fittedSchema).weights : {};
  const phrases = readYaml(fileURLToPath(shippedPhrases), phrasesSchema);
  const thresholds = {
    suspect: configured.suspect ?? own.thresholds?.suspect ?? shipped.thresholds.suspect,
    alarm: configured.alarm ?? own.thresholds?.alarm ?? shipped.thresholds.alarm,
  };
  if (thresholds.suspect >= thresholds.alarm) {
    throw new VonggacError(
      'bad-configuration',
      `policy.thresholds: suspect (${thresholds.suspect}) must be below alarm (${thresholds.alarm}).`,
    );
  }
  const signatures = [
    ...added,
    ...flatten(phrases.signatures),
    ...flatten(phrases.ransomNotes).map((phrase) => ({ ...phrase, kind: 'ransom-note' as const })),
  ];
  const weights = Object.fromEntries(
    weightNames.map((name) => [name, (own.weights?.[name] ?? fit[name] ?? shipped.weights[name]).nats]),
  ) as Policy['weights'];
  const lookAlikes = lookAlikeKinds.flatMap((kind) => phrases.lookAlikes[kind].map((text) => ({ text, kind })));
  const spam = readYaml(fileURLToPath(shippedLexicon), lexiconSchema);
  const { providers } = readYaml(fileURLToPath(shippedProviders), providersSchema);
  const { familyDiscount = shipped.familyDiscount, missingCap = shipped.missingCap } = own;
  const decisive = { thresholds, familyDiscount, missingCap, weights };
  const hash = createHash('sha256').update(JSON.stringify({ decisive, signatures, lookAlikes, spam, providers }));
  return {
    ...decisive,
    version: hash.digest('hex').slice(0, 12),
    signatures: indexPhrases<SignaturePhrase>(signatures),
    lookAlikes: indexPhrases(lookAlikes),
    aliasProviders: {
      providers,
      signs: indexPhrases(
        providers.flatMap(({ name: provider, unclaimed }) => unclaimed.map((text) => ({ text, provider }))),
      ),
    },
    lexicon: {
      folded: indexPhrases<SpamTerm>(flatten(spam.folded)),
      exact: indexWords<SpamTerm>(flatten(spam.exact), exactWords),
      addresses: spam.addresses.map(foldText),
    },
  };
}

function flatten(languages: z.output<typeof weighted>): SignaturePhrase[] {
  return Object.entries(languages).flatMap(([language, weights]) =>
    Object.entries(weights).flatMap(([weight, texts]) =>
      texts.map((text) => ({ text, language, weight: Number(weight) })),
    ),
  );
}
