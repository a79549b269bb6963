import type { MiddlewareHandler } from 'hono'

/** What the API says is personal data and changes: no browser or proxy keeps it. */
export const noStore: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('cache-control', 'no-store')
}
