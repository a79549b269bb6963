import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '../app.ts'
import { checkout } from '../config.ts'
import { importStaff } from '../people/staff-import.ts'
import { fileSource } from '../platform/import/open-file.ts'
import { importRecipients } from '../recipients/service.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import {
  closeAfterTest,
  inTestForce,
  type TestPlatform,
  tester,
  testForce,
  testSlug,
} from '../testing/test-platform.ts'
import { tasksOf } from '../worker.ts'
import { lookIntoFolder } from './folder.ts'

type Kind = 'staff' | 'recipients'
const files = { staff: 'staff.csv', recipients: 'service-recipients.csv' }

function fileOf(kind: Kind): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-same-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const lines = readFileSync(join(checkout, 'examples', files[kind]), 'utf8')
    .split('\r\n')
    .slice(0, 60)
  writeFileSync(join(folder, files[kind]), [...lines, 'one cell,and another', ''].join('\r\n'))
  return join(folder, files[kind])
}

const asAdministrator = async (platform: TestPlatform) => {
  const app = createApp(platform)
  const { headers } = await signedInAs(platform, ['administrator'])
  return async (path: string, body?: Uint8Array) => {
    const response = await app.request(`/api/v1/forces/${testSlug}/imports/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: body as BodyInit,
    })
    expect(response.status).toBeLessThan(300)
    return (await response.json()) as { id: string }
  }
}

const ways: Readonly<Record<string, (platform: TestPlatform, kind: Kind, path: string) => Promise<unknown>>> = {
  async page(platform, kind, path) {
    const post = await asAdministrator(platform)
    const { id } = await post(`files?fileName=${files[kind]}`, readFileSync(path))
    await post(`${id}/start`)
    await runJobs(platform, tasksOf(platform))
  },
  async api(platform, kind, path) {
    await (await asAdministrator(platform))(`${kind}?fileName=${files[kind]}`, readFileSync(path))
  },
  async folder(platform, kind, path) {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-watched-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, testSlug, kind), { recursive: true })
    writeFileSync(join(folder, testSlug, kind, files[kind]), readFileSync(path))
    const seen = new Map<string, string>()
    const fail = (_: string, error: unknown) => {
      throw error
    }
    await lookIntoFolder(platform, folder, seen, fail)
    await lookIntoFolder(platform, folder, seen, fail)
  },
  async command(platform, kind, path) {
    const source = await fileSource(path)
    const options = { platform, slug: testSlug, actor: tester, source, profileFiles: true }
    await { staff: importStaff, recipients: importRecipients }[kind](options)
  },
}

const unlike = /(^|_)id$|_sealed$|_at$/

/** Of each table, its rows without ids, times and what is sealed afresh each time; and what the import said. */
const outcome = (platform: TestPlatform) =>
  inTestForce(platform, async tx => {
    const found: Record<string, unknown> = {}
    for (const table of [
      'units',
      'staff',
      'postings',
      'incidents',
      'involvements',
      'recipients',
      'recipient_numbers',
      'services',
      'import_rejects',
    ])
      found[table] = (
        await sql<{ row: Record<string, unknown> }>`select to_jsonb(t) as row from ${sql.id(table)} t`.execute(tx.db)
      ).rows
        .map(({ row }) =>
          JSON.stringify(
            Object.fromEntries(
              Object.entries(row).filter(
                ([name]) =>
                  (!unlike.test(name) && !(table === 'postings' && name === 'row_hash')) || name === 'closed_at',
              ),
            ),
          ),
        )
        .sort()
    const imports = await tx.db
      .selectFrom('imports')
      .select(['kind', 'status', 'file_name', 'profile', 'result', 'bytes_total', 'bytes_read'])
      .execute()
    return { ...found, imports }
  })

describe('one file', () => {
  it.each<Kind>(['staff', 'recipients'])(
    'of %s has the same result by page, folder, API and command',
    async kind => {
      const path = fileOf(kind)
      const outcomes = new Map<string, unknown>()
      for (const [way, take] of Object.entries(ways)) {
        const platform = await testForce()
        closeAfterTest(platform)
        await take(platform, kind, path)
        outcomes.set(way, await outcome(platform))
      }
      const { command, ...others } = Object.fromEntries(outcomes)
      expect(command).toMatchObject({ imports: [{ status: 'done', result: { reasons: { too_few_columns: 1 } } }] })
      for (const [way, found] of Object.entries(others)) expect([way, found]).toEqual([way, command])
    },
    90_000,
  )
})
