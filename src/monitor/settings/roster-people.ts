/** Duty officers and heads who were picked from the contacts and accounts: their rows follow the person. */
import { readSetting, type SettingKey } from '../../config/settings.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Trx } from '../../store/handle.ts';
import { getUser } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { readSettings, saveSetting } from '../../store/records/settings.ts';
import { findAgency } from '../../store/registry/agencies.ts';
import { findContact } from '../../store/registry/contacts.ts';
import { noted } from './noted.ts';

/** What a row of each list takes from the person. */
const taken = {
  'duty.officers': ['name', 'email', 'phone'],
  'duty.heads': ['name', 'email'],
} as const;

type RosterKey = keyof typeof taken;
type Row = Readonly<Record<string, unknown>>;
type Person = Readonly<Record<'name' | 'email' | 'phone' | 'agency', string | null>>;

const rosterKeys = ['duty.officers', 'duty.heads'] as const satisfies readonly RosterKey[];

export const contactRef = (id: number): string => `contact:${id}`;
export const accountRef = (id: number): string => `account:${id}`;

export interface Filled {
  readonly input: unknown;
  /** Rows, counted from one, of people who were removed, disabled or have no address. */
  readonly unreachable: readonly number[];
}

/** The value with the people's current details; anything a person lacks stays as typed. */
export async function fillFromPeople(trx: Trx, key: SettingKey, input: unknown): Promise<Filled> {
  const listKey = rosterKeys.find((one) => one === key);
  if (!listKey) return { input, unreachable: [] };
  const rows: Row[] = [];
  const unreachable: number[] = [];
  for (const row of rowsOf(input)) {
    const person = typeof row.person === 'string' ? await findPerson(trx, row.person) : undefined;
    rows.push(person ? filledRow(listKey, row, person) : row);
    if (person === null) unreachable.push(rows.length);
  }
  return { input: rows, unreachable };
}

function filledRow(key: RosterKey, row: Row, person: Person): Row {
  const own = taken[key].flatMap((field) => (person[field] === null ? [] : [[field, person[field]] as const]));
  // A head may lead another agency than the one whose contact they are.
  const agency = key === 'duty.heads' && !row.agency && person.agency !== null ? { agency: person.agency } : {};
  return { ...row, ...agency, ...Object.fromEntries(own) };
}

/** Null when the person cannot be mailed. */
async function findPerson(trx: Trx, ref: string): Promise<Person | null> {
  const [, kind, id] = /^(contact|account):(\d{1,9})$/.exec(ref) ?? [];
  if (kind === 'contact') {
    const contact = await findContact(trx, Number(id));
    return contact?.email ? { ...contact, agency: await agencyName(trx, contact.agencyId) } : null;
  }
  const user = kind === 'account' ? await getUser(trx, Number(id)) : null;
  if (!user?.email || user.disabledAt !== null) return null;
  return { name: user.name, email: user.email, phone: null, agency: await agencyName(trx, user.agencyId) };
}

async function agencyName(trx: Trx, id: number | null): Promise<string | null> {
  return id === null ? null : ((await findAgency(trx, { id }))?.name ?? null);
}

export interface ChangedPerson {
  readonly ref: string;
  /** A telephone that came from the person goes with it; one that was typed stays. */
  readonly phoneBefore: string | null;
  readonly by: string;
  readonly at: number;
}

/** Brings the rows of a changed person up to date, in the same transaction. Refused when mail would reach nobody. */
export async function followPerson(trx: Trx, { ref, phoneBefore, by, at }: ChangedPerson): Promise<void> {
  const stored = await readSettings(trx);
  for (const key of rosterKeys) {
    const known = stored.get(key);
    if (!known || !names(known.value, ref)) continue;
    const bare = rowsOf(known.value).map((row) => (row.person === ref ? withoutPhone(row, phoneBefore) : row));
    const { input: value, unreachable } = await fillFromPeople(trx, key, bare);
    if (unreachable.some((number) => bare[number - 1]?.person === ref)) throw needsAddress();
    if (JSON.stringify(readSetting(key, value)) === JSON.stringify(readSetting(key, known.value))) continue;
    await saveSetting(trx, key, { value, changedAt: Math.max(at, known.changedAt + 1), changedBy: by });
    const detail = { before: noted(known.value), after: noted(value) };
    await appendAudit(trx, { at, actor: by, act: 'setting-changed', subject: `setting ${key}`, detail });
  }
}

function withoutPhone({ phone, ...row }: Row, phoneBefore: string | null): Row {
  return phone === undefined || phone === phoneBefore ? row : { ...row, phone };
}

function needsAddress(): VonggacError {
  return new VonggacError(
    'refused',
    'A duty officer or head of agency needs an email address: take them off the list in the settings first.',
    { vi: 'Cán bộ trực và lãnh đạo cơ quan phải có thư điện tử: hãy bỏ người này khỏi danh sách trong Cài đặt trước.' },
  );
}

/** Refuses to remove somebody on whom the roster relies. */
export async function assertOffRoster(trx: Trx, ref: string): Promise<void> {
  const stored = await readSettings(trx);
  if (!rosterKeys.some((key) => names(stored.get(key)?.value, ref))) return;
  throw new VonggacError(
    'refused',
    'This contact is a duty officer or head of agency: take them off the list in the settings first.',
    { vi: 'Đầu mối này là cán bộ trực hoặc lãnh đạo cơ quan: hãy bỏ khỏi danh sách trong Cài đặt trước.' },
  );
}

const names = (value: unknown, ref: string): boolean => rowsOf(value).some(({ person }) => person === ref);

const rowsOf = (value: unknown): readonly Row[] =>
  (Array.isArray(value) ? value : []).filter((row): row is Row => typeof row === 'object' && row !== null);
