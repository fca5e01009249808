import { expect, test } from 'vitest';
import { issuerOf } from '../../../../src/core/names/issuer.ts';

test.each([
  ["C=US, O=Let's Encrypt, CN=R10", "Let's Encrypt"],
  ["C=US, O=Let's Encrypt, CN=E6", "Let's Encrypt"],
  ['C=US, O="DigiCert, Inc.", CN=GeoTrust', 'DigiCert, Inc.'],
  ['C=US, O=DigiCert\\, Inc., CN=GeoTrust', 'DigiCert, Inc.'],
  ['CN=localhost', 'CN=localhost'],
  ['CN=NO=Let us, OU=x', 'CN=NO=Let us, OU=x'],
  ['', ''],
])('%s is signed by %s', (issuer, organisation) => {
  expect(issuerOf({ issuer })).toBe(organisation);
});
