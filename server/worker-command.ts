import type { Command } from 'commander'
import type { CommandContext } from './platform/command.ts'
import { startWorker } from './worker.ts'

export function addWorkerCommand(program: Command, context: CommandContext): void {
  program
    .command('worker')
    .description('run jobs: alerts, e-mail, what the clock starts; as many of these as you like')
    .action(() =>
      context.withPlatform(async platform => {
        const worker = await startWorker(platform)
        context.notice('Working. Ctrl-C stops it when the jobs in hand are done.')
        await untilToldToStop()
        await worker.stop()
      }),
    )
}

const signals = ['SIGINT', 'SIGTERM'] as const

/** Ends with the first signal; a second one then ends the process, as it would any other. */
function untilToldToStop(): Promise<void> {
  return new Promise(resolve => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })
}
