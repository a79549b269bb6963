import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Platform } from '../platform/platform.ts'
import type { Order } from './order.ts'
import { type Performed, perform } from './work.ts'

/** What the process that does the work is told: settings and order, by its own channel and not by its command line. */
export interface WorkOrder {
  readonly config: Omit<Config, 'clockStart'> & { readonly clockStart: string | undefined }
  readonly order: Order
}

/**
 * A process that makes millions of objects else lets its memory grow to several times what it needs before it clears up: with these 100,000
 * rows take 170 MB and 4 % more of processor, without them 290 MB.
 */
export const workProcessOptions = ['--max-semi-space-size=16', '--heap-growing-percent=50']

const workProcess = join(import.meta.dirname, '..', 'import-process.ts')

/**
 * Does what is ordered, in a process of its own: a large file neither holds up those who are served here nor takes their
 * memory. That process ends with this one, or when `signal` aborts; what it had in hand is then undone by the database.
 */
export function run(platform: Platform, order: Order, signal?: AbortSignal): Promise<Performed> {
  if (platform.longWorkIn === 'this process') return perform(platform, order)
  return new Promise((resolve, reject) => {
    // A group of its own: Ctrl-C is for this process, which then ends the other.
    const child = fork(workProcess, {
      execArgv: [...process.execArgv, ...workProcessOptions],
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      signal,
    })
    let performed: Performed | undefined
    child.once('message', said => {
      performed = said as Performed
    })
    child.once('error', reject)
    child.once('exit', (code, killedBy) =>
      performed === undefined
        ? reject(new Error(`the process of the import ${order.importId} ended by ${killedBy ?? `code ${code}`}`))
        : resolve(performed),
    )
    child.send(workOrder(platform, order), error => error && reject(error))
  })
}

/** Business time goes on there from where it is here. */
const workOrder = ({ config, clock }: Platform, order: Order): WorkOrder => ({
  config: { ...config, clockStart: config.clockStart && clock.now().toString() },
  order,
})
