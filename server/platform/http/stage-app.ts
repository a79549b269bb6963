import { OpenAPIHono } from '@hono/zod-openapi'
import type { ForceEnv } from './policy.ts'
import { problemShape, refuseInvalid } from './problem-response.ts'

/** An empty app for one stage's routes: requests that don't fit their schema are refused as problems. */
export const stageApp = () => new OpenAPIHono<ForceEnv>({ defaultHook: refuseInvalid })

/** The answers every route may give besides its own. */
export const problemResponses = {
  default: { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: problemShape } } },
} as const
