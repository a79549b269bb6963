import { runMigrations } from 'graphile-worker'
import { sharedSchema } from './database.ts'
import { migrateForce, migrateShared } from './migrate.ts'
import type { Platform } from './platform.ts'
import { Problem } from './problem.ts'
import { sealFor } from './seal.ts'

const keyWord = 'ringback'

/**
 * Brings the whole database up to date: the shared schema, the jobs, every force. Then holds the keys and the clock against it.
 * Throws `key_file_wrong` or `clock_refused` before anything is read or written with them.
 */
export async function prepareDatabase(
  platform: Platform,
  options: { readonly madeByDemo?: boolean } = {},
): Promise<void> {
  await migrateShared(platform.database)
  await checkInstallation(platform, options.madeByDemo ?? false)
  await runMigrations({ pgPool: platform.database.pool })
  const forces = await platform.database.shared.selectFrom('forces').select('slug').execute()
  for (const { slug } of forces) await migrateForce(platform.database, slug)
}

async function checkInstallation(platform: Platform, madeByDemo: boolean): Promise<void> {
  const seal = sealFor('installation', platform.keys)
  await platform.database.shared
    .insertInto('installation')
    .values({
      made_by_demo: madeByDemo,
      key_check: seal.seal('installation.key_check', keyWord),
      created_at: Temporal.Now.instant().toString(),
    })
    .onConflict(conflict => conflict.column('only_row').doNothing())
    .execute()
  const row = (await findInstallation(platform)) as Installation
  checkKeys(platform, row)
  checkClock(platform, row)
}

export interface Installation {
  readonly made_by_demo: boolean
  readonly key_check: Buffer
}

export const findInstallation = (platform: Platform): Promise<Installation | undefined> =>
  platform.database.shared.selectFrom('installation').select(['made_by_demo', 'key_check']).executeTakeFirst()

/** Throws `key_file_wrong`. */
export function checkKeys(platform: Platform, installation: Installation): void {
  try {
    sealFor('installation', platform.keys).unseal('installation.key_check', installation.key_check)
  } catch (cause) {
    throw new Problem(
      'key_file_wrong',
      500,
      `The key file is not the one this database (schema ${sharedSchema}) was made with: set RINGBACK_KEY_FILE to that file, or restore it from its back-up.`,
      {},
      { cause },
    )
  }
}

/** Throws `clock_refused`. */
export function checkClock(platform: Platform, installation: Installation): void {
  if (platform.config.clockStart && !installation.made_by_demo)
    throw new Problem(
      'clock_refused',
      500,
      'RINGBACK_CLOCK is for a database made by the demo, and this one was not: remove the setting.',
    )
}
