import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Command } from 'commander'
import { checkout, readConfig } from '../config.ts'
import { inForce } from '../forces/service.ts'
import { headlinesOf } from '../performance/headlines.ts'
import { printAppendixA } from '../performance/print.ts'
import { reportAppendixA } from '../performance/service.ts'
import type { CommandContext } from '../platform/command.ts'
import type { Platform } from '../platform/platform.ts'
import { serve } from '../serve.ts'
import { untilStopped } from '../stop-signal.ts'
import { openDemo } from './database.ts'
import { webNotBuilt } from './problems.ts'
import { demoSlug, loadDemo } from './service.ts'
import { paperYear } from './year.ts'

export function addDemoCommand(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description("Cleveland Police with the paper's year: load it if it is not there, print Appendix A, serve")
    .option('--reset', 'throw the demo away and make it anew')
    .option('--no-serve', 'only load and print')
    .action(async (options: { reset?: boolean; serve: boolean }) => {
      const { reset = false } = options
      // Loading alone ends by itself: cut short by a signal, it is no success.
      if (!options.serve) return runDemo(context, reset)
      buildWeb()
      await untilStopped(stop => runDemo(context, reset, stop))
    })
}

/** Loads it and prints its table; then serves until told to stop, where there is something to tell it. */
async function runDemo(context: CommandContext, reset: boolean, stop?: AbortSignal): Promise<void> {
  const platform = await openDemo(readConfig(), { reset })
  try {
    await loadDemo(platform, context, stop)
    context.print(await appendixA(platform, context))
    if (stop) await serve(platform, { worker: true, stop, announce: context.print })
  } finally {
    await platform.close()
  }
}

async function appendixA(platform: Platform, context: CommandContext): Promise<string> {
  const table = await inForce(platform, demoSlug, context.actor, tx => reportAppendixA(tx, paperYear))
  return printAppendixA(table, headlinesOf(table, paperYear))
}

/** Vite in a process of its own: it is no part of what serves. */
function buildWeb(): void {
  const { status } = spawnSync(process.execPath, [join(checkout, 'tools', 'build-if-stale.ts')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw webNotBuilt()
}
