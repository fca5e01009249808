/** The layout of every page. */
import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Trouble } from '../../core/monitor-troubles.ts';
import { type Capability, holds } from '../../core/people/actor.ts';
import { zoneWords } from '../../core/text.ts';
import { actorOf } from '../../monitor/people/capabilities.ts';
import type { UserRow } from '../../store/people/users.ts';
import { readNavigationCounts } from '../../store/reads/navigation.ts';
import type { AssetName } from '../assets.ts';
import type { Visit } from '../gate/route.ts';
import type { Health } from '../live.ts';
import { UndoApproval } from '../pages/approvals/undo-approval.tsx';
import type { Texts } from '../texts/keys.ts';
import { readTroubles } from '../troubles.ts';
import { Back } from './back.tsx';
import { doneText } from './done.ts';
import { PostForm } from './form.tsx';
import { Icon, type IconName } from './icon.tsx';
import { MonitorStrip } from './monitor-strip.tsx';
import { moment, render, roleText } from './wording.ts';

export type Section =
  | 'board'
  | 'suspects'
  | 'approvals'
  | 'incidents'
  | 'agencies'
  | 'requests'
  | 'duty'
  | 'overview'
  | 'reports'
  | 'people'
  | 'audit'
  | 'account'
  | 'settings';

export interface Page {
  readonly title: string;
  readonly section?: Section;
  readonly status?: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500;
  readonly body: Child;
  /** A path the browser is redirected to at once. */
  readonly leadsTo?: string;
  /** Seconds after which a browser without script loads it again; one with script refreshes `data-refresh`. */
  readonly againAfter?: number;
  /** This page's own style and script, besides the common ones. */
  readonly assets?: readonly AssetName[];
  /** For sign-in and set-up: a narrow card without navigation. */
  readonly narrow?: boolean;
}

interface Frame {
  readonly health: Health | null;
  readonly troubles: readonly Trouble[];
  readonly counts: { readonly suspects: number; readonly incidents: number } | null;
}

/** Renders the whole page. About other sites than the page's own it contains counts only. */
export async function renderPage(visit: Visit, page: Page): Promise<Response> {
  const frame = await readFrame(visit);
  const html = await (
    <>
      {raw('<!doctype html>')}
      <Document visit={visit} page={page} frame={frame} />
    </>
  ).toString();
  return visit.context.html(html, page.status ?? 200);
}

async function readFrame(visit: Visit): Promise<Frame> {
  if (!visit.user) return { health: null, troubles: [], counts: null };
  const health = await visit.web.health();
  const counts = await readNavigationCounts(visit.web.parts.db, visit.scope);
  return { health, troubles: await readTroubles(visit, health), counts };
}

const Document = ({ visit, page, frame }: { visit: Visit; page: Page; frame: Frame }) => {
  const { texts, web } = visit;
  return (
    <html lang={visit.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        {page.leadsTo !== undefined && <meta http-equiv="refresh" content={`0;url=${page.leadsTo}`} />}
        {page.againAfter !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(page.againAfter)} />
          </noscript>
        )}
        <meta name="robots" content="noindex, nofollow" />
        <title>{`${page.title} · ${texts.productName}`}</title>
        <link rel="stylesheet" href={web.assets.path['desk.css']} />
        {page.assets
          ?.filter((name) => name.endsWith('.css'))
          .map((name) => (
            <link rel="stylesheet" href={web.assets.path[name]} />
          ))}
        <link rel="icon" type="image/svg+xml" href={web.assets.path['favicon.svg']} />
        <script src={web.assets.path['desk.js']} defer></script>
        {page.assets
          ?.filter((name) => name.endsWith('.js'))
          .map((name) => (
            <script src={web.assets.path[name]} defer></script>
          ))}
      </head>
      <body class={page.narrow ? 'narrow' : undefined}>
        <a class="skip" href="#content">
          {texts.skipToContent}
        </a>
        <Header visit={visit} section={page.section} frame={frame} />
        <div id="health" data-fresh>
          <HealthBanner visit={visit} health={frame.health} />
          <MonitorStrip visit={visit} troubles={frame.troubles} />
        </div>
        <p class="banner banner-bad" id="connection-lost" role="alert" hidden>
          {texts.connectionLost} <time data-zone={web.parts.config.schedule.timezone}></time>.
        </p>
        <main id="content" tabindex={-1}>
          <Done visit={visit} />
          {page.body}
        </main>
        <Footer visit={visit} />
      </body>
    </html>
  );
};

