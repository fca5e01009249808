/** One look: its verdict, its evidence, its pictures and sources. */
import type { Kind } from '../../../core/domain/finding.ts';
import { holds } from '../../../core/people/actor.ts';
import { isPng } from '../../../core/png.ts';
import { anyKindWords, tierWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { ignoredChangesOf } from '../../../store/incidents/ignored-changes.ts';
import { type Evidence, readEvidence } from '../../../store/reads/evidence.ts';
import { readThumbnailHash } from '../../../store/reads/history.ts';
import { suspectOfCheck } from '../../../store/reads/suspects.ts';
import { type PictureSide, type PictureSize, pictureSides } from '../../evidence-pictures.ts';
import { evidenceText } from '../../evidence-text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { LevelBadge, Moment } from '../../views/badges.tsx';
import { EvidenceView } from '../../views/evidence.tsx';
import { PostForm } from '../../views/form.tsx';
import { renderPage } from '../../views/layout.tsx';
import { moment, registeredAddress, render, scoreText } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { SuspectActs } from '../board/suspects.tsx';
import { failurePage } from '../failure.tsx';

/** The look and its evidence, when its site is in scope; pictures and sources are served only through this. */
function evidenceOf(visit: SignedInVisit): Promise<Evidence | null> {
  return readEvidence(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
}

export async function showLook(visit: SignedInVisit): Promise<Response> {
  const evidence = await evidenceOf(visit);
  if (!evidence) return failurePage(visit, 'not-found');
  const { texts } = visit;
  const { check } = evidence;
  const suspectId = await suspectOfCheck(visit.web.parts.db, { siteId: evidence.siteId, checkId: check.id });
  const difference = await evidenceText(visit.web.parts, evidence);
  const hasSmallPicture =
    !evidence.after && (await readThumbnailHash(visit.web.parts.db, visit.scope, check.id)) !== null;
  const ignored = await ignoredChangesOf(visit.web.parts.db, evidence.siteId, visit.now);
  return renderPage(visit, {
    title: `${texts.lookTitle(check.id)} · ${plainText(evidence.siteName, 120)}`,
    assets: ['incident.css', 'incident.js'],
    body: (
      <>
        <div class="page-head">
          <p class="crumbs">
            <a href={`/sites/${evidence.siteId}`}>{plainText(evidence.siteName, 160)}</a> ›{' '}
            <a href={`/targets/${check.targetId}`}>{registeredAddress(evidence.targetUrl)}</a>
          </p>
          <h1>{texts.lookTitle(check.id)}</h1>
          <p class="verdict">
            <LevelBadge visit={visit} level={check.level} />
            {check.kind !== null && Object.hasOwn(anyKindWords, check.kind) && (
              <b>{render(visit, anyKindWords[check.kind as Kind])}</b>
            )}
            <span>
              <Moment visit={visit} at={check.at} /> · {render(visit, tierWords[check.tier])} ·{' '}
              {texts.incidentScore(scoreText(visit, check.score))} · {texts.baseline.toLowerCase()}{' '}
              {texts.baselineVersion(check.baselineVersion)}
            </span>
          </p>
        </div>
        {suspectId === null && holds(visit.actor, 'judge') && (
          <PostForm visit={visit} action={`/looks/${check.id}/look-again`} class="look-again">
            <button type="submit">{texts.lookAgain}</button>
          </PostForm>
        )}
        {suspectId !== null && holds(visit.actor, 'judge') && (
          <div class="sheet edge-suspect waiting">
            <b>{texts.suspectWaits}</b>
            <div class="suspect-acts">
              <SuspectActs visit={visit} suspect={{ id: suspectId, checkId: check.id }} />
            </div>
          </div>
        )}
        <section class="sheet target" aria-labelledby="evidence">
          <h2 class="hidden" id="evidence">
            {texts.evidence}
          </h2>
          {hasSmallPicture && (
            <p class="small-picture">
              <img src={`/looks/${check.id}/thumbnail`} alt={texts.historyPictureAlt(moment(visit, check.at))} />
            </p>
          )}
          <EvidenceView
            visit={visit}
            evidence={evidence}
            findings={evidence.findings}
            difference={difference}
            ignored={ignored}
          />
        </section>
      </>
    ),
  });
}

export async function servePicture(visit: SignedInVisit): Promise<Response> {
  const side = pictureSides.find((one) => one === visit.context.req.param('side')) as PictureSide | undefined;
  const size: PictureSize = visit.context.req.param('size') === 'full' ? 'full' : 'small';
  const evidence = await evidenceOf(visit);
  const picture = evidence && side ? await visit.web.evidencePictures.load(evidence, side, size) : null;
  if (!picture) return failurePage(visit, 'not-found');
  // The browser may store it but must revalidate at the gate each time: the next person at this screen may not see the
  // evidence.
  const headers = { 'Cache-Control': 'private, no-cache', ETag: picture.tag };
  if (visit.context.req.header('if-none-match') === picture.tag) return visit.context.body(null, 304, headers);
  return visit.context.body(picture.bytes, 200, { ...headers, 'Content-Type': 'image/png' });
}

/** The thumbnail made when the look was kept: many fit on one page. */
export async function serveThumbnail(visit: SignedInVisit): Promise<Response> {
  const hash = await readThumbnailHash(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  const bytes = hash && (await visit.web.parts.blobs.get(hash));
  if (!bytes || !isPng(bytes)) return failurePage(visit, 'not-found');
  const headers = { 'Cache-Control': 'private, no-cache', ETag: `"${hash}"` };
  if (visit.context.req.header('if-none-match') === headers.ETag) return visit.context.body(null, 304, headers);
  return visit.context.body(new Uint8Array(bytes), 200, { ...headers, 'Content-Type': 'image/png' });
}

/** Never as HTML and never inside the page: a captured source is a download. */
async function serveSource(visit: SignedInVisit, which: 'source' | 'rendered'): Promise<Response> {
  const evidence = await evidenceOf(visit);
  const capture = evidence?.after;
  const hash = which === 'source' ? capture?.bodyHash : capture?.renderedHash;
  const bytes = hash ? await visit.web.parts.blobs.get(hash) : null;
  if (!bytes || !evidence) return failurePage(visit, 'not-found');
  return visit.context.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="vonggac-look-${evidence.check.id}-${which}.txt"`,
  });
}

export const serveReceived = (visit: SignedInVisit) => serveSource(visit, 'source');
export const serveRendered = (visit: SignedInVisit) => serveSource(visit, 'rendered');
