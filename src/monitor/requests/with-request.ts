/** Notices about requests as they are sent: links and what was typed are added now, and never recorded with them. */
import type { RequestAnswerNotice, RequestLinkNotice } from '../../core/notices/about-requests.ts';
import type { Notice } from '../../core/notices/notice.ts';
import { portalAddress } from '../../core/text.ts';
import { findRequest } from '../../store/requests/requests.ts';
import type { OperatorParts } from '../parts.ts';
import { deskKey } from '../people/desk-key.ts';
import { requestToken } from './request-link.ts';

type AboutRequest = RequestLinkNotice | RequestAnswerNotice;

const paths = { 'request-confirm': 'confirm', 'request-proof': 'agree', 'request-answer': 'extend' } as const;

export function isAboutRequest(notice: Notice): notice is AboutRequest {
  return Object.hasOwn(paths, notice.type);
}

export async function withRequest(
  parts: Pick<OperatorParts, 'config' | 'db'>,
  notice: AboutRequest,
): Promise<AboutRequest> {
  const { publicUrl } = parts.config.requests;
  const token = notice.seed === null ? null : requestToken(await deskKey(parts.config.dataDir), notice.seed);
  const link =
    token === null || publicUrl === undefined ? null : new URL(`/${paths[notice.type]}/${token}`, publicUrl).href;
  if (notice.type !== 'request-answer') return { ...notice, link };
  const details = (await findRequest(parts.db, notice.requestId))?.details ?? null;
  if (details === null) return { ...notice, link };
  const urls = details.kind === 'watch' ? details.portals : [details.url];
  return { ...notice, link, about: urls.map((url) => portalAddress(url)), words: details.answer };
}
