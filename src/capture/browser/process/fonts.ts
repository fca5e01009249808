/** A fingerprint of the installed fonts: screenshots change when they do. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';

/** Twelve hexadecimal digits, or `unknown` without fontconfig. */
export async function fontsFingerprint(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('fc-list', [':', 'file', 'fontversion'], {
      timeout: 20_000,
      maxBuffer: 50_000_000,
    });
    return createHash('sha256').update(stdout.split('\n').sort().join('\n')).digest('hex').slice(0, 12);
  } catch {
    return 'unknown';
  }
}

/** Whether the fonts that Vietnamese, CJK and Arabic pages need are installed. */
export async function describeFonts(): Promise<{ readonly ok: boolean; readonly detail: string }> {
  try {
    const { stdout } = await promisify(execFile)('fc-list', [':', 'family'], {
      timeout: 20_000,
      maxBuffer: 50_000_000,
    });
    const missing = ['Noto Sans', 'Noto Sans CJK'].filter((family) => !stdout.includes(family));
    if (missing.length === 0)
      return { ok: true, detail: `Noto Sans and Noto Sans CJK, set ${await fontsFingerprint()}` };
    return { ok: false, detail: `${missing.join(' and ')} missing: install fonts-noto-core and fonts-noto-cjk` };
  } catch {
    return { ok: false, detail: 'fontconfig is not installed: install fontconfig, fonts-noto-core and fonts-noto-cjk' };
  }
}
