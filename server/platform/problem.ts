import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** A refusal that somebody can mend: sent as RFC 9457, printed by the command line. `docs/errors.md` lists the codes. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly status: ContentfulStatusCode
  readonly title: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    status: ContentfulStatusCode,
    title: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(title, options)
    this.code = code
    this.status = status
    this.title = title
    this.details = details
  }
}
