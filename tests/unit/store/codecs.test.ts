import { describe, expect, test } from 'vitest';
import { initialBlindness } from '../../../src/core/blindness.ts';
import { fingerprintsOf, newTargetState } from '../../../src/core/judge/confirm.ts';
import { learnBaseline } from '../../../src/core/learned/baseline.ts';
import { learnNames } from '../../../src/core/names/accepted-names.ts';
import { captureFailure, captureMeta } from '../../../src/store/codecs/capture-codecs.ts';
import type { Codec } from '../../../src/store/codecs/codec.ts';
import { nullIfUnreadable, readable } from '../../../src/store/codecs/codec.ts';
import { lookTallies } from '../../../src/store/codecs/history-codec.ts';
import {
  acknowledgement,
  campaignCommon,
  confirmation,
  findingIndicators,
  findingPlace,
  incidentFindings,
  incidentFingerprints,
  incidentKinds,
  incidentTraits,
} from '../../../src/store/codecs/incident-codecs.ts';
import { noticePayload } from '../../../src/store/codecs/notice-codec.ts';
import {
  acceptedNames,
  baselineContent,
  nameLook,
  notFoundAnswers,
  profileEtags,
  targetState,
} from '../../../src/store/codecs/target-codecs.ts';
import {
  auditDetail,
  blindness,
  channelOutage,
  evidenceRefs,
  settingValue,
} from '../../../src/store/codecs/value-codecs.ts';
import { nameLook as aNameLook } from '../../support/name-looks.ts';
import { incidentNotice } from '../../support/test-notices.ts';

const place = { path: 'body > p', before: 'cũ', after: 'mới', box: { x: 1, y: 2, width: 3, height: 4 } };
const finding = {
  detector: 'title-changed',
  family: 'title',
  kind: 'defacement',
  score: 4.5,
  cues: ['title-changed.other'],
  reason: { vi: 'Tiêu đề đã đổi', en: 'The title changed' },
  fingerprint: 'title-changed:1',
  place,
  indicators: [{ type: 'domain', value: 'nhacai.example' }],
} as const;
const verdict = {
  level: 'alarm',
  kind: 'defacement',
  score: 4.5,
  conclusive: false,
  findings: [finding, { ...finding, fingerprint: null, indicators: [] }],
  onlyFor: { profile: 'phone', alone: true },
  onlyFrom: 'HCM',
} as const;
const look = { tier: 'http', profile: 'browser', at: 5, hops: [], durationMs: 3 } as const;

type AnyCodec = Pick<Codec<unknown>, 'version' | 'encode' | 'decode'>;
const versioned: readonly (readonly [string, AnyCodec, unknown])[] = [
  ['an hour of looks', lookTallies, { results: [{ level: 'clean', kind: null, looks: 12 }], response: [[60, 12]] }],
  ['an outage of a channel', channelOutage, { since: 1, probeAt: 2 }],
  [
    'target state',
    targetState,
    {
      ...newTargetState(1),
      status: 'pending',
      votes: [{ at: 3, level: 'alarm', kind: 'defacement' }],
      worst: { verdict, checkId: 7 },
      raisedBy: 'browser',
      raisedFor: 'phone',
      queued: fingerprintsOf(verdict),
    },
  ],
  ['new target state', targetState, newTargetState(1)],
  ['etags', profileEtags, { phone: '{"a":1}' }],
  [
    'answers',
    notFoundAnswers,
    {
      format: 1,
      looks: 3,
      shapes: [{ status: 404, outline: [1], blocks: [2] }],
      statuses: [404],
      domains: ['x.example'],
      hosts: [],
    },
  ],
  ['baseline', baselineContent, learnBaseline([], 5)],
  ['names', acceptedNames, learnNames(null, aNameLook(), 5)],
  ['name look', nameLook, aNameLook()],
  ['kinds', incidentKinds, ['defacement', 'ransom-note']],
  ['fingerprints', incidentFingerprints, ['a:1', 'b:2']],
  ['acknowledgement', acknowledgement, { by: 'an', at: 5, kinds: ['takeover'], targetIds: ['1.1'], fingerprints: [] }],
  ['findings', incidentFindings, verdict.findings],
  ['confirmation', confirmation, { alarms: 2, looks: 3 }],
  ['place', findingPlace, place],
  ['indicators', findingIndicators, finding.indicators],
  ['common traits', campaignCommon, [{ trait: 'domain', value: 'nhacai.example' }]],
  [
    'traits',
    incidentTraits,
    { signatures: [{ key: 'a', shown: 'A' }], domains: [], shingles: [1], pictures: [], addresses: [] },
  ],
  ['notice', noticePayload, incidentNotice()],
  ['failure', captureFailure, { ...look, kind: 'timed-out', retryable: true, reason: 'slow' }],
  [
    'capture',
    captureMeta,
    {
      ...look,
      url: 'https://x.example/',
      finalUrl: 'https://x.example/',
      status: 200,
      headers: [['a', 'b']],
      charset: 'utf-8',
      cutOff: null,
      body: { hash: 'h', mediaType: 'text/html', sizeBytes: 3 },
      isText: true,
      rendering: null,
    },
  ],
  ['blindness', blindness, initialBlindness],
];

