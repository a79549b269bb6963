import type { MiddlewareHandler } from 'hono'
import { Problem } from '../problem.ts'

/** No text in the database can hold a zero byte, so an address that does is the asker's slip and no fault of ours. */
export const refuseZeroByte: MiddlewareHandler = async (context, next) => {
  if (context.req.url.includes('%00'))
    throw new Problem('bad_request', 400, 'The address holds a zero byte (%00): send it without.')
  await next()
}
