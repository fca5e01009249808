/**
 * Act × role × agency: each act that people may ask for, whoever calls it, refuses by itself what the role and the
 * agency do not allow, and has written nothing by then. An act that is new has no line here and fails until it has one.
 */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Actor, type Capability, ForbiddenError, owner } from '../../../src/core/people/actor.ts';
import type { Channel } from '../../../src/core/ports.ts';
import type { DashboardActs } from '../../../src/monitor/acts/dashboard-acts.ts';
import { terminalActs } from '../../../src/monitor/acts/terminal-acts.ts';
import { contactFields } from '../../../src/monitor/agencies/contact-request.ts';
import { actorOf, roles } from '../../../src/monitor/people/capabilities.ts';
import { sheetColumns } from '../../../src/monitor/requests/sheet-columns.ts';
import { versionOf } from '../../../src/monitor/sites/edit-site.ts';
import type { Role } from '../../../src/store/people/users.ts';
import { insertImport, saveImport } from '../../../src/store/registry/imports.ts';
import { agencyIdOf, getSite } from '../../../src/store/registry/registry.ts';
import { approvalOf } from '../../../src/store/targets/approvals.ts';
import { write } from '../../../src/store/write.ts';
import { recordedLook, seedLearned } from '../../support/copied-portals.ts';
import { finding, seedBaseline, seedCheck, seedIncident, seedSite, seedSuspect } from '../../support/seed-desk.ts';
import { reportDetails, type SeededRequest, seedRequest } from '../../support/seed-request.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const password = 'một câu dài dễ nhớ';

/** What each role may do. An agency's account has none of what is nationwide. */
const held: Readonly<Record<Role, readonly Capability[]>> = {
  administrator: [
    'see',
    'judge',
    'approve',
    'manage-sites',
    'manage-people',
    'manage-settings',
    'export-evidence',
    'handle-requests',
  ],
  operator: ['see', 'judge', 'approve', 'manage-sites', 'export-evidence', 'handle-requests'],
  approver: ['see', 'approve'],
  viewer: ['see'],
  auditor: ['see'],
};

/** What belongs to one agency, or to none. */
interface Place {
  readonly word: string;
  readonly agency: string | undefined;
  readonly agencyId: number | null;
  readonly site: number;
  readonly incident: number;
  readonly suspect: number;
  /** The look that the suspect was found in. */
  readonly judged: number;
  /** A clean one of the second page. */
  readonly look: number;
  readonly found: string;
  readonly person: number;
  /** Its agency; one without portals where it has none. Its only contact has the same number. */
  readonly contactsOf: number;
}

interface Rule<Given extends readonly unknown[]> {
  readonly needs: Capability;
  /** `its-agency`: whoever serves that one or all; `any`: for the actor's own; `nationwide`: who serves all. */
  readonly where: 'its-agency' | 'any' | 'nationwide';
  readonly given: (at: Place) => Given | Promise<Given>;
  readonly before?: ((at: Place) => Promise<unknown>) | undefined;
}

type AfterActor<F> = F extends (actor: Actor, ...given: infer G) => unknown ? G : never;
type AfterParts<F> = F extends (parts: never, actor: Actor, ...given: infer G) => unknown ? G : never;

/** Accepts everything. */
const silentChannel: Channel = {
  deliver: async () => ({ status: 'sent', response: '' }),
  limits: () => ({ hourly: 100, reserved: 0 }),
  digests: [],
};

const judging = { needs: 'judge', where: 'its-agency' } as const;
const approving = { needs: 'approve', where: 'its-agency' } as const;
const managing = { needs: 'manage-sites', where: 'its-agency' } as const;
const setting = { needs: 'manage-settings', where: 'nationwide' } as const;
const asking = { needs: 'handle-requests', where: 'nationwide' } as const;
const people = { needs: 'manage-people', where: 'nationwide' } as const;

const webhook = { url: 'https://soc.example/hook', agencyId: null, events: ['incident'] };

async function made(): Promise<void> {
  const known = await desk.store.db.selectFrom('madeWebhooks').select('name').execute();
  if (known.length === 0) await desk.acts.addWebhook(owner('an'), 'made', webhook);
}

