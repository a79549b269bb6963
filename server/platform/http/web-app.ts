import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { RequestEnv } from './policy.ts'

const notBuilt = `<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><title>Ringback</title>
<h1>The web app is not built</h1><p>Run <code>npm run build</code>, then start again. The API is at <a href="/api/docs">/api/docs</a>.</p></html>`

const aYear = 'public, max-age=31536000, immutable'

/** The built web app: its files, and its one page for every address that is not a file. */
export function webApp(folder: string) {
  const index = join(folder, 'index.html')
  const web = new Hono<RequestEnv>()
  if (existsSync(index)) {
    web.use(
      '*',
      serveStatic({
        root: folder,
        index: 'no index: the page is sent below, uncached',
        // What Vite puts into assets/ carries a hash of its content in its name.
        onFound: (path, context) => context.header('cache-control', path.includes('/assets/') ? aYear : 'no-cache'),
      }),
    )
  }
  return web.get('*', (context, next) => {
    if (!context.req.header('accept')?.includes('text/html')) return next()
    context.header('cache-control', 'no-cache')
    return existsSync(index) ? context.html(readFileSync(index, 'utf8')) : context.html(notBuilt, 503)
  })
}

export const isWebBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html'))
