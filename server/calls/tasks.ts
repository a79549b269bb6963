import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { inForce, listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { reopenCallBacks } from './reopen.ts'
import { chooseCallBacks, sweepLapsed } from './service.ts'
import { lookAfterShifts } from './shifts/service.ts'
import { endUnspoken } from './unrung.ts'

const ofForce = z.object({ force: z.string() })
const ofRecipient = ofForce.extend({ recipientId: z.string() })

/** After an import and every hour, whoever may be rung is chosen; every minute, what lapsed goes back; every night, what nobody can ring ends. */
export const callTasks = (platform: Platform): TaskList => ({
  'calls.choose': async payload => {
    const { force } = ofForce.parse(payload)
    await chooseCallBacks(work => inForce(platform, force, { kind: 'job', name: 'calls.choose' }, work))
  },
  /** Time alone lets people in: a service closed today may be rung from tomorrow, one rung lately when that is long ago. */
  'calls.choose_all': async () => {
    for (const { slug } of await listForces(platform))
      await inForce(platform, slug, { kind: 'job', name: 'calls.choose_all' }, tx =>
        tx.publish('calls.choosing_due', {}),
      )
  },
  /** At a desk somebody was freed who had been kept out: what ended for that waits again. */
  'calls.reopen': async payload => {
    const { force, recipientId } = ofRecipient.parse(payload)
    await inForce(platform, force, { kind: 'job', name: 'calls.reopen' }, tx => reopenCallBacks(tx, recipientId))
  },
  'calls.release_lapsed': async () => {
    for (const { slug } of await listForces(platform))
      await inForce(platform, slug, { kind: 'job', name: 'calls.release_lapsed' }, sweepLapsed)
  },
  /** By night, so that a slip in what somebody speaks can be mended by day before it ends their calls. */
  'calls.end_unspoken': async () => {
    for (const { slug } of await listForces(platform))
      await inForce(platform, slug, { kind: 'job', name: 'calls.end_unspoken' }, endUnspoken)
  },
  'shifts.look_after': async () => {
    for (const { slug } of await listForces(platform))
      await inForce(platform, slug, { kind: 'job', name: 'shifts.look_after' }, lookAfterShifts)
  },
})

export const callCron = [
  { task: 'calls.choose_all', match: '7 * * * *' },
  { task: 'calls.release_lapsed', match: '* * * * *' },
  { task: 'calls.end_unspoken', match: '17 3 * * *' },
  { task: 'shifts.look_after', match: '* * * * *' },
] as const
