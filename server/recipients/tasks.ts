import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { writeAudit } from '../audit/service.ts'
import { inForce, listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { linkStaff } from './import-queries.ts'
import { liftDue } from './suppressions.ts'

const ofForce = z.object({ force: z.string() })

export const recipientTasks = (platform: Platform): TaskList => ({
  /** Staff imported after the incidents that name them: the parts they had find them. */
  'recipients.link_staff': async payload => {
    const { force } = ofForce.parse(payload)
    await inForce(platform, force, { kind: 'job', name: 'recipients.link_staff' }, async tx => {
      const linked = await linkStaff(tx)
      if (linked > 0)
        await writeAudit(tx, {
          action: 'recipients.staff_linked',
          subject: ['force', force],
          details: { involvements: linked },
        })
    })
  },
  /** A suppression until a day holds on that day, and no longer. */
  'recipients.lift_due': async () => {
    for (const { slug } of await listForces(platform))
      await inForce(platform, slug, { kind: 'job', name: 'recipients.lift_due' }, liftDue)
  },
})

export const recipientCron = [{ task: 'recipients.lift_due', match: '*/10 * * * *' }] as const
