import { type Command, InvalidArgumentError, Option } from 'commander'
import { inForce } from '../forces/service.ts'
import type { CommandContext } from '../platform/command.ts'
import { headlinesOf } from './headlines.ts'
import { appendixACsv, printAppendixA } from './print.ts'
import type { AppendixA, Reported } from './schema.ts'
import { reportAppendixA } from './service.ts'

export function addPerformanceCommands(program: Command, context: CommandContext): void {
  program
    .command('report')
    .description('Figures: appendix-a')
    .command('appendix-a')
    .description("the paper's tables for a period of local days, both inclusive, and a unit with all below it")
    .requiredOption('--force <slug>', 'the force')
    .requiredOption('--from <date>', 'first day, such as 2010-10-01', day)
    .requiredOption('--to <date>', 'last day, such as 2011-08-31', day)
    .option('--unit <name>', 'a district, section or control room; default: the whole force')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json', 'csv']).default('text'))
    .action(async (options: Reported & { force: string; format: Format }) => {
      const table = await context.withPlatform(platform =>
        inForce(platform, options.force, context.actor, tx => reportAppendixA(tx, options)),
      )
      context.print(formats[options.format](table, options))
    })
}

const formats = {
  text: (table: AppendixA, period: Reported) => printAppendixA(table, headlinesOf(table, period)),
  json: (table: AppendixA) => JSON.stringify(table, null, 2),
  csv: appendixACsv,
} as const
type Format = keyof typeof formats

function day(text: string): string {
  try {
    if (/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text))
      return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString()
  } catch {
    // Said below, as for any other text that is not a day.
  }
  throw new InvalidArgumentError('Give a day as YYYY-MM-DD, such as 2011-08-31.')
}
