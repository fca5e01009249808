import { describe, expect, it } from 'vitest';
import { profileLook } from '../../../src/capture/profiles.ts';

const options = { chromeMajor: 156, userAgent: '', contact: 'truc@cert.example' };

describe('how profiles look', () => {
  it.each(['browser', 'search-click', 'phone'] as const)(
    '%s is an ordinary Chrome, never a headless one',
    (profile) => {
      const look = profileLook(profile, options);
      expect(look.userAgent).toContain('Chrome/156.0.0.0');
      expect(JSON.stringify(look)).not.toMatch(/headless|vonggac|playwright/i);
    },
  );

  it('the search click comes from a search result, the phone is one', () => {
    expect(profileLook('search-click', options).headers).toContainEqual({
      name: 'Referer',
      value: 'https://www.google.com/',
    });
    expect(profileLook('phone', options).userAgent).toContain('Android');
    expect(profileLook('search-bot', options).userAgent).toContain('Googlebot/2.1');
  });

  it('only the declared profile names the product and its contact', () => {
    expect(profileLook('declared', options).userAgent).toBe(
      'VongGac/1.0 (website defacement monitor; +mailto:truc@cert.example)',
    );
    expect(profileLook('declared', { ...options, contact: '' }).userAgent).toBe(
      'VongGac/1.0 (website defacement monitor)',
    );
  });
});
