import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../app.ts'
import { memorySource, type Source } from '../platform/import/source.ts'
import type { Problem } from '../platform/problem.ts'
import { importRecipients } from '../recipients/service.ts'
import { forceState } from '../testing/force-state.ts'
import { csv, latin1, noticedFiles, person, refusedFiles } from '../testing/hostile-files.ts'
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
import { lookIntoFolder, nothingSeen } from './folder.ts'
import { findImport } from './queries.ts'
import { discardImport, receiveFile, startImport, tryImport } from './service.ts'

let platform: TestPlatform
let app: App
let headers: Record<string, string>

beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  headers = (await signedInAs(platform, ['administrator'])).headers
  return () => platform.close()
})

type Told = { readonly code: string; readonly title: string }
const told = ({ code, title }: Told): Told => ({ code, title })

/** Each of the ways in which a file comes; what is said of one that can't be read. */
const ways: Readonly<Record<string, (content: Uint8Array) => Promise<Told | undefined>>> = {
  command: content =>
    importRecipients({ platform, slug: testSlug, actor: tester, source: memorySource('f.csv', content) }).then(
      () => undefined,
      (problem: Problem) => told(problem),
    ),
  async api(content) {
    const response = await app.request(`/api/v1/forces/${testSlug}/imports/recipients?fileName=f.csv`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: content as BodyInit,
    })
    return response.ok ? undefined : told((await response.json()) as Told)
  },
  /** What is seen only when the whole is read is said when it is started. */
  async page(content) {
    try {
      const id = await receive(memorySource('f.csv', content))
      await inTestForce(platform, tx => startImport(tx, id))
      await runJobs(platform, tasksOf(platform))
      const row = await inTestForce(platform, tx => findImport(tx, id))
      await inTestForce(platform, tx => discardImport(tx, id))
      return row?.fault ? told(row.fault as unknown as Told) : undefined
    } catch (problem) {
      return told(problem as Problem)
    }
  },
  async folder(content) {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-hostile-'))
    try {
      const place = join(folder, testSlug, 'recipients')
      mkdirSync(place, { recursive: true })
      writeFileSync(join(place, 'f.csv'), content)
      const seen = nothingSeen()
      const fail = (_: string, error: unknown) => {
        throw error
      }
      await lookIntoFolder(platform, folder, seen, fail)
      await lookIntoFolder(platform, folder, seen, fail)
      return await toldIn(join(place, 'failed'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

/** What the watched folder says of the file that it could not take; what it keeps of it goes. */
async function toldIn(failed: string): Promise<Told | undefined> {
  const name = existsSync(failed) ? readdirSync(failed).find(each => each.endsWith('.json')) : undefined
  if (name === undefined) return undefined
  const { import: id, problem } = JSON.parse(readFileSync(join(failed, name), 'utf8'))
  await inTestForce(platform, async tx => {
    if (await findImport(tx, id)) await discardImport(tx, id)
  })
  return told(problem)
}

const receive = (source: Source, limitBytes?: number, on = platform) =>
  receiveFile(on, testSlug, tester, {
    kind: 'recipients',
    fileName: 'f.csv',
    origin: 'page',
    body: source.bytes(),
    limitBytes,
  })

/** What is in the force, but for the notes of who did what. */
const state = async () => {
  const { audit_entries, ...others } = await forceState(platform)
  return others
}

describe('a hostile file', () => {
  it.each(refusedFiles)(
    'of %s is refused with place and mend, whatever way it comes, and nothing is done',
    async (_, text, code, place, mend) => {
      const content = typeof text === 'string' ? Buffer.from(text) : text
      const before = await state()
      for (const [way, take] of Object.entries(ways)) {
        const found = await take(content)
        for (const said of [/^f\.csv/, place, mend])
          expect([way, found]).toEqual([way, { code, title: expect.stringMatching(said) }])
      }
      expect(await state()).toEqual(before)
    },
  )

  it.each(noticedFiles)('of %s is read, and what is odd is said', async (_, text, result, notice) => {
    const content = typeof text === 'string' ? Buffer.from(text) : text
    const own = await testForce()
    closeAfterTest(own)
    const id = await receive(memorySource('f.csv', content), undefined, own)
    const seen = await inTestForce(own, tx =>
      findImport(tx, id).then(row => tx.seal.unsealOptional('imports.inspection', row?.inspection_sealed ?? null)),
    )
    const { notices } = JSON.parse(seen ?? '') as { notices: { text: string }[] }
    expect(notices.map(({ text }) => text)).toEqual(notice === null ? [] : [expect.stringMatching(notice)])
    await inTestForce(own, tx => tryImport(tx, id))
    await runJobs(own, tasksOf(own))
    const row = await inTestForce(own, tx => findImport(tx, id))
    expect(row?.fault).toBeNull()
    const trial = await inTestForce(own, async tx =>
      JSON.parse(tx.seal.unsealOptional('imports.trial', row?.trial_sealed ?? null) ?? ''),
    )
    expect(trial.result).toMatchObject(result)
  })

  it('in Windows-1252 is refused, with the word that tells, by a profile that is named and says UTF-8', async () => {
    const before = await state()
    const content = latin1(csv(person('Ash'), person('Müller')))
    const source = memorySource('f.csv', content)
    const profile = 'cleveland-recipients'
    await expect(importRecipients({ platform, slug: testSlug, actor: tester, source, profile })).rejects.toMatchObject({
      code: 'import_encoding_wrong',
      title:
        'f.csv, line 3: this is not utf-8; in windows-1252 it reads "Müller". If that is right, set "encoding" to "windows-1252" in the profile; else save the file as utf-8.',
    })
    expect(await state()).toEqual(before)
  })

  it('whose dates nobody can tell is asked about, whatever way it comes, and nothing is done', async () => {
    const before = await state()
    const content = Buffer.from(csv(person('Ash')).replaceAll(',', ';'))
    for (const [way, take] of Object.entries(ways))
      expect([way, await take(content)]).toEqual([
        way,
        { code: 'import_question_open', title: expect.stringMatching(/^f\.csv can't be read yet: Does the day/) },
      ])
    const kept = await inTestForce(platform, tx => tx.db.selectFrom('imports').select('id').execute())
    for (const { id } of kept) await inTestForce(platform, tx => discardImport(tx, id))
    expect(await state()).toEqual(before)
  })
})

const gigabyte = 1024 ** 3

/** As much as 10 GB that are never anywhere as a whole, after `start`; counts what was taken of them. */
function endless(start: string, piece = Buffer.alloc(64 * 1024, 'x')) {
  const count = { bytes: 0, most: 0 }
  const source: Source = {
    fileName: 'f.csv',
    size: 10 * gigabyte,
    async *bytes(from = 0, to = 10 * gigabyte) {
      const head = Buffer.from(start)
      for (let at = from; at < to; ) {
        const next = at < head.length ? head.subarray(at, to) : piece.subarray(0, Math.min(piece.length, to - at))
        count.bytes += next.length
        at += next.length
        yield next
        count.most = Math.max(count.most, process.memoryUsage().rss)
      }
    },
  }
  return { source, count }
}

describe('ten gigabytes', () => {
  it.each([
    ['of headings', '', 'import_csv_broken', /line 1: there is no end of the headings within 256 kB/],
    [
      'of one cell',
      csv(person('Ash')),
      'import_csv_broken',
      /line 3: the row that begins here has more than a million characters/,
    ],
    ['of one quotation', `${csv(person('Ash'))}"`, 'import_csv_broken', /line 3: the row that begins here/],
    ['of delimiters', csv(person('Ash')), 'import_too_many_columns', /line 3: there are 2001 columns or more/],
  ])('%s are refused after what tells the encoding, in little memory', async (what, start, code, title) => {
    const before = await state()
    const { source, count } = endless(start, what === 'of delimiters' ? Buffer.alloc(64 * 1024, ',') : undefined)
    const rss = process.memoryUsage().rss
    await expect(importRecipients({ platform, slug: testSlug, actor: tester, source })).rejects.toMatchObject({
      code,
      title: expect.stringMatching(title),
    })
    expect(count.bytes).toBeLessThan(20 * 1024 * 1024)
    expect(count.most - rss).toBeLessThan(200 * 1024 * 1024)
    expect(await state()).toEqual(before)
  })

  it('that are sent end at the limit, and nothing of them is kept', async () => {
    const before = await forceState(platform)
    const { source, count } = endless(csv(person('Ash')))
    await expect(receive(source, 16 * 1024 * 1024)).rejects.toMatchObject({ code: 'import_too_large' })
    expect(count.bytes).toBeLessThan(17 * 1024 * 1024)
    expect(await forceState(platform)).toEqual(before)
  })

  it('that are sent to the API in one call lie sealed meanwhile, and nothing is left of them', async () => {
    const rows = 4_500_000 // of two bytes: more than is held in memory
    const response = await app.request(`/api/v1/forces/${testSlug}/imports/recipients?dryRun=true`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: csv(person('Ash')) + '\r\n'.repeat(rows),
    })
    expect(await response.json()).toMatchObject({ rows: 1, created: 1, blank: rows })
    const { imports, import_parts } = await forceState(platform)
    expect({ imports, import_parts }).toEqual({ imports: [], import_parts: [] })
  })
})
