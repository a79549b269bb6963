import { setTimeout as wait } from 'node:timers/promises'
import type { Platform } from '../platform/platform.ts'
import { lookIntoFolder, nothingSeen } from './folder.ts'

/** Two looks at least apart: a file that has the same size and time at both is whole. */
const everyMs = 5000

/** Looks again and again until it is stopped; an import in hand is then left, and goes on at the next start. */
export function watchFolder(platform: Platform, folder: string): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const seen = nothingSeen()
  const kept = keepLooking()
  return {
    async stop() {
      stopping.abort()
      await kept
    },
  }

  async function keepLooking(): Promise<void> {
    while (!signal.aborted) {
      await lookIntoFolder(platform, folder, seen, tell, signal).catch(error => tell(folder, error))
      await wait(everyMs, undefined, { signal }).catch(() => undefined) // stopped
    }
  }

  function tell(path: string, error: unknown): void {
    if (signal.aborted) return
    console.error(
      JSON.stringify({
        at: new Date().toISOString(),
        level: 'error',
        what: 'watched folder',
        path,
        error: String(error),
      }),
    )
  }
}
