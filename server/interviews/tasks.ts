import type { TaskList } from 'graphile-worker'
import { inForce, listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { abandonLapsed } from './service.ts'

/** Every minute: interviews in which nothing happens any more end, and what was said in them counts. */
export const interviewTasks = (platform: Platform): TaskList => ({
  'interviews.abandon_lapsed': async () => {
    for (const { slug } of await listForces(platform))
      await inForce(platform, slug, { kind: 'job', name: 'interviews.abandon_lapsed' }, abandonLapsed)
  },
})

export const interviewCron = [{ task: 'interviews.abandon_lapsed', match: '* * * * *' }] as const
