import type { createApp } from '../app.ts'
import { testSlug } from './test-platform.ts'

/** A request below the test force, as a page sends it; the body of a reply that has none is `undefined`. */
export async function send(
  app: ReturnType<typeof createApp>,
  headers: Readonly<Record<string, string>>,
  method: string,
  path: string,
  body?: unknown,
) {
  const response = await app.request(`/api/v1/forces/${testSlug}${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
