import { describe, expect, test } from 'vitest';
import { look as pageLook } from '../../../support/detecting.ts';
import { dayMs, everybody, type NamesWish, start } from '../../../support/name-looks.ts';
import { acceptedFrom, judgedNames, namesAt, namesSaid } from '../../../support/names-said.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const foreign = '203.0.113.66';
const url = 'https://anphu.binhgiang.gov.vn/';

/** The scores of what a detector says, after ordinary days like `usual`. */
function scores(detector: string, wish: NamesWish, usual: NamesWish = {}): number[] {
  return namesSaid(detector, wish, { accepted: acceptedFrom(usual) }).map(({ score }) => score);
}

function pageOf(html: string, status = 200) {
  return pageLook(html, { url, status, address: foreign });
}

const parked = pageOf('<title>Domain is for sale</title><p>This domain is for sale</p>');
const other = pageOf(
  `<title>Trang khác</title>${Array.from({ length: 20 }, (_, i) => `<div><b>Mục hoàn toàn khác số ${'abcdefghijklmnopqrst'[i]} của ai đó</b></div>`).join('')}`,
);

describe('addresses-changed', () => {
  const moved = { records: { A: [foreign] }, tls: { key: 'key-2' } };

  test('says before, after, when and where', () => {
    const [finding] = namesSaid('addresses-changed', moved, { countryOf: () => 'AT' });
    expect(finding).toMatchObject({
      family: 'names',
      kind: 'takeover',
      score: 3.1,
      place: { before: '192.0.2.10', after: foreign },
    });
    expect(finding?.reason.vi).toContain('203[.]0[.]113[.]66 (AT)');
    expect(finding?.reason.vi).toContain('trước đây là 192[.]0[.]2[.]10');
    expect(finding?.reason.en).toContain('last seen 15 minutes ago');
  });

  test('is a remark where the known key is', () => {
    expect(scores('addresses-changed', { records: { A: [foreign] } })).toEqual([0]);
  });

  test('does not take a key at one address for proof of another', () => {
    const wish = { records: { A: ['192.0.2.10', foreign] }, tls: { address: '192.0.2.10' } };
    expect(scores('addresses-changed', wish)).toEqual([3.1]);
  });

  test('says nothing of neighbours, and less of another network of the provider', () => {
    expect(scores('addresses-changed', { records: { A: ['192.0.2.200'] } })).toEqual([]);
    expect(scores('addresses-changed', { ...moved, records: { A: ['192.0.77.1'] } })).toEqual([2]);
  });

  test('weighs another page behind it', () => {
    expect(namesSaid('addresses-changed', moved, {}, other)[0]?.score).toBeCloseTo(7.3);
    expect(namesSaid('addresses-changed', moved, {}, pageOf(portalPage()))[0]?.score).toBe(3.1);
  });

  test('takes no page from a known address for the new one’s', () => {
    const elsewhere = pageLook('<title>Trang khác</title><p>Khác hẳn</p>', { url, address: '192.0.2.10' });
    expect(namesSaid('addresses-changed', moved, {}, elsewhere)[0]?.score).toBe(3.1);
  });

  test('bears a first IPv6 address beside the known one', () => {
    expect(scores('addresses-changed', { records: { AAAA: ['2001:db8::1'] } })).toEqual([2]);
    expect(scores('addresses-changed', { records: { A: [], AAAA: ['2001:db8::1'] }, tls: null })).toEqual([3.1]);
  });

  test('remarks another alias to known addresses', () => {
    expect(scores('addresses-changed', { records: { CNAME: ['a.somebody.example'] } })).toEqual([0]);
  });
});

describe('name-servers-changed', () => {
  const all = ['ns1.la.example', 'ns2.la.example'];

  test('tells all from some, and with addresses from alone', () => {
    expect(scores('name-servers-changed', { records: { NS: all } })).toEqual([3.5]);
    expect(scores('name-servers-changed', { records: { NS: ['ns1.dns.example', 'ns2.la.example'] } })).toEqual([2]);
    const together = { records: { NS: all, A: [foreign] } };
    expect(scores('name-servers-changed', { ...together, tls: null })).toEqual([6.5]);
    expect(scores('name-servers-changed', together)).toEqual([3.5]);
  });

  test('says nothing of another server of the same provider', () => {
    expect(scores('name-servers-changed', { records: { NS: ['ns9.dns.example'] } })).toEqual([]);
  });
});

