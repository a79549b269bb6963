import { type Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import type { CommandContext } from '../platform/command.ts'
import {
  addImportOptions,
  type ImportCommandOptions,
  importCommand,
  importFromCommandLine,
} from '../platform/import/command-options.ts'
import { importStaff } from './staff-import.ts'
import { setUnitMailbox } from './unit-mailbox.ts'

export function addPeopleCommands(program: Command, context: CommandContext): void {
  addImportOptions(
    importCommand(program).command('staff').description('staff and their postings, from the personnel system'),
  ).action((file: string, options: ImportCommandOptions) => importFromCommandLine(context, file, options, importStaff))

  program
    .command('unit')
    .description('Units: set')
    .command('set <name>')
    .description('set the mailbox that hears what no supervisor can')
    .requiredOption('--force <slug>', 'the force')
    .requiredOption('--mailbox <address>', 'an e-mail address; "" for none', mailbox)
    .action(async (name: string, options: { force: string; mailbox: string }) => {
      await context.withPlatform(platform =>
        setUnitMailbox(platform, options.force, name, options.mailbox || null, context.actor),
      )
      context.notice(options.mailbox ? `The mailbox of ${name} is ${options.mailbox}.` : `${name} has no mailbox now.`)
    })
}

function mailbox(text: string): string {
  if (text !== '' && !z.email().safeParse(text).success) throw new InvalidArgumentError('not an e-mail address')
  return text
}
