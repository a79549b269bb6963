import type { Command } from 'commander'
import type { CommandContext } from './platform/command.ts'
import { stopped, untilStopped } from './stop-signal.ts'
import { startWorker } from './worker.ts'

export function addWorkerCommand(program: Command, context: CommandContext): void {
  program
    .command('worker')
    .description('run jobs: alerts, e-mail, what the clock starts; as many of these as you like')
    .action(() =>
      untilStopped(stop =>
        context.withPlatform(async platform => {
          const worker = await startWorker(platform)
          context.notice('Working. Ctrl-C stops it when the jobs in hand are done.')
          await stopped(stop)
          await worker.stop()
        }, stop),
      ),
    )
}