test('mail-servers-changed tells all from some', () => {
  expect(scores('mail-servers-changed', { records: { MX: ['5 mx.la.example'] } })).toEqual([3.1]);
  const some = { records: { MX: ['10 mail.binhgiang.gov.vn', '20 mx.la.example'] } };
  expect(scores('mail-servers-changed', some)).toEqual([1]);
  expect(scores('mail-servers-changed', { records: { MX: ['1 mail2.binhgiang.gov.vn'] } })).toEqual([]);
});

test('authority-changed says what SOA and CAA became', () => {
  expect(scores('authority-changed', { records: { SOA: ['ns1.la.example admin.la.example'] } })).toEqual([1]);
  expect(scores('authority-changed', { records: { CAA: ['0 issue la.example'] } })).toEqual([1]);
  expect(scores('authority-changed', { records: { CAA: [] } })).toEqual([1]);
  expect(scores('authority-changed', { records: { CAA: [] }, only: everybody('timed-out') })).toEqual([]);
  expect(scores('authority-changed', { records: { SOA: ['ns3.dns.example h.dns.example'] } })).toEqual([]);
});

describe('name-gone', () => {
  const said = (wish: NamesWish) => namesSaid('name-gone', { tls: null, ...wish });

  test('tells a missing name from a missing address and from failing servers', () => {
    expect(said({ only: everybody('no-such-name') })[0]).toMatchObject({ score: 3.5, kind: 'takeover' });
    expect(said({ records: { A: [] } })[0]).toMatchObject({ score: 3.1 });
    const failing = (['lame', 'server-failure', 'refused', 'timed-out', 'unreachable'] as const).map(
      (status) => said({ only: everybody(status) })[0],
    );
    expect(failing.map((finding) => finding?.score)).toEqual([0, 0, 0, 0, 0]);
    expect(new Set(failing.map((finding) => finding?.reason.vi)).size).toBe(5);
  });

  test('says nothing while anybody answers', () => {
    expect(said({ only: { ...everybody('no-such-name'), system: {} } })).toEqual([]);
  });

  test('says nothing of parts that were not asked for', () => {
    expect(namesSaid('name-gone', {}, { accepted: null })).toEqual([]);
  });
});

describe('resolvers-disagree', () => {
  test('names the one resolver and what it says', () => {
    const [finding] = namesSaid('resolvers-disagree', { only: { '192.0.2.53': { A: [foreign] } } });
    expect(finding).toMatchObject({ score: 3.1, place: { after: foreign } });
    expect(finding?.reason.vi).toContain('Chỉ riêng máy chủ phân giải 192[.]0[.]2[.]53');
    const [own] = namesSaid('resolvers-disagree', { only: { system: { A: [foreign] } } });
    expect(own?.reason.vi).toContain('máy chủ phân giải mặc định của hệ thống giám sát');
    expect(scores('addresses-changed', { only: { '192.0.2.53': { A: [foreign] } } })).toEqual([]);
  });

  test('weighs what stands there', () => {
    const wish = { only: { system: { A: [foreign] } }, tls: null };
    expect(namesSaid('resolvers-disagree', wish, {}, other)[0]?.score).toBe(6.5);
  });

  test('remarks silence, unless it is a habit', () => {
    const wish = { only: { '192.0.2.53': 'timed-out' as const } };
    expect(scores('resolvers-disagree', wish)).toEqual([0]);
    expect(scores('resolvers-disagree', wish, wish)).toEqual([]);
    expect(namesSaid('resolvers-disagree', wish)[0]?.reason.vi).toContain('192[.]0[.]2[.]53 (không trả lời kịp)');
  });

  test('takes other name servers at one resolver for less', () => {
    expect(scores('resolvers-disagree', { only: { system: { NS: ['ns1.la.example'] } } })).toEqual([2]);
  });
});

