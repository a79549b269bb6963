import { OpenAPIHono } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { ForceEnv } from './policy.ts'
import { problemShape, refuseInvalid } from './problem-response.ts'

/** An empty app for one stage's routes: requests that don't fit their schema are refused as problems. */
export const stageApp = () => new OpenAPIHono<ForceEnv>({ defaultHook: refuseInvalid })

/** The answers every route may give besides its own. */
export const problemResponses = {
  default: { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: problemShape } } },
} as const

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** Where a route gives nothing but this, or a problem. */
export const answers = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  200: json(schema, description),
  ...problemResponses,
})

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})
