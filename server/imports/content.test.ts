import { beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../app.ts'
import { faultOf } from '../forces/import-record.ts'
import { importEncodingWrong, importHeadingsChanged } from '../platform/import/problems.ts'
import { memorySource } from '../platform/import/source.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { forgetOldFiles } from './forget.ts'
import type { ImportDetail } from './schema.ts'
import { receiveFile } from './service.ts'

let platform: TestPlatform
let app: App
let importId: string

beforeEach(async () => {
  platform = await testForce()
  app = createApp(platform)
  const body = memorySource('f.csv', Buffer.from('Ann Ash,07700 900123\nBob Birch,07700 900124\n')).bytes()
  importId = await receiveFile(platform, testSlug, tester, { fileName: 'f.csv', origin: 'page', body })
  return () => platform.close()
})

const look = async (headers: Record<string, string>) =>
  (await (await app.request(`/api/v1/forces/${testSlug}/imports/${importId}`, { headers })).json()) as ImportDetail
const viewed = async () =>
  (
    await inTestForce(platform, tx =>
      tx.db.selectFrom('audit_entries').select('actor').where('action', '=', 'imports.viewed').execute(),
    )
  ).map(({ actor }) => actor)
const header = async () =>
  (
    await inTestForce(platform, tx =>
      tx.db.selectFrom('imports').select('header').where('id', '=', importId).executeTakeFirstOrThrow(),
    )
  ).header
const laterBy = async (days: number) => {
  platform.clock.advance({ hours: 24 * days })
  await forgetOldFiles(platform)
}

describe('what stands in a file', () => {
  it('leaves word of who looked at it, once in ten minutes', async () => {
    const { userId, headers } = await signedInAs(platform, ['administrator'])
    expect((await look(headers)).inspection).not.toBeNull()
    await look(headers)
    expect(await viewed()).toEqual([userId])
    platform.clock.advance({ minutes: 11 })
    await look(headers)
    expect(await viewed()).toEqual([userId, userId])
  })

  it('is not told to who may not read it, who leaves no word', async () => {
    const { headers } = await signedInAs(platform, ['analyst'])
    expect(await look(headers)).toMatchObject({ inspection: null, definition: null })
    expect(await viewed()).toEqual([])
  })

  it('is forgotten after a week, its headings too', async () => {
    expect(await header()).toEqual(['Ann Ash', '07700 900123'])
    await laterBy(8)
    expect(await header()).toBeNull()
  })

  it('has its headings for as long as there are refused rows to be mended under them', async () => {
    await inTestForce(platform, async tx => {
      const ended = { status: 'failed' as const, ended_at: tx.now.toString() }
      await tx.db.updateTable('imports').set(ended).where('id', '=', importId).execute()
      const cells_sealed = tx.seal.seal('import_rejects.cells', '["x"]')
      const refused = { import_id: importId, line: 2, reason: 'too_few_columns', cells_sealed }
      await tx.db.insertInto('import_rejects').values(refused).execute()
    })
    await laterBy(8)
    expect(await header()).toEqual(['Ann Ash', '07700 900123'])
    await laterBy(23)
    expect(await header()).toBeNull()
  })

  it('is not told in the fault that is kept, beyond its place', () => {
    const wrong = importEncodingWrong('f.csv', { line: 3, encoding: 'utf-8', meant: 'Müller' })
    const changed = importHeadingsChanged('f.csv', 9, 1, { lacking: ['Log No'], added: ['Ann Ash', '07700 900123'] })
    expect([faultOf(wrong), faultOf(changed)].join()).not.toMatch(/Müller|Ann Ash|900123/)
    expect(JSON.parse(faultOf(wrong))).toMatchObject({
      title: expect.stringMatching(/line 3: this is not utf-8; in windows-1252 it reads "…"/),
      details: { file: 'f.csv', line: 3, encoding: 'utf-8' },
    })
    expect(JSON.parse(faultOf(changed)).title).toContain('(without "Log No", with "…", "…")')
  })
})
