#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import type { Actor } from './audit/service.ts'
import { addSoftphoneCommands } from './calls/softphone/commands.ts'
import { ConfigFaults, readConfig, userName } from './config.ts'
import { addDemoCommand } from './demo/commands.ts'
import { addDoctorCommand } from './doctor.ts'
import { addForceCommands } from './forces/commands.ts'
import { addInterviewCommands } from './interviews/commands.ts'
import { addPeopleCommands } from './people/commands.ts'
import { addUserCommands } from './people/users-commands.ts'
import { addPerformanceCommands } from './performance/commands.ts'
import { type CommandContext, terminalProgress } from './platform/command.ts'
import { openPlatform } from './platform/platform.ts'
import { prepareDatabase } from './platform/prepare.ts'
import { Problem } from './platform/problem.ts'
import { addRecipientCommands } from './recipients/commands.ts'
import { addServeCommands } from './serve.ts'
import { subscriptions } from './subscriptions.ts'
import { addWorkerCommand } from './worker-command.ts'

const usageError = 2

const actor: Actor = { kind: 'command', name: userName() }

const context: CommandContext = {
  actor,
  print: text => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  notice: text => process.stderr.write(`${text}\n`),
  progress: terminalProgress,
  async withPlatform(work, stop) {
    const platform = await openPlatform(readConfig(), {
      subscriptions,
      onKeysMade: file =>
        context.notice(
          `Made the keys that seal personal data: ${file}\nBack this file up: without it, names, numbers and comments can't be read again.`,
        ),
    })
    try {
      stop?.throwIfAborted()
      await prepareDatabase(platform)
      stop?.throwIfAborted()
      return await work(platform)
    } finally {
      await platform.close()
    }
  },
}

const program = new Command('ringback')
  .description('Rings people back, hears a rating from 1 to 5, closes the loop, publishes what was said.')
  .version('0.1.0')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })

addServeCommands(program, context)
addWorkerCommand(program, context)
addDoctorCommand(program, context)
addDemoCommand(program, context)
addForceCommands(program, context)
addUserCommands(program, context)
addPeopleCommands(program, context)
addRecipientCommands(program, context)
addSoftphoneCommands(program, context)
addInterviewCommands(program, context)
addPerformanceCommands(program, context)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

/** 0 help shown, 1 failed, 2 wrong usage. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError
  if (error instanceof Problem || error instanceof ConfigFaults) {
    context.notice(error.message)
    return 1
  }
  console.error(error)
  return 1
}
