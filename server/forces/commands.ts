import type { Command } from 'commander'
import type { CommandContext } from '../platform/command.ts'
import { furnishSurveys } from '../surveys/service.ts'
import { createForce, getForce, listForces, setForce } from './service.ts'
import { settingPaths } from './setting-paths.ts'

export function addForceCommands(program: Command, context: CommandContext): void {
  const force = program.command('force').description('Forces: create, list, show, set')

  force
    .command('create <slug>')
    .description('make a force, with the survey every force starts with')
    .requiredOption('--name <name>', 'its name, as people read it')
    .option('--time-zone <zone>', 'its time zone', 'Europe/London')
    .action(async (slug: string, options: { name: string; timeZone: string }) => {
      await context.withPlatform(platform =>
        createForce(platform, { slug, name: options.name, timeZone: options.timeZone }, context.actor, furnishSurveys),
      )
      context.notice(`Made ${options.name} (${slug}).`)
    })

  force
    .command('list')
    .description('every force: slug, name, time zone')
    .action(async () => {
      const forces = await context.withPlatform(listForces)
      for (const { slug, name, timeZone } of forces) context.print(`${slug}\t${name}\t${timeZone}`)
    })

  force
    .command('show <slug>')
    .description('its name, its time zone, and every setting with its value')
    .action(async (slug: string) => {
      const found = await context.withPlatform(platform => getForce(platform, slug))
      for (const [key, value] of [['name', found.name], ['timeZone', found.timeZone], ...settingPaths(found.settings)])
        context.print(`${key}\t${value ?? ''}`)
    })

  force
    .command('set <slug> <key> <value>')
    .description("set one setting by its path, such as callingHours.sunday.from; '' empties one that may be empty")
    .action(async (slug: string, key: string, value: string) => {
      await context.withPlatform(platform => setForce(platform, slug, key, value, context.actor))
      context.notice(`Set ${key} of ${slug}.`)
    })
}
