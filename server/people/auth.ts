import { hkdfSync } from 'node:crypto'
import { apiKey } from '@better-auth/api-key'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins'
import { Kysely, type KyselyPlugin, PostgresDialect } from 'kysely'
import { sharedSchema } from '../platform/database.ts'
import { clientAddressHeader } from '../platform/http/client-address.ts'
import { trustedOrigins } from '../platform/http/same-origin.ts'
import { newId } from '../platform/id.ts'
import type { Platform } from '../platform/platform.ts'
import { countTries } from './tries.ts'

const hour = 3600

/** The shortest password taken; NIST SP 800-63B asks for 8, and for no rules on what it is made of. */
export const minimumPasswordLength = 8

/** The requests of Better Auth that Ringback offers; the rest (sign-up, making tokens, …) stay shut. */
export const authPaths = [
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/change-password',
  '/list-sessions',
  '/revoke-other-sessions',
  '/two-factor/*',
] as const

export type Auth = ReturnType<typeof createAuth>

/** Better Auth on the shared schema: sessions, second factors, tokens. Users are made by `createUser`, never by sign-up. */
export function createAuth(platform: Platform) {
  return betterAuth({
    ...authSettings(platform),
    plugins: [twoFactor({ issuer: 'Ringback' }), apiKey({ enableMetadata: true, rateLimit: { enabled: false } })],
  })
}

function authSettings({ config, database, keys }: Platform) {
  return {
    appName: 'Ringback',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: Buffer.from(hkdfSync('sha256', Buffer.from(keys.hashKey, 'hex'), '', 'ringback sign-in', 32)).toString(
      'hex',
    ),
    database: { db: signInTables(database.pool), type: 'postgres' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: minimumPasswordLength },
    session: { expiresIn: 12 * hour, updateAge: hour },
    trustedOrigins: request => trustedOrigins(config, request),
    rateLimit: {
      enabled: true,
      customStorage: countTries(),
      window: 60,
      max: 600,
      // A call centre signs in from one address at nine o'clock; a guesser gets nowhere at this rate either.
      customRules: { '/sign-in/email': { window: 60, max: 60 }, '/two-factor/*': { window: 60, max: 20 } },
    },
    logger: { log: logFaults },
    advanced: {
      // One rule for every request: `isFromAnotherSite`, asked before Better Auth is.
      disableCSRFCheck: true,
      useSecureCookies: config.publicUrl.startsWith('https:'),
      cookiePrefix: 'ringback',
      database: { generateId: newId },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    telemetry: { enabled: false },
  } satisfies BetterAuthOptions
}

/** Its faults go to the log; its refusals don't, for they name who tried to sign in. */
function logFaults(_level: string, message: string, ...details: readonly unknown[]): void {
  const cause = details.find(detail => detail instanceof Error && detail.name !== 'APIError')
  if (cause instanceof Error)
    console.error(JSON.stringify({ level: 'error', at: new Date().toISOString(), error: message, cause: cause.stack }))
}

/** Better Auth works with `Date`; the pool reads instants. It shares the pool, so nothing here is to be closed. */
function signInTables(pool: Platform['database']['pool']) {
  return new Kysely<Record<string, never>>({
    dialect: new PostgresDialect({ pool }),
    plugins: [datesForInstants],
  }).withSchema(sharedSchema)
}

const datesForInstants: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({
    ...result,
    rows: result.rows.map(row =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          value instanceof Temporal.Instant ? new Date(value.epochMilliseconds) : value,
        ]),
      ),
    ),
  }),
}
