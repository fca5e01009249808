/** What a recorded answer is, and the ending its file gets: a web server derives the media type from nothing else. */

/** `script` covers everything that is never copied. */
export type FileKind = 'style' | 'svg' | 'frame' | 'plain' | 'script';

const plainEndings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/pjpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/x-ms-bmp': 'bmp',
  'image/x-icon': 'ico',
  'image/vnd.microsoft.icon': 'ico',
  'font/woff2': 'woff2',
  'application/font-woff2': 'woff2',
  'application/x-font-woff2': 'woff2',
  'font/woff': 'woff',
  'application/font-woff': 'woff',
  'application/x-font-woff': 'woff',
  'font/ttf': 'ttf',
  'font/truetype': 'ttf',
  'application/x-font-ttf': 'ttf',
  'application/x-font-truetype': 'ttf',
  'font/sfnt': 'ttf',
  'application/font-sfnt': 'ttf',
  'font/otf': 'otf',
  'font/opentype': 'otf',
  'application/x-font-opentype': 'otf',
  'application/x-font-otf': 'otf',
  'application/vnd.ms-opentype': 'otf',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
};

/** For answers whose media type says nothing: browsers recognise pictures and fonts by their content. */
const endingsByRequest: Readonly<Record<string, string>> = { image: 'png', font: 'woff2' };

/** @param type what the browser requested it as */
export function fileKind(type: string, mediaType: string): FileKind {
  const media = plain(mediaType);
  if (type === 'stylesheet') return 'style';
  if (media === 'image/svg+xml') return 'svg';
  if (type === 'document') return media === 'text/html' || media === 'application/xhtml+xml' ? 'frame' : 'script';
  if (Object.hasOwn(plainEndings, media)) return 'plain';
  return Object.hasOwn(endingsByRequest, type) ? 'plain' : 'script';
}

export function endingOf(kind: FileKind, type: string, mediaType: string): string {
  if (kind === 'style') return 'css';
  if (kind === 'svg') return 'svg';
  if (kind === 'frame') return 'html';
  return plainEndings[plain(mediaType)] ?? endingsByRequest[type] ?? '';
}

function plain(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}
