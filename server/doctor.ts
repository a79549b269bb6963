/**
 * `ringback doctor`: one line for each thing Ringback stands on, fine or with its mend. It changes nothing in the
 * database: what other commands would bring up to date, it reports.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { sql } from 'kysely'
import nodemailer from 'nodemailer'
import { webFolder } from './app.ts'
import { type Config, ConfigFaults, checkout, readConfig } from './config.ts'
import type { CommandContext } from './platform/command.ts'
import { type Database, forceSchema, sharedSchema } from './platform/database.ts'
import { isWebBuilt } from './platform/http/web-app.ts'
import { openPlatform, type Platform } from './platform/platform.ts'
import { checkClock, checkKeys, findInstallation, type Installation } from './platform/prepare.ts'
import { Problem } from './platform/problem.ts'

export interface Finding {
  readonly of: string
  readonly isFine: boolean
  /** What was seen; of a fault, with its mend. */
  readonly text: string
}

const oldestVersion = 15
const driftSeconds = 5
const mailPatienceMs = 5_000

export function addDoctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('check database, schema, keys, mail, clock and web app, and say the mend')
    .action(async () => {
      const findings = await examine(file => context.notice(`Made the keys that seal personal data: ${file}`))
      for (const { of, isFine, text } of findings) context.print(`${isFine ? 'ok   ' : 'fault'}  ${of}: ${text}`)
      if (findings.some(finding => !finding.isFine)) process.exitCode = 1
    })
}