const deskRules: { readonly [Act in keyof DashboardActs]: Rule<AfterActor<DashboardActs[Act]>> } = {
  acknowledge: { ...judging, given: ({ incident }) => [incident] },
  resolve: { ...judging, given: ({ incident }) => [incident] },
  dismissIncident: { ...judging, given: ({ incident }) => [incident] },
  reopen: {
    ...judging,
    before: ({ incident }) => desk.acts.resolve(owner('an'), incident),
    given: ({ incident }) => [incident, 'Vẫn còn'],
  },
  undo: {
    ...judging,
    before: ({ incident }) => desk.acts.resolve(owner('an'), incident),
    given: ({ incident }) => [incident],
  },
  beginReport: { ...judging, given: ({ incident }) => [incident, 'progress'] },
  saveReport: {
    ...judging,
    before: reportOf,
    given: async (at) => {
      const id = await reportOf(at);
      const { version } = await desk.store.db
        .selectFrom('incidentReports')
        .select('version')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return [id, { seen: version, typed: { done: `Đã cô lập máy chủ, lần ${version}` } }];
    },
  },
  recordSending: { ...judging, before: reportOf, given: async (at) => [await reportOf(at), signed] },
  markBeyondMeans: { ...judging, given: ({ incident }) => [incident, true] },
  comment: { ...judging, given: ({ incident }) => [incident, 'Đã gọi'] },
  assign: { ...judging, given: ({ incident }) => [incident, null] },
  hold: { ...judging, given: ({ incident }) => [incident, 'Công an yêu cầu'] },
  release: {
    needs: 'export-evidence',
    where: 'nationwide',
    before: ({ incident }) => desk.acts.hold(owner('an'), incident, 'Công an yêu cầu'),
    given: ({ incident }) => [incident, 'Vụ việc đã khép lại'],
  },
  lookAgain: { ...judging, given: ({ site }) => [[`${site}.1`]] },
  promoteSuspect: { ...judging, given: ({ suspect, judged }) => [suspect, judged] },
  previewPromotion: { ...judging, given: ({ suspect, judged }) => [suspect, judged] },
  assignSuspect: { ...judging, given: ({ suspect }) => [suspect, null] },
  restoreSuspect: {
    ...judging,
    before: ({ suspect }) => desk.acts.dismissSuspect(owner('an'), suspect),
    given: ({ suspect }) => [suspect],
  },
  dismissSuspect: { ...judging, given: ({ suspect }) => [suspect] },
  ignoreChange: { ...judging, given: ({ site, found }) => [{ siteId: site, fingerprint: found }, minute] },
  forgetIgnored: {
    ...judging,
    before: ({ site, found }) => desk.acts.ignoreChange(owner('an'), { siteId: site, fingerprint: found }, 60 * minute),
    given: ({ site, found }) => [{ siteId: site, fingerprint: found }],
  },
  exportEvidence: {
    needs: 'export-evidence',
    where: 'nationwide',
    given: ({ incident }) => [incident, { recipient: 'Công an tỉnh', purpose: 'điều tra' }],
  },
  copySite: {
    ...judging,
    before: ({ site, word }) =>
      seedLearned(desk, `${site}.1`, now - 40 * minute, recordedLook(`https://${word}.example/`, '<p>Xin chào</p>')),
    given: ({ site }) => [site],
  },
  approveSeveral: { ...approving, given: ({ site }) => [[`${site}.2`], 'Đúng là trang của đơn vị'] },
  approveBaseline: { ...approving, given: ({ look }) => [look] },
  undoApproval: {
    ...approving,
    before: ({ look }) => desk.acts.approveBaseline(owner('an'), look),
    given: async ({ site }) => [`${site}.2`, (await approvalOf(desk.store.db, `${site}.2`))?.approvedAt ?? 0],
  },
  relearn: { ...approving, given: ({ site }) => [`${site}.2`, 'Giao diện mới'] },
  handOver: { needs: 'judge', where: 'any', given: () => ['Gọi lại lúc 22 giờ'] },
  announceMaintenance: { ...managing, given: ({ site }) => [site, maintenance] },
  endMaintenance: {
    ...managing,
    before: ({ site }) => desk.acts.announceMaintenance(owner('an'), site, maintenance),
    given: async ({ site }) => {
      const rows = desk.store.db.selectFrom('maintenance').select('id').where('siteId', '=', site);
      return [site, (await rows.executeTakeFirstOrThrow()).id];
    },
  },
  addSite: {
    ...managing,
    given: ({ word, agency }) => [{ url: `https://moi-${word}.example/`, agency, emails: [], paths: [] }],
  },
  editSite: {
    ...managing,
    given: async ({ site, agency }) => {
      const shown = await getSite(desk.store.db, site);
      const request = { name: 'Tên mới', agency, emails: [], paths: [] };
      return [site, { request, language: null, stop: [], version: shown ? versionOf(shown, null) : '' }];
    },
  },
  removeSite: { ...managing, given: ({ site }) => [site] },
  planImport: { needs: 'manage-sites', where: 'any', given: () => [list] },
  importSites: { needs: 'manage-sites', where: 'any', given: () => [list, false] },
  beginLongImport: { needs: 'manage-sites', where: 'any', given: () => [longList] },
  mendLongImport: { needs: 'manage-sites', where: 'any', given: async () => [await longImport(), new Map()] },
  registerLongImport: { needs: 'manage-sites', where: 'any', given: async () => [await longImport(), false] },
  dropLongImport: { needs: 'manage-sites', where: 'any', given: async () => [await longImport()] },
  changeInterval: { ...managing, given: ({ site }) => [`${site}.1`, 10 * minute] },
  // Nobody's agency is one without an account or a portal.
  addContact: { ...managing, given: ({ word, contactsOf: agency }) => [agency, contact(`moi.${word}`)] },
  editContact: { ...managing, given: ({ word, contactsOf: agency }) => [agency, contact(`sua.${word}`)] },
  removeContact: { ...managing, given: ({ contactsOf: agency }) => [agency] },
  pauseSite: { ...managing, given: ({ site }) => [site] },
  tagSite: { ...managing, given: ({ site }) => [site, { add: ['Mới'], remove: [] }] },
  resumeSite: {
    ...managing,
    before: ({ site }) => desk.acts.pauseSite(owner('an'), site),
    given: ({ site }) => [site],
  },
  changeSettings: { ...setting, given: () => [[{ key: 'mail.hourlyCap', value: { input: 20 }, seenAt: 0 }]] },
  chooseAgencyLanguage: { ...setting, given: ({ agencyId }) => [agencyId ?? 0, 'en'] },
  askForReport: {
    needs: 'see',
    where: 'its-agency',
    given: ({ agencyId }) => [{ agencyId, tagKey: null, language: 'vi', period: { preset: 'month' } }],
  },
  sendPendingNow: { needs: 'judge', where: 'nationwide', given: () => [] },
  editPlaybook: {
    ...setting,
    given: () => [{ part: 'afterwards', steps: [{ vi: 'Báo cấp trên', en: 'Report upwards' }], seen: 0 }],
  },
  testMail: { ...setting, given: () => ['truc@dieuphoi.example'] },
  testChannel: { ...setting, given: () => ['soc', ''] },
  addWebhook: { ...setting, given: ({ word }) => [`soc-${word.length}`, webhook] },
  editWebhook: { ...setting, before: made, given: () => ['made', webhook] },
  switchWebhook: { ...setting, before: made, given: () => ['made', true] },
  renewWebhookSecret: { ...setting, before: made, given: () => ['made'] },
  removeWebhook: { ...setting, before: made, given: () => ['made'] },
  invitePerson: { ...people, given: () => [{ name: 'moi', role: 'viewer', agencyId: null, email: '' }] },
  renewPasswordLink: { ...people, given: ({ person }) => [person] },
  movePerson: { ...people, given: ({ person }) => [person, { role: 'approver', agencyId: null, email: '' }] },
  disablePerson: { ...people, given: ({ person }) => [person] },
  enablePerson: {
    ...people,
    before: ({ person }) => desk.acts.disablePerson(owner('an'), person),
    given: ({ person }) => [person],
  },
  endSecondFactor: { ...people, given: ({ person }) => [person] },
  checkRequestHost: { ...asking, given: async () => [await newRequest(), host] },
  mailRequestHost: {
    ...asking,
    given: async () => [
      await newRequest({ published: { [host]: [publishedAddress] } }),
      { host, address: publishedAddress },
    ],
  },
  recordRequestProof: {
    ...asking,
    given: async () => [await newRequest({ source: 'sheet' }), { host, method: 'document', contactId: null }],
  },
  approveRequest: { ...asking, given: async () => [await newRequest({ isProven: true })] },
  decideRequest: { ...asking, given: async () => [await newRequest(), 'refuse', 'Không thuộc phạm vi'] },
  extendRequest: { ...asking, given: async () => [await newRequest({ status: 'watched' }), '2027-02-01'] },
  lookAtReported: { ...asking, given: async () => [await newRequest({ details: reportDetails })] },
  planSheet: { ...asking, given: () => [sheet] },
  importSheet: { ...asking, given: () => [sheet] },
};

