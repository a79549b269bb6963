import type { Context } from 'hono'
import type { ForceEnv } from '../platform/http/policy.ts'
import type { Platform } from '../platform/platform.ts'
import { type ForceTx, inForce } from './service.ts'

/** For routes: work in the force of the path, as who asks; their id goes with it. */
export const forSignedIn =
  (platform: Platform) =>
  <Result>(
    c: Context<ForceEnv>,
    slug: string,
    work: (tx: ForceTx, userId: string) => Promise<Result>,
  ): Promise<Result> => {
    const { userId } = c.get('signedIn')
    return inForce(platform, slug, { kind: 'user', name: userId }, tx => work(tx, userId))
  }