export async function examine(onKeysMade: (file: string) => void): Promise<readonly Finding[]> {
  let config: Config
  try {
    config = readConfig()
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults.map(text => fault('settings', text))
    throw error
  }
  const settings = fine('settings', 'all can be read')
  const elsewhere = [await mail(config), web()]
  try {
    const platform = await openPlatform(config, { subscriptions: {}, onKeysMade })
    try {
      return [settings, ...(await examineDatabase(platform)), ...elsewhere]
    } finally {
      await platform.close()
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [settings, fault(error.code.startsWith('key_file') ? 'keys' : 'database', error.message), ...elsewhere]
  }
}

const fine = (of: string, text: string): Finding => ({ of, isFine: true, text })
const fault = (of: string, text: string): Finding => ({ of, isFine: false, text })

/** The rest can't be asked of a database that does not answer or is too old. */
async function examineDatabase(platform: Platform): Promise<readonly Finding[]> {
  const database = await databaseVersion(platform)
  if (!database.isFine) return [database]
  const isInstalled = await exists(platform.database, `${sharedSchema}.installation`)
  const installation = isInstalled ? await findInstallation(platform) : undefined
  return [database, await schema(platform), await keys(platform, installation), await clock(platform, installation)]
}

async function databaseVersion({ config, database }: Platform): Promise<Finding> {
  try {
    const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(
      database.shared,
    )
    const version = rows[0]?.version ?? ''
    if (Number.parseInt(version, 10) >= oldestVersion)
      return fine('database', `PostgreSQL ${version}${config.databaseUrl ? '' : ', embedded'}`)
    return fault('database', `PostgreSQL ${version} is too old: point DATABASE_URL to ${oldestVersion} or newer`)
  } catch (error) {
    return fault('database', `it does not answer (${String(error)}): start it, or mend DATABASE_URL`)
  }
}

async function schema({ database }: Platform): Promise<Finding> {
  const shared = await pending(database, sharedSchema, 'shared')
  const forces = shared.length === 0 ? await database.shared.selectFrom('forces').select('slug').execute() : []
  const missing = [...shared]
  for (const { slug } of forces) missing.push(...(await pending(database, forceSchema(slug), 'force')))
  if (missing.length > 0)
    return fault('schema', `${missing.join(', ')} not applied: run "ringback migrate", or start Ringback`)
  const empty = []
  for (const { slug } of forces) if (!(await hasBegun(database, slug))) empty.push(slug)
  return empty.length === 0
    ? fine('schema', 'up to date')
    : fault('schema', `${empty.join(', ')} has no data at all: restore it, or run "ringback force create" once more`)
}

/** Every force has a unit from its first transaction on. */
const hasBegun = async ({ shared }: Database, slug: string): Promise<boolean> =>
  (await sql`select from ${sql.table(`${forceSchema(slug)}.units`)} limit 1`.execute(shared)).rows.length > 0

async function exists({ shared }: Database, table: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(shared)
  return rows[0]?.there ?? false
}

async function pending(database: Database, schemaName: string, series: 'shared' | 'force'): Promise<string[]> {
  const files = readdirSync(join(checkout, 'migrations', series)).filter(file => file.endsWith('.sql'))
  const table = `${schemaName}.migrations`
  const applied = (await exists(database, table))
    ? (await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(database.shared)).rows.map(
        row => row.name,
      )
    : []
  return files
    .map(file => file.replace(/\.sql$/, ''))
    .filter(name => !applied.includes(name))
    .map(name => `${schemaName}/${name}`)
}

async function keys(platform: Platform, installation: Installation | undefined): Promise<Finding> {
  if (!installation) return fine('keys', 'readable; nothing is sealed with them yet')
  const lacking = (await listKeysInUse(platform.database)).filter(id => !Object.hasOwn(platform.keys.keys, id))
  if (lacking.length > 0)
    return fault(
      'keys',
      `data is sealed with key ${lacking.join(', ')}, which the key file lacks: put it back from a back-up made after that key was added`,
    )
  return unlessProblem('keys', "they open this database's data", () => checkKeys(platform, installation))
}

/** The ids of the keys that anything in the database is sealed with: the first byte of every sealed value. */
async function listKeysInUse({ shared }: Database): Promise<readonly number[]> {
  const { rows: columns } = await sql<{ schema: string; table: string; column: string }>`
    select table_schema as schema, table_name as table, column_name as column
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and column_name like '%\\_sealed'
      and (table_schema = ${sharedSchema} or table_schema like 'force\\_%')`.execute(shared)
  const ids = new Set<number>()
  for (const { schema: owner, table, column } of columns) {
    const { rows } = await sql<{ id: number }>`
      select distinct get_byte(${sql.ref(column)}, 0) as id from ${sql.id(owner, table)}
      where length(${sql.ref(column)}) > 0`.execute(shared)
    for (const { id } of rows) ids.add(id)
  }
  return [...ids].toSorted((a, b) => a - b)
}

async function clock(platform: Platform, installation: Installation | undefined): Promise<Finding> {
  const { clockStart } = platform.config
  if (clockStart)
    return unlessProblem('clock', `business time runs from ${clockStart} (RINGBACK_CLOCK)`, () => {
      if (installation) checkClock(platform, installation)
    })
  const { rows } = await sql<{ now: Temporal.Instant }>`select clock_timestamp() as now`.execute(
    platform.database.shared,
  )
  const drift = Math.abs(
    Temporal.Now.instant()
      .since(rows[0]?.now as Temporal.Instant)
      .total('seconds'),
  )
  return drift <= driftSeconds
    ? fine('clock', 'this machine and the database agree')
    : fault(
        'clock',
        `this machine and the database are ${Math.round(drift)} seconds apart: set both by a time server (NTP)`,
      )
}

function unlessProblem(of: string, text: string, check: () => void): Finding {
  try {
    check()
    return fine(of, text)
  } catch (error) {
    if (error instanceof Problem) return fault(of, error.message)
    throw error
  }
}

async function mail({ smtpUrl }: Config): Promise<Finding> {
  if (!smtpUrl) return fine('mail', 'no SMTP_URL: messages are kept and shown at /mailbox')
  const server = new URL(smtpUrl).host
  const transport = nodemailer.createTransport(smtpUrl, {})
  const patience = AbortSignal.timeout(mailPatienceMs)
  const late = new Promise<never>((_, reject) =>
    patience.addEventListener('abort', () => reject(new Error(`no answer in ${mailPatienceMs / 1000} seconds`))),
  )
  try {
    await Promise.race([transport.verify(), late])
    return fine('mail', `${server} answers`)
  } catch (error) {
    return fault('mail', `${server} does not take mail (${(error as Error).message}): start it, or mend SMTP_URL`)
  } finally {
    transport.close()
  }
}

function web(): Finding {
  return isWebBuilt(webFolder)
    ? fine('web app', 'built')
    : fault('web app', 'not built: run "npm run build" (npm start does so by itself)')
}
