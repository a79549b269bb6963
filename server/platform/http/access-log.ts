import { createMiddleware } from 'hono/factory'
import type { RequestEnv } from './policy.ts'

export type Log = (line: Readonly<Record<string, unknown>>) => void

/** One line for each request. Never the query, the body or who asks: searches hold names, and a log is kept. */
export const accessLog = (log: Log) =>
  createMiddleware<RequestEnv>(async (context, next) => {
    const startedAt = performance.now()
    await next()
    log({
      level: 'info',
      at: new Date().toISOString(),
      requestId: context.get('requestId'),
      method: context.req.method,
      path: context.req.path,
      status: context.res.status,
      ms: Math.round(performance.now() - startedAt),
    })
  })
