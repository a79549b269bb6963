import type { Command } from 'commander'
import type { CommandContext } from '../platform/command.ts'
import {
  addImportOptions,
  type ImportCommandOptions,
  importCommand,
  importFromCommandLine,
} from '../platform/import/command-options.ts'
import { importRecipients } from './import.ts'

export function addRecipientCommands(program: Command, context: CommandContext): void {
  addImportOptions(
    importCommand(program)
      .command('recipients')
      .description('people who received a service, and their incidents, from the command-and-control system'),
  ).action((file: string, options: ImportCommandOptions) =>
    importFromCommandLine(context, file, options, importRecipients),
  )
}