const host = 'snnmt.haithanh.example';
const publishedAddress = 'anninh@cong.example';
const newRequest = (more: Partial<SeededRequest> = {}) => seedRequest(desk.store, { at: now, ...more });

type TerminalActs = typeof terminalActs;

const terminalRules: { readonly [Act in keyof TerminalActs]: Rule<AfterParts<TerminalActs[Act]>> } = {
  applyChange: {
    ...managing,
    given: ({ site, word }) => [{ type: 'pause-site', id: site, url: `https://${word}.example/` }],
  },
  addUser: { ...people, given: () => [{ name: 'moi', password, role: 'viewer' }] },
  setPassword: { ...people, given: ({ person }) => [person, password] },
  backUp: { ...setting, given: backup },
  enterDomainEnd: { ...managing, given: ({ site }) => [site, now + minute] },
  chooseLanguageOfSite: { ...setting, given: ({ site }) => [site, 'en'] },
  ignoreChange: { ...judging, given: ({ found }) => [found, minute, null] },
  forgetIgnored: { ...judging, before: deskRules.forgetIgnored.before, given: ({ found }) => [found] },
  writePeriodReport: {
    needs: 'see',
    where: 'its-agency',
    given: ({ agency = null }) => [
      { period: { from: '2026-11-01', to: '2026-11-20' }, agency, tag: null, language: 'vi', format: 'csv' },
      { renderPage: async () => '', printPdf: async () => new Uint8Array() },
    ],
  },
  rotateEvidenceKey: { ...setting, given: () => [] },
  reseal: { ...setting, given: () => ['Khôi phục'] },
  exportRequests: { ...asking, given: async () => [{ id: await newRequest() }] },
  eraseRequests: { ...asking, given: async () => [{ id: await newRequest() }] },
};

