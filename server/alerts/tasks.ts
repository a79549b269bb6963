import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { interviewHeard } from './schema.ts'
import { raiseAlerts, sendDigests, tellUnheard } from './service.ts'

const ofForce = z.object({ force: z.string() })

export const alertTasks = (platform: Platform): TaskList => ({
  'alerts.raise': async payload => {
    const { force, interviewId } = interviewHeard.parse(payload)
    await raiseAlerts(platform, force, interviewId)
  },
  /** By the clock, over every force: each has its own seven in the morning. */
  'alerts.send_digest': async () => {
    for (const { slug } of await listForces(platform)) await sendDigests(platform, slug)
  },
  'alerts.tell_unheard': async payload => {
    const { force } = ofForce.parse(payload)
    await tellUnheard(platform, force)
  },
  /** Time alone changes a line too: a posting begins, a supervisor comes back. */
  'alerts.tell_unheard_all': async () => {
    for (const { slug } of await listForces(platform)) await tellUnheard(platform, slug)
  },
})

export const alertCron = [
  { task: 'alerts.send_digest', match: '* * * * *' },
  { task: 'alerts.tell_unheard_all', match: '13 * * * *' },
] as const
