import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import type { RequestEnv } from './policy.ts'

const swaggerFolder = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')))

const page = `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ringback API</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>`
const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null })\n`

const info = {
  title: 'Ringback',
  version: '1',
  description:
    'Rings people back, hears a rating from 1 to 5, closes the loop. `x-roles` says who may call; every refusal is a problem (RFC 9457).',
}

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** Each operation under its stage, with its roles in words, so that the page is read stage by stage. */
function withStages(document: Document): object {
  const paths = Object.entries(document.paths ?? {}).map(([path, operations]) => {
    const stage = /\/forces\/\{slug\}\/(\w+)/.exec(path)?.[1] ?? 'sign-in'
    const described = Object.entries(operations as Record<string, object>).map(([method, operation]) => {
      const roles = 'x-roles' in operation ? (operation['x-roles'] as readonly string[]) : undefined
      const description = roles && `For: ${roles.join(', ').replaceAll('_', ' ')}.`
      return [method, { tags: [stage], ...(description ? { description } : {}), ...operation }]
    })
    return [path, Object.fromEntries(described)]
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

/** The OpenAPI document of all that is mounted, and the page to read it on; both without the internet. */
export function apiDocument(app: OpenAPIHono<RequestEnv>, sessionCookie: string) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of `ringback user token EMAIL --force SLUG`; good in that one force.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie,
    description: 'The cookie of `POST /api/auth/sign-in/email` with `{email, password}`.',
  })
  let document: object | undefined
  const written = () => {
    document ??= withStages(app.getOpenAPI31Document({ openapi: '3.1.0', info }))
    return document
  }
  return new Hono<RequestEnv>()
    .get('/openapi.json', c => c.json(written()))
    .get('/docs', c => c.html(page))
    .get('/docs/start.js', c => c.body(start, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
    .get(
      '/docs/:file{swagger-ui(-bundle\\.js|\\.css)}',
      serveStatic({ root: swaggerFolder, rewriteRequestPath: path => path.replace('/api/docs', '') }),
    )
}