const Header = ({ visit, section, frame }: { visit: Visit; section: Section | undefined; frame: Frame }) => {
  const { texts, user } = visit;
  return (
    <header class="top">
      <a class="brand" href="/">
        <Icon name="brand" />
        <span>{texts.productName}</span>
      </a>
      {user && frame.counts && <Navigation visit={visit} user={user} section={section} counts={frame.counts} />}
      <div class="who">
        <LanguageSwitch visit={visit} />
        {user && (
          <>
            <a
              class="user"
              href="/account"
              title={texts.signedInAs(user.name)}
              aria-current={section === 'account' ? 'page' : undefined}
            >
              <Icon name="person" />
              <span class="hidden">{texts.accountTitle}: </span>
              <b>{user.name}</b>
              <small>{roleText(texts, user.role)}</small>
            </a>
            <PostForm visit={visit} action="/sign-out">
              <button type="submit" class="quiet">
                {texts.signOut}
              </button>
            </PostForm>
          </>
        )}
      </div>
    </header>
  );
};

interface Destination {
  readonly section: Section;
  readonly href: string;
  readonly label: keyof Texts & `nav${string}`;
  readonly icon: IconName;
  /** Who sees it; everybody when omitted. */
  readonly needs?: Capability;
  readonly tone?: 'alarm' | 'suspect';
  /** On a phone it stands behind “more”. */
  readonly isSecondary?: true;
}

const destinations: readonly Destination[] = [
  { section: 'board', href: '/', label: 'navBoard', icon: 'brand' },
  { section: 'suspects', href: '/suspects', label: 'navSuspects', icon: 'suspect', tone: 'suspect' },
  { section: 'approvals', href: '/approvals', label: 'navApprovals', icon: 'ok', needs: 'approve', isSecondary: true },
  { section: 'incidents', href: '/incidents', label: 'navIncidents', icon: 'alarm', tone: 'alarm' },
  { section: 'agencies', href: '/agencies', label: 'navAgencies', icon: 'person', isSecondary: true },
  {
    section: 'requests',
    href: '/requests',
    label: 'navRequests',
    icon: 'mail',
    needs: 'handle-requests',
    isSecondary: true,
  },
  { section: 'overview', href: '/overview', label: 'navOverview', icon: 'globe', isSecondary: true },
  { section: 'reports', href: '/reports', label: 'navReports', icon: 'picture', isSecondary: true },
  { section: 'duty', href: '/duty', label: 'navDuty', icon: 'clock' },
  { section: 'people', href: '/people', label: 'navPeople', icon: 'person', needs: 'manage-people', isSecondary: true },
  {
    section: 'settings',
    href: '/settings',
    label: 'navSettings',
    icon: 'menu',
    needs: 'see-settings',
    isSecondary: true,
  },
  { section: 'audit', href: '/audit', label: 'navAudit', icon: 'learning', needs: 'audit', isSecondary: true },
];

interface NavigationProps {
  readonly visit: Visit;
  readonly user: UserRow;
  readonly section: Section | undefined;
  readonly counts: NonNullable<Frame['counts']>;
}

