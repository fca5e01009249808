/**
 * The monitor with a real database, evidence store and pictures, a clock that the test moves, and stand-ins for the
 * world: portals as plain data, and a mailbox.
 */

import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { type Config, configSchema } from '../../src/config/schema/schema.ts';
import type {
  Capture,
  CaptureFailureKind,
  CaptureOutcome,
  CaptureRequest,
  Profile,
  Screenshot,
} from '../../src/core/domain/capture.ts';
import type { NamePart } from '../../src/core/names/name-look.ts';
import type { DeliveryResult, Notification } from '../../src/core/notices/message.ts';
import { owner as ownerCalled } from '../../src/core/people/actor.ts';
import type { TakeCapture } from '../../src/core/ports.ts';
import { noNote } from '../../src/core/standstill.ts';
import { runCheck } from '../../src/monitor/check/run-check.ts';
import { dispatchNext } from '../../src/monitor/notices/dispatch.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';
import { registerSite, vetSite } from '../../src/monitor/sites/register-site.ts';
import { createCanaries } from '../../src/monitor/upkeep/blindness.ts';
import { claimDue } from '../../src/store/targets/targets.ts';
import { type NamesWish, nameLook } from './name-looks.ts';
import { openTestStore } from './open-test-store.ts';
import { policyOnce, testCalendar } from './read-once.ts';
import { sharedJudging, sharedPictures, sharedRead } from './shared-threads.ts';
import { mailBy } from './test-channels.ts';
import { mailOnly } from './test-notices.ts';
import { type Colour, contentOf, drawPng } from './test-pictures.ts';

export interface StagedPage {
  readonly html: string;
  readonly status?: number;
  readonly finalUrl?: string;
  /** The screenshot is a solid area of this colour. */
  readonly colour?: Colour;
  readonly failure?: CaptureFailureKind;
  /** Without a screenshot: for many portals at once. */
  readonly isUnpictured?: boolean;
  /** The responding server's address. */
  readonly address?: string;
}

export interface StagedWatch {
  readonly parts: MonitorParts;
  readonly requests: CaptureRequest[];
  readonly mails: Notification[];
  /** Results of the next deliveries; `sent` when empty. */
  readonly answers: DeliveryResult[];
  now(): number;
  advance(ms: number): void;
  /** What a profile is shown; special profiles get the ordinary page by default. */
  show(url: string, page: StagedPage, profile?: Profile): void;
  /** A host's name answers; ordinary ones by default. Only with `names.enabled`. */
  showNames(host: string, wish: NamesWish): void;
  readonly namesAsked: readonly NamesAsked[];
  /** What a vantage sees; the ordinary page by default. */
  showFrom(vantage: string, url: string, page: StagedPage): void;
  register(url: string, options?: { paths?: string[]; emails?: string[] }): Promise<number>;
  /** Runs every look due now, once each. */
  lookAtDue(): Promise<void>;
  /** Moves the clock to the next due time and looks, until `count` looks were made. */
  look(count: number): Promise<void>;
  /** Looks until every target has left learning. */
  learn(): Promise<void>;
  /** Delivers due messages. */
  dispatch(): Promise<void>;
}

interface NamesAsked {
  readonly host: string;
  readonly asked: readonly NamePart[];
}

const stagedStart = Date.UTC(2026, 10, 22, 1, 0);

