import type { JobHelpers, TaskList } from 'graphile-worker'
import { z } from 'zod'
import { inForce } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { forgetOldFiles } from './forget.ts'
import { jobOf, type Order } from './order.ts'
import { run } from './runner.ts'
import { failImport } from './work.ts'

const payloadShape = z.object({ force: z.string(), importId: z.string(), alerts: z.boolean().optional() })

/** While another process has an import in hand, it is looked at again after this: that process may die. */
const lookAgainSeconds = 20
/** What ended its process as often as this is given up, and says so. */
const maximumTries = 5

export const importTasks = (platform: Platform): TaskList => ({
  'imports.try': (payload, helpers) => work(platform, 'try', payload, helpers),
  'imports.run': (payload, helpers) => work(platform, 'run', payload, helpers),
  'imports.undo': (payload, helpers) => work(platform, 'undo', payload, helpers),
  'imports.forget': () => forgetOldFiles(platform),
})

export const importCron = [{ task: 'imports.forget', match: '23 2 * * *' }] as const

async function work(platform: Platform, step: Order['step'], payload: unknown, helpers: JobHelpers): Promise<void> {
  const { force, ...rest } = payloadShape.parse(payload)
  const order: Order = { step, slug: force, ...rest, actor: { kind: 'job', name: `imports.${step}` } }
  try {
    if ((await run(platform, order, helpers.abortSignal)) === 'done') return
    await inForce(platform, force, order.actor, tx => tx.addJobs([jobOf(order, lookAgainSeconds)]))
  } catch (error) {
    if (helpers.abortSignal.aborted || helpers.job.attempts < maximumTries) throw error
    await inForce(platform, force, order.actor, tx => failImport(tx, order, error))
  }
}