/** A row in the top bar; on a phone a bar at the bottom, where a thumb reaches it. */
const Navigation = ({ visit, user, section, counts }: NavigationProps) => {
  const { texts } = visit;
  const actor = actorOf(user);
  const shown = destinations.filter(({ needs }) => needs === undefined || holds(actor, needs));
  const secondary = shown.filter(({ isSecondary }) => isSecondary);
  const isBehind = secondary.some((one) => one.section === section);
  return (
    <nav class="main-navigation" aria-label={texts.mainNavigation}>
      <div id="main-navigation" class="destinations" data-fresh>
        {shown.map((one) => (
          <NavLink visit={visit} to={one} section={section} counts={counts} />
        ))}
      </div>
      {secondary.length > 0 && (
        <details class="more">
          <summary class={isBehind ? 'current' : undefined}>
            <Icon name="menu" />
            {texts.navMore}
          </summary>
          <div class="more-links">
            {secondary.map((one) => (
              <NavLink visit={visit} to={one} section={section} counts={counts} />
            ))}
          </div>
        </details>
      )}
    </nav>
  );
};

const NavLink = ({ visit, to, section, counts }: Omit<NavigationProps, 'user'> & { readonly to: Destination }) => {
  const count = to.section === 'suspects' || to.section === 'incidents' ? counts[to.section] : 0;
  return (
    <a href={to.href} class={to.isSecondary && 'secondary'} aria-current={to.section === section ? 'page' : undefined}>
      <Icon name={to.icon} />
      <span>{visit.texts[to.label]}</span>
      {count > 0 && <span class={`count count-${to.tone}`}>{count}</span>}
    </a>
  );
};

const LanguageSwitch = ({ visit }: { visit: Visit }) => {
  const other = visit.language === 'vi' ? 'en' : 'vi';
  return (
    <PostForm visit={visit} action="/language">
      <Back visit={visit} />
      <button type="submit" class="quiet" name="language" value={other} lang={other}>
        {visit.texts.otherLanguage}
      </button>
    </PostForm>
  );
};

/** A wall display that looks calm because the monitor died is the worst failure of this page. */
const HealthBanner = ({ visit, health }: { visit: Visit; health: Health | null }) => {
  if (health === null) return null;
  const { texts } = visit;
  if (health.ok)
    return health.blindSince === null ? null : (
      <p class="banner banner-bad" role="alert">
        <Icon name="unseen" />
        <span>
          <b>{texts.monitorBlind}</b> {texts.monitorBlindSince(moment(visit, health.blindSince))}
        </span>
      </p>
    );
  return (
    <p class="banner banner-bad" role="alert">
      <Icon name="unseen" />
      <span>
        <b>{texts.monitorStopped}</b>{' '}
        {health.heartbeatAt === null
          ? texts.monitorNeverRan
          : texts.monitorStoppedSince(moment(visit, health.heartbeatAt))}
      </span>
    </p>
  );
};

/** Confirms the submitted form. */
const Done = ({ visit }: { visit: Visit }) => {
  const text = doneText(visit.texts, visit.url.searchParams.get('done'));
  if (text === null) return null;
  return (
    <div class="banner banner-good done" role="status">
      <Icon name="ok" />
      <span>{text}</span>
      <UndoApproval visit={visit} />
    </div>
  );
};

const Footer = ({ visit }: { visit: Visit }) => (
  <footer>
    <span>
      {visit.texts.productName} · {visit.texts.tagline}
    </span>
    <span>{visit.texts.zone(render(visit, zoneWords(visit.web.parts.config.schedule.timezone)))}</span>
    {visit.user && <span>{visit.texts.version(visit.web.version)}</span>}
  </footer>
);

export const Sheet = (props: PropsWithChildren<{ title: string; id?: string; aside?: Child; class?: string }>) => (
  <section class={`sheet ${props.class ?? ''}`} aria-labelledby={props.id}>
    <div class="sheet-head">
      <h2 id={props.id}>{props.title}</h2>
      {props.aside}
    </div>
    {props.children}
  </section>
);
