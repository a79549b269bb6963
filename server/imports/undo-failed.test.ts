import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { emptyResult } from '../platform/import/result.ts'
import { recipientFile, recipientLine } from '../testing/recipient-file.ts'
import { hurryJobs, runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { undoOf, whyNoUndoOf } from '../testing/undo-import.ts'
import { tasksOf } from '../worker.ts'
import { presentDetail } from './detail.ts'
import { getImport } from './queries.ts'
import { askUndo, discardImport, readFileAs, receiveFile, startImport } from './service.ts'
import { failImport } from './work.ts'

const rowsOfABatch = 4000
/** Of no pattern, so that it can't be packed. */
const longerThanAnIndexTakes = Array.from({ length: 20_000 }, (_, at) => ((at * 7919) % 9973).toString(36)).join('')

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
  return () => platform.close()
})

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const look = (id: string) => within(tx => getImport(tx, id))
const why = (id: string) => whyNoUndoOf(platform, id)
const count = (table: 'services' | 'import_parts') =>
  within(async tx => {
    const { number } = await tx.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('number'))
      .executeTakeFirstOrThrow()
    return Number(number)
  })

async function taken(fileName: string, lines: readonly string[]): Promise<string> {
  const body = new Blob([recipientFile(...lines)]).stream()
  const id = await receiveFile(platform, testSlug, tester, { fileName, origin: 'page', body })
  await within(tx => startImport(tx, id))
  await runJobs(platform, tasksOf(platform))
  return id
}

const undo = (id: string) => undoOf(platform, id)

const batch = (title: string) =>
  Array.from({ length: rowsOfABatch }, (_, n) => recipientLine({ log: `L${n}`, forename: `Name${n}`, title }))
const broken = recipientLine({ log: longerThanAnIndexTakes })

it('that failed half-way is undone as one that is done, and then the one before it can be', async () => {
  const first = await taken('first.csv', batch('').slice(0, 5))
  const failed = await taken('failed.csv', [...batch('Dr'), broken])
  expect(await look(failed)).toMatchObject({ status: 'failed', result: { created: rowsOfABatch - 5, updated: 5 } })
  expect(await why(first)).toMatch(/: undo failed\.csv \(failed on 1 September 2011 at 10:00\) first\.$/)
  expect(await why(failed)).toBeNull()
  await undo(failed)
  expect(await look(failed)).toMatchObject({
    status: 'undone',
    fault: null,
    undoing_from: null,
    inspection_sealed: null,
  })
  expect([await count('services'), await count('import_parts')]).toEqual([5, 0])
  expect(await why(first)).toBeNull()
})

it('can be undone as long as its batches stand: also when it is to be read anew, and when its file was discarded', async () => {
  const id = await taken('failed.csv', [...batch('Dr'), broken])
  const { definition } = await look(id)
  await readFileAs(platform, testSlug, tester, id, { kind: 'recipients', definition: definition as never })
  expect(await look(id)).toMatchObject({ status: 'received' })
  expect(await why(id)).toBeNull()
  await within(tx => discardImport(tx, id))
  await expect(within(tx => discardImport(tx, id))).rejects.toMatchObject({ code: 'import_file_gone' })
  await undo(id)
  expect((await look(id)).status).toBe('undone')
  expect(await count('services')).toBe(0)
})

it('of which nothing was taken in has nothing to undo', async () => {
  const id = await taken('failed.csv', [broken])
  expect(await look(id)).toMatchObject({ status: 'failed', result: { created: 0 } })
  expect(await why(id)).toBe('Nothing of it was taken in, so there is nothing to undo.')
  expect(await within(async tx => presentDetail(tx, await getImport(tx, id), false))).toMatchObject({
    undo: { possible: false, isTakenIn: false },
  })
  await expect(within(tx => askUndo(tx, id))).rejects.toMatchObject({ code: 'import_not_undoable' })
})

it('says so of rows that stand, though its counts are of a later start alone', async () => {
  const id = await taken('failed.csv', [...batch('Dr'), broken])
  const countsOf = async () => {
    const { status, undo } = await within(async tx => presentDetail(tx, await getImport(tx, id), false))
    return { status, ...undo }
  }
  const forget = (result: object | null) => (tx: ForceTx) =>
    tx.db
      .updateTable('imports')
      .set({ result: result && JSON.stringify({ ...emptyResult(), ...result }) })
      .where('id', '=', id)
      .execute()
  for (const result of [null, { unchanged: rowsOfABatch }]) {
    await within(forget(result))
    expect(await countsOf()).toMatchObject({ status: 'failed', possible: true, isTakenIn: true })
  }
  await undo(id)
  expect(await countsOf()).toMatchObject({ status: 'undone', possible: false, isTakenIn: false })
  expect(await count('services')).toBe(0)
})

it('and that was acted on between the asking and the doing has failed as before, and says why it failed, and why its undo did', async () => {
  const id = await taken('failed.csv', [...batch('Dr'), broken])
  const { fault } = await look(id)
  await within(tx => askUndo(tx, id))
  await expect(within(tx => startImport(tx, id))).rejects.toMatchObject({ code: 'import_in_another_state' })
  await within(async tx => {
    const { id: recipient_id } = await tx.db.selectFrom('recipients').select('id').executeTakeFirstOrThrow()
    await tx.db
      .insertInto('suppressions')
      .values({ id: newId(), recipient_id, scope: 'all', reason: 'asked', created_at: tx.now.toString() })
      .execute()
  })
  await runJobs(platform, tasksOf(platform))
  expect(await look(id)).toMatchObject({ status: 'failed', fault, undoing_from: null })
  const undo = { possible: false, fault: { code: 'import_not_undoable' } }
  expect(await within(async tx => presentDetail(tx, await getImport(tx, id), false))).toMatchObject({ undo })
  const entries = await within(tx =>
    tx.db.selectFrom('audit_entries').select('details').where('action', '=', 'imports.undo_failed').execute(),
  )
  expect(entries).toEqual([{ details: { code: 'import_not_undoable' } }])
  expect(await count('services')).toBe(rowsOfABatch)
})

it('whose undo was asked for is undone, whoever says meanwhile that it could not be taken in', async () => {
  const id = await taken('failed.csv', [...batch('Dr'), broken])
  await within(tx => askUndo(tx, id))
  await within(tx => failImport(tx, { step: 'run', importId: id }, new Error('the disk is full')))
  expect((await look(id)).status).toBe('undoing')
  await runJobs(platform, tasksOf(platform))
  expect((await look(id)).status).toBe('undone')
})

it('whose undo broke down, and was not refused, is tried again', async () => {
  const id = await taken('taken.csv', batch('').slice(0, 1))
  const rename = (from: string, to: string) =>
    within(tx => sql`alter table ${sql.id(from)} rename to ${sql.id(to)}`.execute(tx.db))
  await rename('absent_staff', 'elsewhere')
  await undo(id)
  expect(await look(id)).toMatchObject({ status: 'undoing', undo_fault: null })
  await rename('elsewhere', 'absent_staff')
  await hurryJobs(platform)
  await runJobs(platform, tasksOf(platform))
  expect(await look(id)).toMatchObject({ status: 'undone', undo_fault: null })
})
