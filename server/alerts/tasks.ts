import type { TaskList } from 'graphile-worker'
import { listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { interviewEnded } from './schema.ts'
import { raiseAlerts, sendDigests } from './service.ts'

export const alertTasks = (platform: Platform): TaskList => ({
  'alerts.raise': async payload => {
    const { force, interviewId } = interviewEnded.parse(payload)
    await raiseAlerts(platform, force, interviewId)
  },
  /** By the clock, over every force: each has its own seven in the morning. */
  'alerts.send_digest': async () => {
    for (const { slug } of await listForces(platform)) await sendDigests(platform, slug)
  },
})
