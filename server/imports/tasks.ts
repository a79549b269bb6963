import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import type { Platform } from '../platform/platform.ts'
import { takeIn, tryOut, type Work } from './work.ts'

const ofImport = z.object({ force: z.string(), importId: z.string(), alerts: z.boolean().optional() })

export const importTasks = (platform: Platform): TaskList => ({
  'imports.try': async payload => tryOut(workOf(platform, 'imports.try', payload)),
  'imports.run': async payload =>
    takeIn(workOf(platform, 'imports.run', payload), { alerts: ofImport.parse(payload).alerts }),
})

function workOf(platform: Platform, name: string, payload: unknown): Work {
  const { force, importId } = ofImport.parse(payload)
  return { platform, slug: force, actor: { kind: 'job', name }, importId }
}