function backup({ site }: Place): AfterParts<TerminalActs['backUp']> {
  const { dir } = desk.store;
  const of = {
    dataDir: dir,
    database: join(dir, 'vonggac.sqlite'),
    configFile: null,
    hasSecrets: false,
    namedFiles: [],
  };
  const job = { ...of, file: join(dir, `${site}.zip`), force: true, passphrase: null, product: '0.1.0', now };
  return [job, { progress: () => undefined, signal: AbortSignal.timeout(60_000) }];
}

const contact = (name: string) => ({
  name,
  role: '',
  phone: '',
  email: `${name}@lienhe.example`,
  language: '',
  mail: 'alarms',
  nightCap: '',
});
/** A report of its incident, begun once. */
async function reportOf({ incident }: Place): Promise<number> {
  return desk.acts.beginReport(owner('an'), incident, 'initial');
}

const signed = {
  number: '12/BC-SYT',
  sentOn: '2026-11-21',
  sentTo: 'Cơ quan điều phối quốc gia',
  file: { name: 'bao-cao.pdf', bytes: Buffer.from('%PDF-1.7\n%%EOF\n') },
};

const maintenance = { beginsAt: now, endsAt: now + 60 * minute, reason: 'Nâng cấp' };
const sheet = {
  name: 'phieu.csv',
  bytes: Buffer.from(
    `${sheetColumns.join(';')}\nSở mẫu;https://cong.example/;Mai;0225 3000 210;mai@hopthu.example;Công văn 12;;\n`,
  ),
};
const longList = { lines: [{ line: 2, cells: { url: 'https://nhap.example/' }, fault: null }], unused: [] };
/** One that the first of the holders sent, checked. */
async function longImport(): Promise<number> {
  const { db } = desk.store;
  const id = await insertImport(db, { askedBy: 'administrator', at: now, unused: [], lines: 1 });
  await saveImport(db, id, { step: 'checked' });
  return id;
}
const list = { name: 'list.csv', text: 'url\nhttps://nhap.example/' };