describe.each(versioned)('%s', (_name, codec, value) => {
  test('comes back as it was', () => {
    expect(codec.decode(codec.encode(value), 'x')).toEqual(value);
  });

  test('is stored with its version first', () => {
    expect(codec.encode(value).startsWith(`{"v":${codec.version}`)).toBe(true);
  });

  test.each([
    ['of a later version', (text: string) => text.replace(`"v":${codec.version}`, `"v":${codec.version + 1}`)],
    ['without a version', (text: string) => text.replace(`"v":${codec.version}`, '"w":0')],
    ['cut off', (text: string) => text.slice(0, -1)],
    ['that is no object', () => '[1]'],
    ['that is null', () => 'null'],
    ['that is empty', () => ''],
  ])('%s is refused by table, row and column', (_what, change) => {
    expect(() => codec.decode(change(codec.encode(value)), 'row 7')).toThrow(
      /^Row row 7 of \w+ has an unreadable \w+ \(.+\): restore a backup/,
    );
  });
});

test.each([
  ['a status that is none', targetState, { ...newTargetState(1), status: 'asleep' }],
  ['a field that is missing', targetState, { ...newTargetState(1), votes: undefined }],
  ['an unknown kind', incidentKinds, ['boredom']],
  ['a kind in place of the list', incidentKinds, 'defacement'],
  ['a notice of no type', noticePayload, { at: 5 }],
  ['a baseline without views', baselineContent, { format: 1 }],
] as readonly (readonly [string, AnyCodec, unknown])[])('%s is refused', (_what, codec, value) => {
  expect(() => codec.decode(codec.encode(value), 1)).toThrow(/has an unreadable/);
});

test('an audit detail, a setting and a list of rows carry no version, and are refused when they are no such value', () => {
  expect(auditDetail.decode(auditDetail.encode({ a: 1, b: null }), 1)).toEqual({ a: 1, b: null });
  expect(settingValue.decode(settingValue.encode(['x']), 'mail.hourlyCap')).toEqual(['x']);
  expect(evidenceRefs.decode(evidenceRefs.encode([1, 'h']), 1)).toEqual([1, 'h']);
  expect(() => auditDetail.decode('{"a":{}}', 9)).toThrow(/Row 9 of audit has an unreadable detailJson/);
  expect(() => settingValue.decode('{', 'k')).toThrow(/Row k of settings has an unreadable valueJson/);
  expect(() => evidenceRefs.decode('{}', 3)).toThrow(/Row 3 of evidence has an unreadable detail/);
});

test('an unreadable row is null where many are read; any other error stays one', () => {
  expect(readable(() => incidentKinds.decode('x', 1))).toBe(null);
  expect(() => nullIfUnreadable(new TypeError('a bug'))).toThrow('a bug');
});
