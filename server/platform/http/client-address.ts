import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** Set by us on what the sign-in sees, over anything a client sent: limits on guessing go by it. */
export const clientAddressHeader = 'x-ringback-client-address'

const thisMachine = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/** Whose request it is: the peer; or, where the peer is a proxy on this machine, the last address that the proxy added. */
export function clientAddress(context: Context): string {
  const peer = (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress ?? '127.0.0.1'
  const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return thisMachine.includes(peer) && forwarded ? forwarded : peer
}

export function withClientAddress(context: Context): Request {
  const headers = new Headers(context.req.raw.headers)
  headers.set(clientAddressHeader, clientAddress(context))
  return new Request(context.req.raw, { headers })
}
