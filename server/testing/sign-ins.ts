import type { Role } from '../forces/schema.ts'
import { createUser, makeToken } from '../people/users.ts'
import type { Platform } from '../platform/platform.ts'
import { tester, testSlug } from './test-platform.ts'

export const testPassword = 'a password for tests'

/** A user of the test force with the roles, and a bearer token for it: `headers` is what a request of theirs carries. */
export async function signedInAs(
  platform: Platform,
  roles: readonly Role[],
  options: { readonly force?: string; readonly tokenFor?: string; readonly collarNumber?: string } = {},
) {
  const force = options.force ?? testSlug
  const email = `${[...roles, options.collarNumber ?? 'x'].join('.')}@${force}.example`
  const { userId } = await createUser(
    platform,
    { email, password: testPassword, force, roles, collarNumber: options.collarNumber },
    tester,
  )
  const token = await makeToken(platform, email, options.tokenFor ?? force, tester)
  return { userId, email, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }
}