type Act = (actor: Actor, ...given: readonly unknown[]) => Promise<unknown>;

let desk: TestDesk;
let places: readonly Place[];
let own: Place;

beforeEach(async () => {
  const webhooks = [{ name: 'soc', url: 'https://soc.example/', secretFile: '/nonexistent' }];
  desk = await openTestDesk({ now, config: { channels: { webhooks } }, channels: { soc: silentChannel } });
  own = await seedPlace('que-minh', 'Cơ quan quê mình');
  places = [own, await seedPlace('noi-khac', 'Cơ quan nơi khác'), await seedPlace('khong-ai', undefined)];
});
afterEach(() => desk.close());

async function seedPlace(word: string, agency: string | undefined): Promise<Place> {
  const { store } = desk;
  const url = `https://${word}.example/`;
  const site = await seedSite(store, now - 60 * minute, { url, agency: agency ?? null, paths: ['/tin'] });
  const found = `title-changed:${word}`;
  const findings = [{ ...finding({ reason: { vi: word, en: word } }), fingerprint: found }];
  const fell = { targetId: `${site}.1`, kind: 'defacement', score: 12, findings } as const;
  const checkId = await seedCheck(store, { ...fell, at: now - minute, level: 'alarm' });
  const incident = await seedIncident(store, {
    siteId: site,
    openedAt: now - minute,
    targets: [{ ...fell, url, checkId }],
  });
  const queued = { siteId: site, targetId: `${site}.2`, kind: 'defacement', score: 4, checkId } as const;
  const suspect = await seedSuspect(store, { ...queued, fingerprint: `blocks-lost:${word}` }, [now - minute]);
  await seedBaseline(store, `${site}.2`, { at: now - 50 * minute, status: 'provisional' });
  const look = await seedCheck(store, { targetId: `${site}.2`, at: now - minute });
  const { agencyId } = await store.db
    .selectFrom('sites')
    .select('agencyId')
    .where('id', '=', site)
    .executeTakeFirstOrThrow();
  const { id: person } = await store.db
    .insertInto('users')
    .values({ name: `nguoi.${word}`, passwordHash: '', role: 'viewer', agencyId, createdAt: now, disabledAt: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await store.db.updateTable('users').set({ totpSecret: 'sealed' }).where('id', '=', person).execute();
  const contactsOf = agencyId ?? (await write(store.db, (trx) => agencyIdOf(trx, 'Cơ quan chưa có cổng')));
  const fields = contactFields(contact(`cu.${word}`));
  await store.db
    .insertInto('contacts')
    .values({ id: contactsOf, agencyId: contactsOf, ...fields })
    .execute();
  return { word, agency, agencyId, site, incident, suspect, judged: checkId, look, found, person, contactsOf };
}

/** Also those that can't exist: an act must hold even when the row is wrong. */
function holders() {
  return roles.flatMap((role) =>
    [null, own.agencyId].map((agencyId) => {
      const who = agencyId === null ? role : `${role} of the agency`;
      return { who, role, agencyId, actor: actorOf({ name: who, role, agencyId }) };
    }),
  );
}

function isAllowed(
  rule: Pick<Rule<never>, 'needs' | 'where'>,
  holder: { role: Role; agencyId: number | null },
  at: Place,
) {
  if (!held[holder.role].includes(rule.needs)) return false;
  if (holder.agencyId === null || rule.where === 'any') return true;
  return rule.where === 'its-agency' && at.agencyId === holder.agencyId;
}

const changes = async () =>
  (
    await desk.store.db
      .selectFrom('audit')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

/** Where the act does otherwise than the table says. */
async function disagreements(act: Act, rule: Rule<readonly unknown[]>): Promise<string[]> {
  const wrong: string[] = [];
  for (const at of places) await rule.before?.(at);
  const cases = places.flatMap((at) => holders().map((holder) => ({ at, holder, ok: isAllowed(rule, holder, at) })));
  const attempt = async (at: Place, actor: Actor): Promise<unknown> => {
    const given = await rule.given(at);
    return act(actor, ...given).then(
      () => null,
      (error: unknown) => error,
    );
  };
  const before = await changes();
  for (const { at, holder } of cases.filter(({ ok }) => !ok)) {
    if (!((await attempt(at, holder.actor)) instanceof ForbiddenError))
      wrong.push(`let the ${holder.who} in at ${at.word}`);
  }
  if ((await changes()) !== before) wrong.push('wrote what it refused');
  const done = new Set<Place | string>();
  for (const { at, holder } of cases.filter(({ ok }) => ok)) {
    const error = await attempt(at, holder.actor);
    if (error instanceof ForbiddenError) wrong.push(`refused the ${holder.who} at ${at.word}`);
    // What was done cannot be done again; of what is nobody's in particular there is one.
    const once = rule.where === 'its-agency' ? at : rule.where;
    if (!done.has(once) && error !== null) {
      wrong.push(`failed for the ${holder.who} at ${at.word}: ${String(error)}`);
    }
    done.add(once);
  }
  return wrong;
}

const rulesOf = (rules: object) => Object.entries(rules) as [string, Rule<readonly unknown[]>][];

test('every act is in the table, and nothing else', () => {
  expect(Object.keys(deskRules).toSorted()).toEqual(Object.keys(desk.acts).toSorted());
  expect(Object.keys(terminalRules).toSorted()).toEqual(Object.keys(terminalActs).toSorted());
});

test('whatever takes an actor and begins a transaction of its own is reached through one of the tables', async () => {
  const tables = ['create-dashboard-acts', 'terminal-acts'].map((name) =>
    readFileSync(`src/monitor/acts/${name}.ts`, 'utf8'),
  );
  const astray: string[] = [];
  for await (const file of glob('src/monitor/**/*.ts')) {
    const signatures = readFileSync(file, 'utf8').matchAll(/^export (?:async )?function (\w+)\(([\s\S]*?)\n?\): /gm);
    for (const [, name = '', parameters = ''] of signatures) {
      if (!/\b(?:Actor|Decision|Approval|Registering)\b/.test(parameters)) continue;
      // Within the caller's transaction, or a read.
      if (/^\s*(?:trx|db)\b/.test(parameters)) continue;
      if (!tables.some((table) => new RegExp(`\\b${name}\\b`).test(table))) astray.push(name);
    }
  }
  // What `approveBaseline` does with the names of a host, and what begins before there is a database.
  expect(astray).toEqual(['approveNames', 'restoreBackup']);
});

describe('of the dashboard', () => {
  test.each(rulesOf(deskRules))('%s', async (name, rule) => {
    const act = desk.acts[name as keyof DashboardActs] as Act;
    expect(await disagreements(act, rule)).toEqual([]);
  });
});

describe('of the terminal', () => {
  test.each(rulesOf(terminalRules))('%s', async (name, rule) => {
    const act = terminalActs[name as keyof TerminalActs] as unknown as (
      parts: object,
      ...given: unknown[]
    ) => Promise<unknown>;
    expect(await disagreements((...given) => act(desk.parts, ...given), rule)).toEqual([]);
  });
});

test('an act that does not ask is found out', async () => {
  const pause = desk.acts.pauseSite;
  const forgetful: Act = (_actor, site) => pause(owner('an'), site as number);
  const found = await disagreements(forgetful, deskRules.pauseSite);
  expect(found).toContain('let the viewer in at que-minh');
  expect(found).toContain('wrote what it refused');
});

test('an act that asks for less than it should is found out', async () => {
  const asksForAgency: Act = async (actor, site) => {
    const everything = owner(actor.name).capabilities;
    await desk.acts.pauseSite({ ...actor, capabilities: everything }, site as number);
  };
  const asksForRole: Act = async (actor, site) => {
    await desk.acts.pauseSite({ ...actor, scope: { agencyId: null } }, site as number);
  };
  expect(await disagreements(asksForAgency, deskRules.pauseSite)).toContain('let the viewer in at que-minh');
  expect(await disagreements(asksForRole, deskRules.pauseSite)).toContain(
    'let the operator of the agency in at noi-khac',
  );
});
