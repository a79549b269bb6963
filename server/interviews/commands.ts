import type { Command } from 'commander'
import type { CommandContext } from '../platform/command.ts'
import {
  addImportOptions,
  type ImportCommandOptions,
  importCommand,
  importFromCommandLine,
} from '../platform/import/command-options.ts'
import { importInterviews } from './import.ts'

export function addInterviewCommands(program: Command, context: CommandContext): void {
  addImportOptions(importCommand(program).command('interviews'))
    .description('interviews made elsewhere, keyed by their reference')
    .option('--alerts', 'e-mail supervisors about the 1s and 5s of new interviews, as if they were made now')
    .action((file: string, options: ImportCommandOptions & { alerts?: boolean }) =>
      importFromCommandLine(context, file, options, opened =>
        importInterviews({ ...opened, alerts: options.alerts ?? false }),
      ),
    )
}
