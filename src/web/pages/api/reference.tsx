/** The API's routes as a page for people; programs read `/api/v1/openapi.json`. */
import type { z } from '@hono/zod-openapi';
import { apiBase } from '../../api/open-api.ts';
import { requestsPerMinute } from '../../api/rate-limit.ts';
import type { ApiRoute } from '../../api/route.ts';
import { apiRoutes } from '../../api/routes.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { capabilityText } from '../account/api-tokens.tsx';

export function showApiReference(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const tags = [...new Set(apiRoutes.map(({ tag }) => tag))];
  return renderPage(visit, {
    title: texts.apiTitle,
    section: 'account',
    body: (
      <>
        <div class="page-head">
          <h1>{texts.apiTitle}</h1>
          <p>
            {texts.apiIntro(requestsPerMinute)} <a href={`${apiBase}/openapi.json`}>openapi.json</a>
          </p>
        </div>
        {tags.map((tag) => (
          <Sheet title={tag} id={tag.toLowerCase()}>
            <ul class="api-routes">
              {apiRoutes
                .filter((route) => route.tag === tag)
                .map((route) => (
                  <Row visit={visit} route={route} />
                ))}
            </ul>
          </Sheet>
        ))}
      </>
    ),
  });
}

const Row = ({ visit, route }: { visit: SignedInVisit; route: ApiRoute }) => (
  <li>
    <code>
      {route.method.toUpperCase()} {apiBase}
      {route.path}
    </code>
    <span lang="en">
      {route.summary}
      <Names schema={route.query} sign="?" />
      <Names schema={route.body} sign="{}" />
    </span>
    <span class="meta">{visit.texts[capabilityText[route.needs]]}</span>
  </li>
);

/** Names of the parameters or fields. */
const Names = ({ schema, sign }: { schema: z.ZodObject | undefined; sign: string }) => {
  const names = Object.keys(schema?.shape ?? {});
  if (names.length === 0) return null;
  return (
    <span class="meta">
      {' '}
      {sign} {names.join(', ')}
    </span>
  );
};
