import type { BetterAuthOptions } from 'better-auth'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

type CountTries = NonNullable<NonNullable<BetterAuthOptions['rateLimit']>['customStorage']>

/**
 * Counts tries in fixed windows, in this process. Better Auth's own store forgets none until nobody has tried for a whole window: a
 * call centre whose people sign in one after the other would be shut out.
 */
export function countTries(): CountTries {
  const limiters = new Map<string, RateLimiterMemory>()
  const limiterFor = ({ window, max }: { readonly window: number; readonly max: number }) => {
    const name = `${max} in ${window}`
    const limiter = limiters.get(name) ?? new RateLimiterMemory({ points: max, duration: window })
    limiters.set(name, limiter)
    return limiter
  }
  return {
    async consume(key, rule) {
      try {
        await limiterFor(rule).consume(key)
        return { allowed: true, retryAfter: null }
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return { allowed: false, retryAfter: Math.ceil(refusal.msBeforeNext / 1000) }
      }
    },
  }
}
