/** Cells of the roster: who is picked, and for which agency. */
import { plainText } from '../../../core/text.ts';
import type { Candidate } from '../../../store/people/roster-candidates.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { nobody } from './columns.ts';

/** What the rows of the roster are picked from. */
export interface RosterChoices {
  readonly people: readonly Candidate[];
  /** Names of the registered agencies. */
  readonly agencies: readonly string[];
}

interface SelectProps {
  readonly visit: SignedInVisit;
  readonly name: string;
  readonly value: string;
  readonly choices: RosterChoices;
  readonly state: { readonly 'aria-invalid': 'true' | undefined; readonly 'aria-describedby': string | undefined };
  /** Whether the row holds a person. */
  readonly isTaken: boolean;
}

/** Accounts and contacts by agency, a typed name, or removing the row. */
export const PersonSelect = ({ visit, name, value, choices, state, isTaken }: SelectProps) => {
  const { texts } = visit;
  const groups = Map.groupBy(choices.people, ({ agency }) => agency);
  const isGone = value !== '' && !choices.people.some(({ ref }) => ref === value);
  return (
    <select id={name} name={name} {...state}>
      <option value="">{texts.settingsPersonTyped}</option>
      {isGone && (
        <option value={value} selected>
          {texts.settingsPersonGone}
        </option>
      )}
      {isTaken && <option value={nobody}>{texts.settingsPersonRemove}</option>}
      {[...groups].map(([agency, members]) => (
        <optgroup label={agency === null ? texts.settingsAccounts : plainText(agency, 120)}>
          {members.map(({ ref, name: who, role }) => (
            <option value={ref} selected={ref === value}>
              {plainText(role === null ? who : `${who}, ${role}`, 160)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
};

export const AgencySelect = ({ name, value, choices, state }: SelectProps) => (
  <select id={name} name={name} {...state}>
    <option value=""></option>
    {value !== '' && !choices.agencies.includes(value) && (
      <option value={value} selected>
        {value}
      </option>
    )}
    {choices.agencies.map((agency) => (
      <option value={plainText(agency, 200)} selected={agency === value}>
        {plainText(agency, 120)}
      </option>
    ))}
  </select>
);

/** Columns filled from the person are not typed here; the others stay when the person is replaced. */
export const TakenCell = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <>
    <input type="hidden" name={name} value={text} />
    <span class="taken">{text}</span>
  </>
);

/** Whether the column's value comes from the person picked in this row. */
export function isTakenFrom({ people }: RosterChoices, person: unknown, column: string): boolean {
  const picked = people.find(({ ref }) => ref === person);
  if (!picked) return false;
  return column === 'name' || column === 'email' || (column === 'phone' && picked.phone !== null);
}
