/** How each profile presents itself to a portal, for both tiers. */
import type { Profile } from '../core/domain/capture.ts';

export interface ProfileLook {
  readonly userAgent: string;
  /** Request headers in browser order; `secureOnly` ones are sent on https only. */
  readonly headers: readonly { readonly name: string; readonly value: string; readonly secureOnly?: boolean }[];
  /** `navigator.platform` as the page sees it. */
  readonly platform: string;
  /** User-agent client hints; null for profiles that send none. */
  readonly hints: ClientHints | null;
  readonly isPhone: boolean;
  readonly referrer: string | null;
}

export interface ClientHints {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
  readonly platform: string;
  readonly platformVersion: string;
  readonly model: string;
  readonly mobile: boolean;
}

export interface ProfileOptions {
  /** Major version of the installed Chromium, so that user agent and behaviour agree. */
  readonly chromeMajor: number;
  /** Replaces the user agent of the `browser` profile if not empty. */
  readonly userAgent: string;
  /** Contact address of the `declared` profile. */
  readonly contact: string;
}

/** Screen size of the `phone` profile in CSS pixels, as on common Android phones. */
export const phoneViewport = { width: 412, height: 915, scale: 1 } as const;

const acceptLanguage = 'vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7';
const accept =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/jxl,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';

function hintsOf(major: number, phone: boolean): ClientHints {
  const version = String(major);
  return {
    brands: [
      { brand: 'Not:A-Brand', version: '8' },
      { brand: 'Chromium', version },
      { brand: 'Google Chrome', version },
    ],
    platform: phone ? 'Android' : 'Windows',
    platformVersion: phone ? '14.0.0' : '15.0.0',
    model: phone ? 'K' : '',
    mobile: phone,
  };
}

/** The client-hint headers that Chrome sends by default. */
function hintHeaders(hints: ClientHints) {
  const brands = hints.brands.map(({ brand, version }) => `"${brand}";v="${version}"`).join(', ');
  return [
    { name: 'sec-ch-ua', value: brands, secureOnly: true },
    { name: 'sec-ch-ua-mobile', value: hints.mobile ? '?1' : '?0', secureOnly: true },
    { name: 'sec-ch-ua-platform', value: `"${hints.platform}"`, secureOnly: true },
  ];
}

function chrome(userAgent: string, hints: ClientHints, referrer: string | null): ProfileLook {
  return {
    userAgent,
    headers: [
      ...hintHeaders(hints),
      { name: 'Upgrade-Insecure-Requests', value: '1' },
      { name: 'User-Agent', value: userAgent },
      { name: 'Accept', value: accept },
      { name: 'Sec-Fetch-Site', value: referrer === null ? 'none' : 'cross-site', secureOnly: true },
      { name: 'Sec-Fetch-Mode', value: 'navigate', secureOnly: true },
      { name: 'Sec-Fetch-User', value: '?1', secureOnly: true },
      { name: 'Sec-Fetch-Dest', value: 'document', secureOnly: true },
      ...(referrer === null ? [] : [{ name: 'Referer', value: referrer }]),
      { name: 'Accept-Encoding', value: 'gzip, deflate, br, zstd' },
      { name: 'Accept-Language', value: acceptLanguage },
    ],
    platform: hints.mobile ? 'Linux armv81' : 'Win32',
    hints,
    isPhone: hints.mobile,
    referrer,
  };
}

function robot(userAgent: string): ProfileLook {
  return {
    userAgent,
    headers: [
      { name: 'User-Agent', value: userAgent },
      {
        name: 'Accept',
        value: 'text/html,application/xhtml+xml,application/signed-exchange;v=b3,application/xml;q=0.9,*/*;q=0.8',
      },
      { name: 'Accept-Encoding', value: 'gzip, deflate, br' },
    ],
    platform: 'Linux x86_64',
    hints: null,
    isPhone: false,
    referrer: null,
  };
}

/** How one profile presents itself. */
export function profileLook(profile: Profile, options: ProfileOptions): ProfileLook {
  const version = `${options.chromeMajor}.0.0.0`;
  const desktop = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`;
  const desktopHints = hintsOf(options.chromeMajor, false);
  switch (profile) {
    case 'browser':
      return chrome(options.userAgent || desktop, desktopHints, null);
    case 'search-click':
      return chrome(options.userAgent || desktop, desktopHints, 'https://www.google.com/');
    case 'phone':
      return chrome(
        `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Mobile Safari/537.36`,
        hintsOf(options.chromeMajor, true),
        null,
      );
    case 'search-bot':
      return robot(
        `Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/${version} Safari/537.36`,
      );
    case 'declared': {
      const contact =
        options.contact === '' ? '' : `; +${options.contact.startsWith('http') ? '' : 'mailto:'}${options.contact}`;
      return robot(`VongGac/1.0 (website defacement monitor${contact.replace(/[^\x20-\x7e]|[()]/g, '')})`);
    }
  }
}