describe('certificates', () => {
  const sectigo = 'C=GB, O=Sectigo Limited, CN=Sectigo RSA';

  test('a renewal is a remark, another signer is not', () => {
    expect(scores('certificate-changed', { tls: {} })).toEqual([]);
    expect(scores('certificate-changed', { tls: { key: 'key-2' } })).toEqual([0]);
    expect(scores('certificate-changed', { tls: { key: 'key-2', issuer: "O=Let's Encrypt, CN=E6" } })).toEqual([0]);
    expect(scores('certificate-changed', { tls: { key: 'key-2', issuer: sectigo } })).toEqual([3.1]);
    expect(scores('certificate-changed', { tls: { issuer: sectigo } })).toEqual([]);
  });

  test('a certificate that never held and now does was mended', () => {
    const broken = { tls: { error: 'DEPTH_ZERO_SELF_SIGNED_CERT', issuer: 'CN=anphu' } };
    const mended = { tls: { key: 'key-2', issuer: sectigo } };
    expect(scores('certificate-changed', mended, broken)).toEqual([0]);
    const elsewhere = { records: { A: [foreign] }, ...mended };
    expect(scores('certificate-changed', elsewhere, broken)).toEqual([3.1]);
  });

  test('is a takeover’s at a foreign address and its own kind at the known one', () => {
    const tls = { key: 'key-2', issuer: 'CN=localhost', error: 'DEPTH_ZERO_SELF_SIGNED_CERT' };
    expect(judgedNames({ tls })).toMatchObject({ level: 'suspect', kind: 'certificate' });
    expect(judgedNames({ records: { A: [foreign] }, tls })).toMatchObject({ level: 'alarm', kind: 'takeover' });
  });

  test('tells the ways in which one no longer holds', () => {
    const invalid = (error: string, key = 'key-1') => scores('certificate-invalid', { tls: { error, key } });
    expect(invalid('CERT_HAS_EXPIRED')).toEqual([3.1]);
    expect(invalid('UNABLE_TO_VERIFY_LEAF_SIGNATURE')).toEqual([1]);
    expect(invalid('ERR_TLS_CERT_ALTNAME_INVALID', 'key-2')).toEqual([4]);
    const usual = { tls: { error: 'CERT_HAS_EXPIRED' } };
    expect(scores('certificate-invalid', usual, usual)).toEqual([0]);
    expect(scores('certificate-invalid', { tls: { error: 'X' } }, usual)).toEqual([1]);
  });

  test('warns once at thirty and fourteen days and stands from seven on', () => {
    const yearly = { tls: { validFrom: start - 300 * dayMs, validTo: start + 60 * dayMs } };
    const at = (days: number, warned: number[] = []) =>
      namesSaid('certificate-expiring', yearly, {
        at: yearly.tls.validTo - days * dayMs,
        accepted: {
          ...acceptedFrom(),
          warned: { certificate: { expiresAt: yearly.tls.validTo, days: warned }, registration: null },
        },
      }).map(({ score, fingerprint }) => [score, fingerprint !== null]);
    expect(at(31)).toEqual([]);
    expect(at(30)).toEqual([[0, false]]);
    expect(at(29, [30])).toEqual([]);
    expect(at(14, [30])).toEqual([[0, false]]);
    expect(at(7, [30, 14])).toEqual([[3.1, true]]);
    expect(at(6, [30, 14, 7])).toEqual([[3.1, true]]);
    expect(at(0)).toEqual([]);
  });
});

describe('registration', () => {
  const said = (registration: NonNullable<NamesWish['registration']>) =>
    scores('registration-changed', { registration });

  test.each([
    ['another registrar', { registrar: 'Somebody' }, [3.5]],
    ['other name servers', { nameServers: ['ns1.la.example'] }, [3.1]],
    ['a hold', { statuses: ['client hold', 'client transfer prohibited'] }, [3.5]],
    ['redemption', { statuses: ['redemption period', 'client transfer prohibited'] }, [3.5]],
    ['a lifted lock', { statuses: ['active'] }, [1]],
    ['a new date of registration', { registeredAt: start }, [6.5]],
    ['an unknown domain', { status: 'not-found' as const }, [3.5]],
    ['a failing registry', { status: 'failed' as const, registrar: 'x' }, []],
    ['a renewal', { expiresAt: start + 900 * dayMs }, []],
    ['another server of the provider', { nameServers: ['ns5.dns.example'] }, []],
  ])('%s', (_, registration, expected) => {
    expect(said(registration)).toEqual(expected);
  });

  test('says nothing twice that the DNS shows', () => {
    const NS = ['ns1.la.example'];
    expect(scores('registration-changed', { records: { NS }, registration: { nameServers: NS } })).toEqual([0]);
  });

  test('ends as the registry says, else as people entered', () => {
    const none = { status: 'no-service' as const, expiresAt: null };
    const accepted = acceptedFrom({ registration: none });
    const expiresAt = namesAt + 2 * dayMs;
    const [finding] = namesSaid('registration-expiring', { registration: none }, { accepted, expiresAt });
    expect(finding).toMatchObject({ score: 3.1, kind: 'takeover' });
    expect(finding?.reason.vi).toContain('sẽ hết hạn sau 2 ngày');
    expect(namesSaid('registration-expiring', {}, { expiresAt })).toEqual([]);
  });
});

