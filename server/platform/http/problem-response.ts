import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { Problem } from '../problem.ts'

/** RFC 9457, as every error of the API is sent; `code` is listed in `docs/errors.md`. */
export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    instance: z.string().describe('the request id, to quote when asking for help'),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .catchall(z.unknown())

/** The one handler of errors: a problem says itself; anything else is logged whole and says only where to look. */
export function sendError(error: Error, context: Context): Response {
  const requestId = String(context.get('requestId') ?? '')
  const problem = asProblem(error)
  if (problem === undefined)
    console.error(
      JSON.stringify({
        level: 'error',
        requestId,
        path: context.req.path,
        error: error.stack,
        cause: String(error.cause ?? ''),
      }),
    )
  return send(
    context,
    problem ?? new Problem('internal', 500, 'Ringback failed here. The log has the cause under this request id.'),
    requestId,
  )
}

function asProblem(error: Error): Problem | undefined {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException && error.status < 500)
    return new Problem('bad_request', error.status as 400, error.message || "The request can't be read.")
  return undefined
}

export function send(context: Context, problem: Problem, requestId: string): Response {
  return context.newResponse(
    JSON.stringify({
      type: `/docs/errors#${problem.code}`,
      title: problem.title,
      status: problem.status,
      code: problem.code,
      instance: requestId,
      ...problem.details,
    }),
    problem.status,
    { 'content-type': 'application/problem+json' },
  )
}

/** For `OpenAPIHono`: a request that does not fit its schema, with a code for each field. */
export function refuseInvalid(result: {
  success: boolean
  error?: { issues: readonly { path: readonly PropertyKey[]; code?: string; message: string }[] }
}): void {
  if (result.success) return
  const errors = (result.error?.issues ?? []).map(issue => ({
    field: issue.path.join('.'),
    code: issue.code ?? 'invalid',
    message: issue.message,
  }))
  throw new Problem(
    'invalid_request',
    422,
    `The request has ${errors.length === 1 ? 'a field' : 'fields'} that can't be taken: ${errors.map(e => `${e.field || 'body'}: ${e.message}`).join('; ')}.`,
    { errors },
  )
}

/** Under /api a problem; elsewhere a plain line, for whoever asks for a file that is not there. */
export function sendNotFound(context: Context): Response {
  const { method, path } = context.req
  if (!path.startsWith('/api/') && path !== '/api') return context.text('Not found', 404)
  return send(context, noSuchAddress(method, path), String(context.get('requestId') ?? ''))
}

const noSuchAddress = (method: string, path: string) =>
  new Problem('no_such_address', 404, `There is nothing at ${method} ${path}: /api/docs lists what there is.`)
