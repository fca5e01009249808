/** JSON of reports. */
import { z } from 'zod';
import type { FormValues } from '../../core/forms/form-template.ts';
import { listCodec } from './codec.ts';

type Entry = readonly [key: string, text: string];

const entries = listCodec<Entry>(
  { table: 'incidentReports', column: 'valuesJson', version: 1 },
  z.array(z.tuple([z.string(), z.string()])),
);

/** As a list, since a record would let a key of the form collide with the version. */
export const formValues = {
  encode: (values: FormValues): string => entries.encode(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))),
  decode: (text: string, row: string | number): FormValues => Object.fromEntries(entries.decode(text, row)),
} as const;