describe('listed', () => {
  const on = (entry: string): NamesWish => ({
    listings: [{ list: 'bl.example', entry, status: 'listed', codes: ['127.0.0.2'] }],
  });

  test('tells domains from addresses, and what was so when learned', () => {
    expect(scores('listed', on('binhgiang.gov.vn'))).toEqual([3.1]);
    expect(scores('listed', on('192.0.2.10'))).toEqual([1]);
    expect(scores('listed', on('2001:db8::1'))).toEqual([1]);
    expect(scores('listed', on('192.0.2.10'), on('192.0.2.10'))).toEqual([]);
  });

  test('does not believe a list that fails its own test', () => {
    const unusable = { list: 'bl.example', entry: '192.0.2.10', status: 'unusable' as const, codes: [] };
    expect(scores('listed', { listings: [unusable] })).toEqual([]);
  });
});

describe('route-strays', () => {
  const strayed = { routes: { 'http://www.anphu.binhgiang.gov.vn/': 'https://la.example/x' } };

  test('is an alarm where it never led away, and a suspect at first sight', () => {
    expect(judgedNames(strayed)).toMatchObject({ level: 'alarm', kind: 'redirection', score: 6.5 });
    expect(judgedNames(strayed, { accepted: null })).toMatchObject({ level: 'suspect', score: 3.2 });
  });

  test('takes a spelling that leads to another agency for a remark at first sight only', () => {
    const routes = { 'http://www.anphu.binhgiang.gov.vn/': 'https://cong.tinh-khac.gov.vn/' };
    expect(judgedNames({ routes }, { accepted: null })).toMatchObject({ level: 'clean', score: 0 });
    expect(judgedNames({ routes })).toMatchObject({ level: 'alarm' });
  });

  test('is one finding for each domain, however many spellings lead there', () => {
    const routes = { ...strayed.routes, 'http://anphu.binhgiang.gov.vn/': 'https://www.la.example/' };
    expect(scores('route-strays', { routes })).toEqual([6.5]);
  });

  test('says nothing of the own domain and of learned ones', () => {
    expect(scores('route-strays', { routes: { [url]: 'https://www.binhgiang.gov.vn/' } })).toEqual([]);
    expect(scores('route-strays', strayed, strayed)).toEqual([]);
  });
});

describe('dangling-alias', () => {
  const alias = { records: { CNAME: ['so.pages.example'] } };
  const unclaimed = pageOf('<title>404</title><p>There is no site here yet.</p>', 404);

  test('believes the provider’s own page, also at first sight', () => {
    expect(namesSaid('dangling-alias', alias, {}, unclaimed)[0]?.score).toBe(6.2);
    expect(namesSaid('dangling-alias', alias, { accepted: null }, unclaimed)[0]?.score).toBe(6.2);
  });

  test('needs the provider, the words and the status', () => {
    const desk = { records: { CNAME: ['so.desk.example'] } };
    expect(namesSaid('dangling-alias', desk, {}, unclaimed)).toEqual([]);
    expect(namesSaid('dangling-alias', {}, {}, unclaimed)).toEqual([]);
    expect(namesSaid('dangling-alias', alias, {}, pageOf('<p>There is no site here yet.</p>'))).toEqual([]);
    expect(namesSaid('dangling-alias', alias, {}, pageOf('<p>Not found</p>', 404))).toEqual([]);
  });

  test('counts a vanished name only at providers who let anybody claim it', () => {
    const gone = (CNAME: string) => ({ records: { CNAME: [CNAME], A: 'no-such-name' as const }, tls: null });
    expect(scores('dangling-alias', gone('so.pages.example'))).toEqual([4.5]);
    expect(scores('dangling-alias', gone('so.desk.example'))).toEqual([]);
  });
});

describe('parked-with-changed-names', () => {
  const said = (wish: NamesWish, context = {}, page = parked) =>
    namesSaid('parked-with-changed-names', wish, context, page).map(({ score }) => score);

  test('needs a parking page and a reason to believe it', () => {
    expect(said({})).toEqual([]);
    expect(said({ records: { NS: ['ns1.la.example'] } }, {}, pageOf(portalPage()))).toEqual([]);
    expect(said({ records: { NS: ['ns1.la.example'] } })).toEqual([6.5]);
    expect(said({ records: { A: [foreign] }, tls: null })).toEqual([6.5]);
    expect(said({ registration: { expiresAt: namesAt - 1 } })).toEqual([6.5]);
    expect(said({ registration: { registrar: 'Somebody' } })).toEqual([6.5]);
  });

  test('knows nothing at first sight', () => {
    expect(said({ records: { NS: ['ns1.la.example'] } }, { accepted: null })).toEqual([]);
  });
});
