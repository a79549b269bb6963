/** SIGINT and SIGTERM, for the commands that go on until they get one: `serve`, `worker`, `demo`. */
import { once } from 'node:events'
import { isRunByNpm } from './config.ts'

const signals = ['SIGINT', 'SIGTERM'] as const

// Under npm a SIGTERM reaches npm and its shell, and not what runs in the shell: then the shell's end is the signal.
const startedBy = process.ppid
const parentLookMs = 100

/**
 * Heeds the signals before anything is started, so that none leaves behind what was: `work` looks at `stop` before it starts
 * the next thing (`throwIfAborted`), and stops what it has started. A second signal ends the process at once.
 */
export async function untilStopped(work: (stop: AbortSignal) => Promise<void>): Promise<void> {
  const stop = listenForSignals()
  try {
    await work(stop)
  } catch (error) {
    if (error !== stop.reason) throw error
  }
}

/** Resolves once the signal has come. */
export async function stopped(stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort')
}

function listenForSignals(): AbortSignal {
  const stop = new AbortController()
  const lookForParent = setInterval(() => {
    // A signal may still follow the parent's end: it is the first of its kind, and forces nothing.
    if (process.ppid !== startedBy) stop.abort()
  }, parentLookMs)
  lookForParent.unref()
  if (!isRunByNpm()) clearInterval(lookForParent)
  for (const signal of signals) process.once(signal, heed)
  return stop.signal

  function heed(): void {
    for (const again of signals) process.removeAllListeners(again).once(again, () => process.exit(1))
    stop.abort()
  }
}
