/** Loads the shipped policy and phrases, or the operator's own, prepared for judging. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { indexPhrases, indexWords } from '../core/detect/shared/phrase-index.ts';
import { exactWords, type SpamTerm } from '../core/detect/shared/spam-lexicon.ts';
import { VonggacError } from '../core/errors.ts';
import { foldText } from '../core/facts/text/text-folding.ts';
import { type HabitPriors, habitNames } from '../core/learned/habit.ts';
import { lookAlikeKinds, lureParts, type Policy, type SignaturePhrase, weightNames } from '../core/policy.ts';
import { readYaml } from './read-yaml.ts';
import type { Config } from './schema/schema.ts';
import { scriptModelOf, scriptModelSchema } from './script-model.ts';
import { wordingModel, wordingSchema } from './wording.ts';

const nats = z.number().min(0).max(20);

const weight = z.strictObject({ nats, because: z.string().min(1) });

const policySchema = z.strictObject({
  thresholds: z.strictObject({ suspect: z.number().positive(), alarm: z.number().positive() }),
  familyDiscount: z.number().min(0).max(1),
  missingCap: nats,
  weights: z.record(z.enum(weightNames), weight),
});

/** The operator's overrides; everything else is as shipped, including what later releases add. */
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
  lookAlikeWords: z.partialRecord(z.enum(lookAlikeKinds), z.array(z.string().min(2))),
  standInDomains: z.array(z.hostname()),
  lures: z.record(z.enum(lureParts), z.array(z.string().min(2))),
});

const lexiconSchema = z.strictObject({
  folded: weighted,
  exact: weighted,
  addresses: z.array(z.string().min(3)),
  reports: z.record(z.string(), z.array(z.string().min(2))),
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

const servicesSchema = z.strictObject({ services: z.record(z.string(), z.array(z.hostname())) });

/** Written by `benches/fit-weights.ts`: weights for which recordings are better evidence than the estimated priors. */
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

const habit = z.strictObject({
  share: z.number().gt(0).max(1),
  scale: z.number().positive(),
  tail: z.number().positive(),
  weight: z.number().positive(),
  mean: z.number().min(0),
  because: z.string().min(1),
});

/** Written by `benches/fit-models.ts`. */
export const habitsSchema = z.strictObject({ habits: z.record(z.enum(habitNames), habit) });

const shippedPolicy = new URL('../../config/policy.yaml', import.meta.url);
const shippedPhrases = new URL('../../config/phrases.yaml', import.meta.url);
const shippedWeights = new URL('../../config/weights.yaml', import.meta.url);
const shippedHabits = new URL('../../config/habits.yaml', import.meta.url);
const shippedScriptModel = new URL('../../config/script-model.yaml', import.meta.url);
const shippedServices = new URL('../../config/services.yaml', import.meta.url);
const shippedProviders = new URL('../../config/providers.yaml', import.meta.url);
const shippedWording = {
  defacer: new URL('../../config/defacer-wording.yaml', import.meta.url),
  spam: new URL('../../config/spam-wording.yaml', import.meta.url),
};
const shippedLexicon = new URL('../../config/lexicon.yaml', import.meta.url);

/**
 * Reads the shipped policy with fitted weights in place of their priors, then the operator's file, whose weights win,
 * then the shipped phrases, lexicon and providers, and adds the thresholds and phrases of the configuration. All
 * mistakes are reported in one `bad-configuration` error.
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
  // If both contain the same words, the first counts.
  const lookAlikes = [
    ...lookAlikeKinds.flatMap((kind) => phrases.lookAlikes[kind].map((text) => ({ text, kind, votes: 1 }))),
    ...lookAlikeKinds.flatMap((kind) =>
      (phrases.lookAlikeWords[kind] ?? []).map((text) => ({ text, kind, votes: 0.6 })),
    ),
  ];
  const spam = readYaml(fileURLToPath(shippedLexicon), lexiconSchema);
  const { providers } = readYaml(fileURLToPath(shippedProviders), providersSchema);
  const habits = habitPriors(readYaml(fileURLToPath(shippedHabits), habitsSchema));
  const scripts = readYaml(fileURLToPath(shippedScriptModel), scriptModelSchema);
  const services = Object.values(readYaml(fileURLToPath(shippedServices), servicesSchema).services).flat();
  const wording = {
    defacer: readYaml(fileURLToPath(shippedWording.defacer), wordingSchema),
    spam: readYaml(fileURLToPath(shippedWording.spam), wordingSchema),
  };
  const { familyDiscount = shipped.familyDiscount, missingCap = shipped.missingCap } = own;
  const decisive = { thresholds, familyDiscount, missingCap, weights, habits };
  const { standInDomains } = phrases;
  const lures = lureParts.flatMap((part) => phrases.lures[part].map((text) => ({ text, part })));
  const hash = createHash('sha256').update(
    JSON.stringify({
      decisive,
      signatures,
      lookAlikes,
      standInDomains,
      lures,
      spam,
      providers,
      services,
      scripts,
      wording,
    }),
  );
  return {
    ...decisive,
    scriptModel: scriptModelOf(scripts),
    version: hash.digest('hex').slice(0, 12),
    signatures: indexPhrases<SignaturePhrase>(signatures),
    lookAlikes: indexPhrases(lookAlikes),
    lures: indexPhrases(lures),
    standInDomains: new Set(standInDomains),
    services: new Set(services),
    aliasProviders: {
      providers,
      signs: indexPhrases(
        providers.flatMap(({ name: provider, unclaimed }) => unclaimed.map((text) => ({ text, provider }))),
      ),
    },
    wording: { defacer: wordingModel(wording.defacer), spam: wordingModel(wording.spam) },
    lexicon: {
      folded: indexPhrases<SpamTerm>(flatten(spam.folded)),
      exact: indexWords<SpamTerm>(flatten(spam.exact), exactWords),
      addresses: spam.addresses.map(foldText),
      reports: indexWords(
        Object.values(spam.reports).flatMap((texts) => texts.map((text) => ({ text }))),
        exactWords,
      ),
    },
  };
}

/** The priors without their reasons. */
export function habitPriors({ habits }: z.output<typeof habitsSchema>): HabitPriors {
  return Object.fromEntries(habitNames.map((name) => [name, withoutReason(habits[name])])) as HabitPriors;
}

function withoutReason({ because: _, ...prior }: z.output<typeof habit>) {
  return prior;
}

function flatten(languages: z.output<typeof weighted>): SignaturePhrase[] {
  return Object.entries(languages).flatMap(([language, weights]) =>
    Object.entries(weights).flatMap(([weight, texts]) =>
      texts.map((text) => ({ text, language, weight: Number(weight) })),
    ),
  );
}
