import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../problem.ts'

const megabyte = 1024 * 1024
const requestLimit = megabyte
/** A file is read as a stream, so its limit only keeps out what can't be a force's export. */
const fileLimit = 1024 * megabyte

const tooLarge = (limit: number) =>
  new Problem('body_too_large', 413, `The request is larger than ${limit / megabyte} MB.`, { limit })

const limitRequest = bodyLimit({
  maxSize: requestLimit,
  onError: () => {
    throw tooLarge(requestLimit)
  },
})

const isFile = (context: Context) =>
  /\/forces\/[^/]+\/imports\/(files|staff|recipients|interviews)$/.test(context.req.path)

export const limitBody: MiddlewareHandler = async (context, next) => {
  if (!isFile(context)) return limitRequest(context, next)
  if (Number(context.req.header('content-length') ?? 0) > fileLimit) throw tooLarge(fileLimit)
  await next()
}
