import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkout, parseConfig } from '../server/config.ts'
import { createForce } from '../server/forces/service.ts'
import { importStaff } from '../server/people/staff-import.ts'
import { fileSource } from '../server/platform/import/open-file.ts'
import { openPlatform, type Platform } from '../server/platform/platform.ts'
import { prepareDatabase } from '../server/platform/prepare.ts'
import { subscriptions } from '../server/subscriptions.ts'
import { furnishSurveys } from '../server/surveys/service.ts'

export const actor = { kind: 'command', name: 'bench' } as const
export const slug = 'benchshire'

/** An empty force with staff, in a database in a throw-away folder. */
export interface BenchForce {
  readonly folder: string
  readonly platform: Platform
  /** What another process needs to join it. */
  readonly environment: Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function benchForce(settings: Readonly<Record<string, string>> = {}): Promise<BenchForce> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'))
  chmodSync(folder, 0o755) // as root, the database's own user must reach its files
  const environment = {
    ...settings,
    RINGBACK_DATA: join(folder, 'data'),
    RINGBACK_KEY_FILE: join(folder, 'keys.json'),
  }
  const demo = 'RINGBACK_CLOCK' in settings
  const platform = await openPlatform(parseConfig(environment), { subscriptions, demo })
  const close = async () => {
    await platform.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await prepareDatabase(platform, { madeByDemo: demo })
    await makeForce(platform, slug)
    await importStaff({ platform, slug, actor, source: await fileSource(join(checkout, 'examples', 'staff.csv')) })
  } catch (error) {
    await close()
    throw error
  }
  return { folder, platform, environment, close }
}

export const makeForce = (platform: Platform, name: string): Promise<void> =>
  createForce(platform, { slug: name, name, timeZone: 'Europe/London' }, actor, furnishSurveys)
