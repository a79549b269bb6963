import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { inForce, listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { tellUntold } from './serious/service.ts'
import { abandonLapsed } from './service.ts'

/**
 * Every minute, interviews in which nothing happens any more end, and what was said counts. When addresses have changed,
 * reports of something serious that had nobody to go to are told; and every five minutes, for one that was on its way
 * meanwhile, with the addresses as they had been.
 */
export const interviewTasks = (platform: Platform): TaskList => ({
  'interviews.abandon_lapsed': async () => {
    for (const { slug } of await listForces(platform))
      await abandonLapsed(work => inForce(platform, slug, { kind: 'job', name: 'interviews.abandon_lapsed' }, work))
  },
  'serious.tell_untold': async payload => {
    const { force } = z.object({ force: z.string() }).parse(payload)
    await tellUntold(platform, force)
  },
  'serious.tell_untold_all': async () => {
    for (const { slug } of await listForces(platform)) await tellUntold(platform, slug)
  },
})

export const interviewCron = [
  { task: 'interviews.abandon_lapsed', match: '* * * * *' },
  { task: 'serious.tell_untold_all', match: '*/5 * * * *' },
] as const
