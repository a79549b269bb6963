import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { inForce, listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { chooseCallBacks, sweepLapsed } from './service.ts'

/** After an import, whoever may be rung is chosen; every minute, what lapsed goes back. */
const ofForce = z.object({ force: z.string() })

export const callTasks = (platform: Platform): TaskList => ({
  'calls.choose': async payload => {
    const { force } = ofForce.parse(payload)
    await inForce(platform, force, { kind: 'job', name: 'calls.choose' }, tx => chooseCallBacks(tx))
  },
  'calls.release_lapsed': async () => {
    for (const { slug } of await listForces(platform))
      await inForce(platform, slug, { kind: 'job', name: 'calls.release_lapsed' }, sweepLapsed)
  },
})

export const callCron = [{ task: 'calls.release_lapsed', match: '* * * * *' }] as const
