import { inForce, listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { chooseCallBacks, sweepLapsed } from './service.ts'

/** After an import, whoever may be rung is chosen; every minute, what lapsed goes back. */
export const callTasks = (platform: Platform) => ({
  'calls.choose': async ({ force }: { readonly force: string }): Promise<void> => {
    await inForce(platform, force, { kind: 'job', name: 'calls.choose' }, tx => chooseCallBacks(tx))
  },
  'calls.release_lapsed': async (): Promise<void> => {
    for (const { slug } of await listForces(platform))
      await inForce(platform, slug, { kind: 'job', name: 'calls.release_lapsed' }, sweepLapsed)
  },
})

export const callCron = [{ task: 'calls.release_lapsed', match: '* * * * *' }] as const
