/** One import's long work, in a process of its own (`imports/runner.ts` starts it, and ends it by going away). */
import { constants, setPriority } from 'node:os'
import type { WorkOrder } from './imports/runner.ts'
import { perform } from './imports/work.ts'
import { openPlatform } from './platform/platform.ts'
import { subscriptions } from './subscriptions.ts'

process.once('disconnect', () => process.exit(1))
// Behind those who serve people: an interviewer waits for nobody's file.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

process.once('message', async message => {
  const { config, order } = message as WorkOrder
  const clockStart = config.clockStart === undefined ? undefined : Temporal.Instant.from(config.clockStart)
  const platform = await openPlatform({ ...config, clockStart }, { subscriptions, longWorkIn: 'this process' })
  try {
    process.send?.(await perform(platform, order))
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', what: 'import', import: order.importId, error: String(error) }))
    process.exitCode = 1
  } finally {
    await platform.close()
    process.removeAllListeners('disconnect')
    process.disconnect?.()
  }
})
