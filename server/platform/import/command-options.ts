import type { Command } from 'commander'
import type { ImportOptions } from '../../forces/run-import.ts'
import type { CommandContext } from '../command.ts'
import type { Platform } from '../platform.ts'
import { fileSource } from './open-file.ts'
import type { ImportResult } from './result.ts'

export interface ImportCommandOptions {
  readonly force: string
  readonly profile?: string
  readonly dryRun?: boolean
  readonly rejects?: string
  readonly format: 'text' | 'json'
}

/** The parent of `import staff`, `import recipients`, `import interviews`: found, or made by the first stage that asks. */
export function importCommand(program: Command): Command {
  return (
    program.commands.find(command => command.name() === 'import') ??
    program.command('import').description('Files from other systems: staff, recipients, interviews')
  )
}

export function addImportOptions(command: Command): Command {
  return command
    .argument('<file>', 'a CSV file or an Excel workbook (.xlsx), with its headings above the rows')
    .requiredOption('--force <slug>', 'whose data it is')
    .option('--profile <name-or-file>', 'how its columns are read; without it the headings decide')
    .option('--dry-run', 'say what would happen, and change nothing')
    .option('--rejects <file>', 'write the rejected rows here, with line and reason')
    .addOption(
      command.createOption('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text'),
    )
}

/** Runs one import as a command: a bar on a terminal, then the result. */
export async function importFromCommandLine(
  context: CommandContext,
  path: string,
  options: ImportCommandOptions,
  importFile: (options: ImportOptions) => Promise<ImportResult>,
): Promise<void> {
  const source = await fileSource(path)
  const result = await context.withPlatform(async (platform: Platform) => {
    const progress = context.progress('Importing, kB', kilobytes(source.size))
    try {
      return await importFile({
        platform,
        slug: options.force,
        actor: context.actor,
        source,
        profile: options.profile,
        profileFiles: true,
        dryRun: options.dryRun ?? false,
        rejects: options.rejects,
        onProgress: (_rows, bytesRead) => progress.update(kilobytes(bytesRead)),
      })
    } finally {
      progress.stop()
    }
  })
  context.print(options.format === 'json' ? JSON.stringify(result) : asText(result, options))
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024)

function asText(result: ImportResult, options: ImportCommandOptions): string {
  const lines = [
    `${options.dryRun ? 'Dry run, nothing changed: ' : ''}${result.rows} rows: ${result.created} created, ${result.updated} updated, ${result.unchanged} unchanged, ${result.rejected} rejected${result.blank ? `; ${result.blank} blank` : ''}.`,
    ...counts('Rejected', result.reasons),
    ...counts('Warnings (imported all the same)', result.warnings),
  ]
  if (result.rejected > 0)
    lines.push(
      options.rejects
        ? `The rejected rows are in ${options.rejects}.`
        : 'To see the rejected rows, add --rejects FILE.',
    )
  return lines.join('\n')
}

function counts(title: string, numbers: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(numbers).sort(([a], [b]) => a.localeCompare(b))
  return entries.length === 0 ? [] : [`${title}:`, ...entries.map(([code, n]) => `  ${String(n).padStart(6)}  ${code}`)]
}
