/** Imports a file of recipients as a process of its own, and prints how long that took and the most memory it held. */
import { readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { parseConfig } from '../server/config.ts'
import { fileSource } from '../server/platform/import/open-file.ts'
import { openPlatform } from '../server/platform/platform.ts'
import { importRecipients } from '../server/recipients/service.ts'
import { subscriptions } from '../server/subscriptions.ts'
import { actor, slug } from './force.ts'

export interface ImportFigures {
  readonly ms: number
  /** Of processor, with the system's part; another process's work beside it does not count. */
  readonly cpuMs: number
  readonly megabytes: number
  readonly result: Awaited<ReturnType<typeof importRecipients>>
}

/** The high-water mark of this program; what the system calls maximum also counts the program that started it. */
function peakMegabytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
}

// As the import of a file that was sent.
if (process.argv[3] === 'below normal') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

if (import.meta.main) {
  const platform = await openPlatform(parseConfig(process.env), {
    subscriptions,
    demo: 'RINGBACK_CLOCK' in process.env,
  })
  try {
    const startedAt = performance.now()
    const result = await importRecipients({
      platform,
      slug,
      actor,
      source: await fileSource(process.argv[2] as string),
    })
    const { user, system } = process.cpuUsage()
    const figures: ImportFigures = {
      ms: performance.now() - startedAt,
      cpuMs: (user + system) / 1000,
      megabytes: peakMegabytes(),
      result,
    }
    process.stdout.write(JSON.stringify(figures))
  } finally {
    await platform.close()
  }
}
