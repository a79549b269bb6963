import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../server/config.ts'
import { openDemo } from '../server/demo/database.ts'
import { loadDemo } from '../server/demo/service.ts'
import type { Platform } from '../server/platform/platform.ts'

/** The demo in a throw-away folder, loaded once for all benches; how long its load took stands beside it. */
export interface System {
  readonly platform: Platform
  readonly yearMs: number
}

let system: Promise<System> | undefined
let folder: string | undefined

export function demoSystem(): Promise<System> {
  system ??= open()
  return system
}

async function open(): Promise<System> {
  folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'))
  chmodSync(folder, 0o755) // as root, the database's own user must reach its files
  const platform = await openDemo(
    parseConfig({ RINGBACK_DATA: folder, RINGBACK_KEY_FILE: join(folder, 'keys.json') }),
    { reset: false },
  )
  let yearStartedAt = performance.now()
  await loadDemo(platform, {
    notice: () => undefined,
    progress: () => {
      yearStartedAt = performance.now()
      return { update: () => undefined, stop: () => undefined }
    },
  })
  return { platform, yearMs: performance.now() - yearStartedAt }
}

export async function closeSystem(): Promise<void> {
  const opened = await system
  await opened?.platform.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
}

/** The middle of some runs, in milliseconds, after one to warm up. */
export async function medianMs(work: () => Promise<unknown>, runs = 15): Promise<number> {
  await work()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now()
    await work()
    times.push(performance.now() - startedAt)
  }
  return times.sort((one, other) => one - other)[Math.floor(runs / 2)] ?? 0
}
