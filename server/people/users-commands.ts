import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Role, roles } from '../forces/schema.ts'
import { getForce, inForce } from '../forces/service.ts'
import type { CommandContext } from '../platform/command.ts'
import type { Platform } from '../platform/platform.ts'
import { setLanguages } from './languages.ts'
import { createUser, findUser, getColleague, makeToken } from './users.ts'
import { askForPassword, generatePassword, readPasswordFromPipe } from './users-password.ts'

interface CreateOptions {
  readonly force: string
  readonly role: readonly Role[]
  readonly name?: string
  readonly collar?: string
  readonly kind?: 'contractor' | 'volunteer'
  readonly passwordStdin?: boolean
}

export function addUserCommands(program: Command, context: CommandContext): void {
  const user = program.command('user').description('Users: create, languages, token')

  user
    .command('create <email>')
    .description('make a user of a force; again for another role or force')
    .requiredOption('--force <slug>', 'the force')
    .requiredOption('--role <role>', `a role, once for each: ${roles.join(', ')}`, collectRole)
    .option('--name <name>', 'how they are shown')
    .option('--collar <number>', 'collar number that ties them to a member of staff')
    .addOption(
      new Option('--kind <kind>', 'kind of interviewer; of a new one contractor').choices(['contractor', 'volunteer']),
    )
    .option('--password-stdin', 'read the password from standard input')
    .action((email: string, options: CreateOptions) => create(context, email, options))

  user
    .command('languages <email> [languages...]')
    .description('say which languages, besides English, an interviewer can hold a call in; none takes them away')
    .requiredOption('--force <slug>', 'the force')
    .action(async (email: string, languages: readonly string[], options: { force: string }) => {
      const codes = await context.withPlatform(platform =>
        inForce(platform, options.force, context.actor, async tx =>
          setLanguages(tx, (await getColleague(tx, email)).id, languages),
        ),
      )
      context.notice(`${email} speaks ${['English', ...codes].join(', ')} in ${options.force}.`)
    })

  user
    .command('token <email>')
    .description('make a bearer token for the API, good in one force; printed once')
    .requiredOption('--force <slug>', 'the force')
    .action(async (email: string, options: { force: string }) => {
      context.print(await context.withPlatform(platform => makeToken(platform, email, options.force, context.actor)))
    })
}

async function create(context: CommandContext, email: string, options: CreateOptions): Promise<void> {
  const piped = options.passwordStdin ? await readPasswordFromPipe() : undefined
  await context.withPlatform(async platform => {
    await getForce(platform, options.force)
    const { password, isGenerated } = await choosePassword(platform, email, piped)
    const result = await createUser(
      platform,
      {
        email,
        name: options.name,
        password,
        force: options.force,
        roles: options.role,
        collarNumber: options.collar,
        interviewerKind: options.kind,
      },
      context.actor,
    )
    const gained = result.roles.length > 0 ? result.roles.join(', ').replaceAll('_', ' ') : 'nothing new'
    context.notice(`${result.created ? 'Made' : 'Found'} ${email}; in ${options.force} now also: ${gained}.`)
    if (!result.created && piped !== undefined)
      context.notice('They were known already and keep the password they have.')
    if (!result.isCollarNumberKnown)
      context.notice(`No member of staff has the collar number ${options.collar} yet: import the staff.`)
    if (isGenerated && result.created) context.print(`Password, shown this once: ${password}`)
  })
}

/** From the pipe; of somebody known, none; else asked for on a terminal; else made up. */
async function choosePassword(platform: Platform, email: string, piped: string | undefined) {
  if (piped !== undefined) return { password: piped, isGenerated: false }
  if (await findUser(platform, email)) return { password: undefined, isGenerated: false }
  const typed = process.stdin.isTTY
    ? await askForPassword(`Password for ${email} (Enter: one is made up): `)
    : undefined
  return { password: typed ?? generatePassword(), isGenerated: typed === undefined }
}

function collectRole(value: string, before: readonly Role[] = []): readonly Role[] {
  const role = roles.find(known => known === value)
  if (!role) throw new InvalidArgumentError(`there is no role "${value}". Roles: ${roles.join(', ')}.`)
  return [...before, role]
}
