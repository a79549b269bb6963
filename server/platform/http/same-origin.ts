import type { Config } from '../../config.ts'

/** The origins Ringback's own pages have: PUBLIC_URL's, and the one this very request was sent to. */
export function trustedOrigins(config: Pick<Config, 'publicUrl'>, request: Request | undefined): string[] {
  const own = new URL(config.publicUrl).origin
  return request ? [own, new URL(request.url).origin] : [own]
}

/**
 * Whether a request could have come from another site's page, borrowing the cookie (CSRF). Every browser sends `Origin`
 * or `Sec-Fetch-Site` with a request that writes; a program that sends neither holds no other site's page.
 */
export function isFromAnotherSite(config: Pick<Config, 'publicUrl'>, request: Request): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false
  const origin = request.headers.get('origin')
  if (origin !== null) return !trustedOrigins(config, request).includes(origin)
  const site = request.headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}
