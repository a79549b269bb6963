import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import { forceSchema, sharedSchema } from '../platform/database.ts'
import { openPlatform, type Platform } from '../platform/platform.ts'
import { prepareDatabase } from '../platform/prepare.ts'
import { subscriptions } from '../subscriptions.ts'
import { notTheDemos } from './problems.ts'

/** The paper is of September 2011: the day after its last figures. */
const paperTime = Temporal.Instant.from('2011-09-01T10:00:00+01:00')

/** Opens the demo's database, emptied first if `reset`, at the paper's time. Throws `not_made_by_demo` for any other. */
export async function openDemo(config: Config, options: { readonly reset: boolean }): Promise<Platform> {
  let keysMade: string | undefined
  const platform = await openPlatform(
    { ...config, clockStart: config.clockStart ?? paperTime },
    {
      subscriptions,
      demo: true,
      mayMakeKeys: true,
      onKeysMade: file => {
        keysMade = file
      },
    },
  )
  try {
    await refuseUnlessDemo(platform)
    // What was sealed with keys that are gone is of no use to anybody.
    if (options.reset) await dropEverything(platform)
    await prepareDatabase(platform, { madeByDemo: true })
    return platform
  } catch (error) {
    await platform.close()
    // Left there, the next start would take them for the keys of the database that was refused.
    if (keysMade) rmSync(keysMade, { force: true })
    throw error
  }
}

async function refuseUnlessDemo(platform: Platform): Promise<void> {
  if (!(await hasTable(platform, 'installation'))) return
  const row = await platform.database.shared.selectFrom('installation').select('made_by_demo').executeTakeFirst()
  if (row && !row.made_by_demo)
    throw notTheDemos(platform.config.databaseUrl ? 'that of DATABASE_URL' : platform.config.dataFolder)
}

/** The shared schema goes last: until then an interrupted reset still knows which forces there were. */
async function dropEverything(platform: Platform): Promise<void> {
  // Without ours there is nothing of ours: a graphile_worker here is another program's.
  if (!(await hasTable(platform, 'installation'))) return
  const { shared } = platform.database
  const forces = (await hasTable(platform, 'forces')) ? await shared.selectFrom('forces').select('slug').execute() : []
  for (const schema of [...forces.map(({ slug }) => forceSchema(slug)), 'graphile_worker', sharedSchema])
    await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(shared)
}

async function hasTable(platform: Platform, table: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select to_regclass(${`${sharedSchema}.${table}`}) is not null as found`.execute(platform.database.shared)
  return rows[0]?.found ?? false
}
