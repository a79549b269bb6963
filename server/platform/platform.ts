import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { type Clock, clockRunningFrom, systemClock } from './clock.ts'
import { type Database, openDatabase, sharedSchema } from './database.ts'
import { type EmbeddedServer, joinEmbeddedServer } from './embedded-postgres.ts'
import type { Subscriptions } from './jobs.ts'
import { Problem } from './problem.ts'
import { type Keys, readOrMakeKeys } from './seal.ts'

/** What every stage stands on; made once per process and handed down. */
export interface Platform {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly keys: Keys
  readonly subscriptions: Subscriptions
  /** Where what takes long is done: beside what serves people, or, in tests and in that other process, right here. */
  readonly longWorkIn: 'a process of its own' | 'this process'
  close(): Promise<void>
}

export interface PlatformOptions {
  readonly subscriptions: Subscriptions
  readonly longWorkIn?: Platform['longWorkIn']
  /** The demo keeps its keys in its data folder, so that `--reset` leaves nothing behind. */
  readonly demo?: boolean
  /** Also where the database has data: the demo may throw it away, and takes back the keys of a database it refuses. */
  readonly mayMakeKeys?: boolean
  /** Told where a key file was just made, so that somebody backs it up. */
  readonly onKeysMade?: (file: string) => void
}

export async function openPlatform(config: Config, options: PlatformOptions): Promise<Platform> {
  const embedded: EmbeddedServer | undefined = config.databaseUrl
    ? undefined
    : await joinEmbeddedServer({ dataFolder: config.dataFolder })
  const connection = embedded ? embedded.connection : { connectionString: config.databaseUrl as string }
  const database = openDatabase(connection, 'ringback')
  try {
    const file = keyFileFor(config, options.demo ?? false)
    if (!existsSync(file) && !options.mayMakeKeys && (await isInstalled(database))) throw keyFileMissing(file)
    const { keys, made } = readOrMakeKeys(file)
    if (made) options.onKeysMade?.(file)
    return {
      config,
      database,
      clock: config.clockStart ? clockRunningFrom(config.clockStart) : systemClock,
      keys,
      subscriptions: options.subscriptions,
      longWorkIn: options.longWorkIn ?? 'a process of its own',
      close,
    }
  } catch (error) {
    await close()
    throw error
  }

  async function close(): Promise<void> {
    await database.close()
    await embedded?.leave()
  }
}

/** RINGBACK_KEY_FILE; else the demo's, if a demo lives in the data folder; else the user's own. */
function keyFileFor(config: Config, demo: boolean): string {
  const demoKeys = demoKeyFile(config)
  return config.keyFile ?? (demo || existsSync(demoKeys) ? demoKeys : config.userKeyFile)
}

/** Has been prepared once, and so holds what only its own keys open. */
async function isInstalled({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query('select to_regclass($1) is not null as found', [`${sharedSchema}.installation`])
  return rows[0].found
}

const keyFileMissing = (file: string) =>
  new Problem(
    'key_file_missing',
    500,
    `The keys that open this database's personal data are not at ${file}: put the file back from its back-up, or set RINGBACK_KEY_FILE to where it is.`,
  )

export const demoKeyFile = (config: Config): string => join(config.dataFolder, 'demo-keys.json')