/** A portal-like page: long enough for its blocks to carry weight. */
export function portalPage(options: { title?: string; news?: string; extra?: string } = {}): string {
  const {
    title = 'Cổng thông tin điện tử huyện Thanh Sơn',
    news = 'Hội nghị triển khai nhiệm vụ quý IV',
    extra = '',
  } = options;
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title></head><body>
<header><h1>Ủy ban nhân dân huyện Thanh Sơn</h1><nav><a href="/gioi-thieu">Giới thiệu</a> <a href="/van-ban">Văn bản</a> <a href="/dich-vu">Dịch vụ công trực tuyến</a></nav></header>
<main><h2>Tin tức và sự kiện</h2><ul><li>${news}</li><li>Lịch tiếp công dân của lãnh đạo huyện tháng 11</li><li>Kế hoạch phòng chống thiên tai và tìm kiếm cứu nạn</li></ul>
<section><h2>Thông báo</h2><p>Ủy ban nhân dân huyện thông báo về việc tiếp nhận và trả kết quả giải quyết thủ tục hành chính tại bộ phận một cửa.</p><p>Danh sách các đơn vị hoàn thành chỉ tiêu thu ngân sách nhà nước trên địa bàn huyện.</p></section>${extra}</main>
<footer><p>Địa chỉ: Số 1 đường Hùng Vương, thị trấn Thanh Sơn. Điện thoại: 0210 3873 000</p></footer></body></html>`;
}

export const defacedPage = `<!doctype html><html><head><title>Hacked By Kh4i-Test</title></head><body bgcolor="black">
<center><h1>HACKED BY KH4I-TEST</h1><p>Your security is low, admin. We are everywhere.</p><p>Trang web này đã bị hack bởi nhóm Kh4i-Test</p></center></body></html>`;

const white: Colour = [250, 250, 250];

export async function stageWatch(overrides: Record<string, unknown> = {}): Promise<StagedWatch> {
  const store = await openTestStore();
  const config: Config = configSchema.parse({
    dataDir: store.dir,
    // What an agency is told, without the operators' copies: those have tests of their own.
    mail: { from: 'canh-gac@vonggac.example', operators: ['truc@bo.example'], operatorAlarms: false },
    schedule: { learnLooks: 3, learnEvery: '1m' },
    retention: { keepFree: '1MB' },
    names: { enabled: false },
    ...overrides,
  });
  const log = pino({ level: 'silent' });
  const policy = policyOnce(config);
  let now = stagedStart;
  let ids = 0;
  const pages = new Map<string, StagedPage>();
  const requests: CaptureRequest[] = [];
  const names = new Map<string, NamesWish>();
  const namesAsked: NamesAsked[] = [];
  const mails: Notification[] = [];
  const answers: DeliveryResult[] = [];
  const takeCapture: TakeCapture = async (request) => {
    requests.push(request);
    const { profile, url, vantage } = request;
    const page = pages.get(`${vantage} ${url}`) ?? pages.get(`${profile} ${url}`) ?? pages.get(`browser ${url}`);
    return stagedOutcome(request, page, now);
  };
  const clock = () => now;
  const newId = () => createHash('sha256').update(String(++ids)).digest('hex').slice(0, 32);
  const calendar = testCalendar(config);
  const parts: MonitorParts = {
    config,
    db: store.db,
    blobs: store.blobs,
    clock,
    newId,
    calendar,
    endpointsOf: mailOnly,
    log,
    read: sharedRead,
    policy,
    random: () => 0.5,
    pictures: sharedPictures(),
    judging: sharedJudging(policy),
    takeCapture,
    lookAtNames: async ({ url, parts: asked }) => {
      const host = new URL(url).hostname;
      namesAsked.push({ host, asked });
      return { ...nameLook(names.get(host)), host, at: now };
    },
    countryOf: () => null,
    isBlind: createCanaries(
      { calendar, config, db: store.db, clock, endpointsOf: mailOnly, newId, log },
      { take: takeCapture },
    ),
    underWay: noNote,
    channels: mailBy(async (notification) => {
      const answer = answers.shift() ?? { status: 'sent', response: '250 ok' };
      if (answer.status === 'sent') mails.push(notification);
      return answer;
    }, config),
  };
  const owner = 'test';

  async function lookAtDue(): Promise<number> {
    let looks = 0;
    for (const tier of ['http', 'browser', 'names'] as const) {
      const claim = { owner, now, leaseMs: 60_000, limit: 100, tier, inFlight: [], perHost: 100, perSite: 100 };
      for (const target of await claimDue(parts.db, claim)) {
        await runCheck(parts, target, owner, { dueAt: target.nextCheckAt });
        looks += 1;
      }
    }
    return looks;
  }
  async function goToNext(): Promise<void> {
    const { at } = await parts.db
      .selectFrom('targets')
      .innerJoin('sites', 'sites.id', 'targets.siteId')
      .select((eb) => eb.fn.min('nextCheckAt').as('at'))
      .where('sites.status', '=', 'active')
      .executeTakeFirstOrThrow();
    now = Math.max(now, Number(at));
  }
  return {
    parts,
    requests,
    mails,
    answers,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    showNames: (host, wish) => void names.set(host, wish),
    namesAsked,
    show: (url, page, profile = 'browser') => pages.set(`${profile} ${url}`, page),
    showFrom: (vantage, url, page) => pages.set(`${vantage} ${url}`, page),
    async register(url, options = {}) {
      const request = { url, emails: options.emails ?? ['tinhoc@co-quan.example'], paths: options.paths ?? [] };
      const site = await vetSite(request, async () => ({ status: 'allowed' }));
      return (await registerSite(parts, site, { merge: false, actor: ownerCalled('test') })).siteId;
    },
    lookAtDue: async () => {
      await lookAtDue();
    },
    async look(count) {
      for (let made = 0; made < count; ) {
        await goToNext();
        made += await lookAtDue();
      }
    },
    async learn() {
      for (let round = 0; round < 20; round += 1) {
        const learning = await parts.db.selectFrom('targets').select('id').where('status', '=', 'learning').execute();
        if (learning.length === 0) return;
        await goToNext();
        await lookAtDue();
      }
      throw new Error('the staged portals were not learned within 20 rounds');
    },
    async dispatch() {
      while (await dispatchNext(parts, owner));
    },
  };
}

function stagedOutcome(request: CaptureRequest, page: StagedPage | undefined, at: number): CaptureOutcome {
  const { tier, profile } = request;
  if (!page || page.failure) {
    const kind = page?.failure ?? 'name-not-found';
    return {
      ok: false,
      failure: { tier, profile, at, kind, retryable: true, reason: `staged: ${kind}`, hops: [], durationMs: 5 },
    };
  }
  return { ok: true, capture: stagedCapture(request, page, at) };
}

function stagedCapture(
  { tier, profile, url, realTime, vantage }: CaptureRequest,
  page: StagedPage,
  at: number,
): Capture {
  const { html, status = 200, finalUrl = url } = page;
  return {
    tier,
    profile,
    ...(vantage === undefined ? {} : { vantage }),
    at,
    url,
    finalUrl,
    hops: [{ url, status, address: page.address ?? '192.0.2.1', via: 'request', certificate: null }],
    status,
    headers: [['content-type', 'text/html; charset=utf-8']],
    body: contentOf(Buffer.from(html), 'text/html'),
    html,
    charset: 'utf-8',
    cutOff: null,
    durationMs: 12,
    rendering:
      tier === 'http'
        ? null
        : {
            html,
            screenshot: page.isUnpictured ? null : stagedScreenshot(page.colour ?? white),
            rendererVersion: 'staged',
            realTime,
            dialogs: [],
            navigations: [],
            console: [],
            resources: [],
            popups: [],
          },
  };
}

/** The few colours of a test file, each drawn once. */
const screenshots = new Map<string, Screenshot>();

function stagedScreenshot(colour: Colour): Screenshot {
  const known = screenshots.get(colour.join());
  if (known) return known;
  const widthPx = 320;
  const heightPx = 480;
  const content = contentOf(drawPng(widthPx, heightPx, (_x, y) => (y < 60 ? [150, 20, 20] : colour)));
  const screenshot = { content, widthPx, heightPx, capped: false };
  screenshots.set(colour.join(), screenshot);
  return screenshot;
}
