/** A registry's response (RFC 9083, section 5.3), including parts that nobody reads. */

export function rdapDomain(domain: string, more: object = {}): object {
  return {
    objectClassName: 'domain',
    handle: '2336799_DOMAIN_COM-VRSN',
    ldhName: domain.toUpperCase(),
    links: [{ value: `https://rdap.example/domain/${domain}`, rel: 'self', type: 'application/rdap+json' }],
    status: ['client transfer prohibited', 'active'],
    entities: [
      { objectClassName: 'entity', roles: ['technical'], vcardArray: jCard('Ban quản trị') },
      {
        objectClassName: 'entity',
        handle: '292',
        roles: ['registrar'],
        publicIds: [{ type: 'IANA Registrar ID', identifier: '292' }],
        vcardArray: jCard('Nhà đăng ký Ví Dụ'),
        entities: [{ objectClassName: 'entity', roles: ['abuse'], vcardArray: jCard('Abuse desk') }],
      },
    ],
    events: [
      { eventAction: 'registration', eventDate: '2008-03-05T07:00:00Z' },
      { eventAction: 'expiration', eventDate: '2027-03-05T07:00:00Z' },
      { eventAction: 'last changed', eventDate: '2026-02-01T03:04:05+07:00' },
      { eventAction: 'last update of RDAP database', eventDate: '2026-11-20T00:00:00Z' },
    ],
    secureDNS: { delegationSigned: false },
    nameservers: [
      { objectClassName: 'nameserver', ldhName: 'NS2.VIDU.EXAMPLE.' },
      { objectClassName: 'nameserver', ldhName: 'ns1.vidu.example' },
    ],
    rdapConformance: ['rdap_level_0', 'icann_rdap_response_profile_0'],
    notices: [{ title: 'Terms of Use', description: ['Service subject to Terms of Use.'] }],
    ...more,
  };
}

/** A contact with only a name (RFC 7095). */
export function jCard(name: unknown): unknown {
  return [
    'vcard',
    [
      ['version', {}, 'text', '4.0'],
      ['fn', {}, 'text', name],
      ['adr', {}, 'text', ['', '', '', '', '', '', '']],
    ],
  ];
}
