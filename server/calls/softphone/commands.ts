import type { Command } from 'commander'
import { inForce } from '../../forces/service.ts'
import { getColleague } from '../../people/users.ts'
import { askForPassword, readPasswordFromPipe } from '../../people/users-password.ts'
import type { CommandContext } from '../../platform/command.ts'
import { removeSoftphone, setSoftphone } from './accounts.ts'

export function addSoftphoneCommands(program: Command, context: CommandContext): void {
  const softphone = program.command('softphone').description('Softphone accounts of interviewers: set, remove')

  softphone
    .command('set <email>')
    .description("give an interviewer their account on the force's telephone system")
    .requiredOption('--force <slug>', 'the force')
    .requiredOption('--uri <address>', 'their address there, such as sip:4021@force.example')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (email: string, options: { force: string; uri: string; passwordStdin?: boolean }) => {
      const password = options.passwordStdin
        ? await readPasswordFromPipe()
        : process.stdin.isTTY
          ? await askForPassword(`Password of ${options.uri}: `)
          : undefined
      await context.withPlatform(platform =>
        inForce(platform, options.force, context.actor, async tx => {
          const { id } = await getColleague(tx, email)
          await setSoftphone(tx, id, { uri: options.uri, password: password ?? '' })
        }),
      )
      context.notice(`${email} rings as ${options.uri} in ${options.force}.`)
    })

  softphone
    .command('remove <email>')
    .description('take the account away')
    .requiredOption('--force <slug>', 'the force')
    .action(async (email: string, options: { force: string }) => {
      await context.withPlatform(platform =>
        inForce(platform, options.force, context.actor, async tx => {
          const { id } = await getColleague(tx, email)
          await removeSoftphone(tx, id, email)
        }),
      )
      context.notice(`${email} has no softphone in ${options.force} now.`)
    })
}
