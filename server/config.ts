import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import dotenv from 'dotenv'
import { canBeReachedByOthers } from './platform/reach.ts'

export const checkout = dirname(dirname(fileURLToPath(import.meta.url)))

/** The settings, as `docs/configuration.md` lists them. A test holds the two together. */
export const settings = {
  DATABASE_URL: 'PostgreSQL 15 or newer; without it Ringback runs its own',
  RINGBACK_DATA: 'folder of the embedded database, its address and its logs',
  RINGBACK_KEY_FILE: 'file with the keys that seal personal data',
  HOST: 'address to listen on',
  PORT: 'port to listen on',
  PUBLIC_URL: 'address that links in e-mails start with',
  SMTP_URL: 'mail server; without it messages are kept and shown at /mailbox',
  MAIL_FROM: 'address that e-mails come from',
  RINGBACK_SIP_SERVER: 'telephone system of the softphone, as SIP over WebSocket',
  RINGBACK_WATCH_FOLDER: 'folder whose FORCE/KIND folders are watched for files to import',
  RINGBACK_CLOCK: 'ISO instant from which business time runs on; demo and tests only',
} as const

export type SettingName = keyof typeof settings

export interface Config {
  readonly databaseUrl: string | undefined
  readonly dataFolder: string
  /** The file named by RINGBACK_KEY_FILE, if any; else the folder decides (`keyFileFor`). */
  readonly keyFile: string | undefined
  readonly userKeyFile: string
  readonly host: string
  readonly port: number
  readonly publicUrl: string
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly sipServer: string | undefined
  readonly watchFolder: string | undefined
  readonly clockStart: Temporal.Instant | undefined
}

/** Every fault in the settings at once, each with its setting's name and the mend. */
export class ConfigFaults extends Error {
  override readonly name = 'ConfigFaults'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(
      `The settings have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(f => `  ${f}`).join('\n')}`,
    )
    this.faults = faults
  }
}

/** Reads `.env` in the checkout under the process's own environment; throws `ConfigFaults`. */
export function readConfig(): Config {
  const fromFile: Record<string, string> = {}
  const file = join(checkout, '.env')
  if (existsSync(file)) dotenv.config({ path: file, processEnv: fromFile, quiet: true })
  return parseConfig({ ...fromFile, ...process.env })
}

/** Who types a command, for the audit: as the machine knows them. */
export const userName = (): string => process.env.USER || process.env.USERNAME || 'command line'

/** Whether npm runs this process, in a shell of its own: `npm start`, `npm run demo`, `npx ringback`. */
export const isRunByNpm = (): boolean => process.env.npm_command !== undefined

export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = []
  const read = (name: SettingName) => environment[name]?.trim() || undefined

  function url(name: SettingName, protocols: readonly string[]): string | undefined {
    const value = read(name)
    if (value === undefined) return undefined
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value
    faults.push(`${name} is not a URL that starts with ${protocols.map(p => `${p}//`).join(' or ')}`)
    return undefined
  }

  const host = read('HOST') ?? '127.0.0.1'
  const port = Number(read('PORT') ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    faults.push(`PORT is "${read('PORT')}": give a whole number from 0 to 65535`)

  let clockStart: Temporal.Instant | undefined
  const clock = read('RINGBACK_CLOCK')
  if (clock !== undefined) {
    try {
      clockStart = Temporal.Instant.from(clock)
    } catch {
      faults.push(`RINGBACK_CLOCK is "${clock}": give an instant with its offset, such as 2011-09-01T10:00:00+01:00`)
    }
  }

  const mailFrom = read('MAIL_FROM') ?? 'Ringback <ringback@localhost>'
  if (!/[^\s@<>]+@[^\s@<>]+/.test(mailFrom))
    faults.push(`MAIL_FROM is "${mailFrom}": give an address, such as ringback@force.example`)

  const config: Config = {
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    dataFolder: read('RINGBACK_DATA') ?? defaultDataFolder(),
    keyFile: read('RINGBACK_KEY_FILE'),
    userKeyFile: join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'ringback', 'keys.json'),
    host,
    port,
    publicUrl: (
      url('PUBLIC_URL', ['http:', 'https:']) ?? `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`
    ).replace(/\/$/, ''),
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom,
    sipServer: url('RINGBACK_SIP_SERVER', ['wss:', 'ws:']),
    watchFolder: read('RINGBACK_WATCH_FOLDER'),
    clockStart,
  }
  if (faults.length > 0) throw new ConfigFaults(faults)
  return config
}

/** As root the database runs as another user, which must be able to reach its files. */
function defaultDataFolder(): string {
  return process.getuid?.() === 0 && !canBeReachedByOthers(checkout) ? '/var/lib/ringback' : join(checkout, 'data')
}
