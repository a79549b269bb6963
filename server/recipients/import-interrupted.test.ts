import { describe, expect, it } from 'vitest'
import { importLock } from '../forces/import-record.ts'
import { moveImport } from '../forces/import-state.ts'
import { newId } from '../platform/id.ts'
import { memorySource, type Source } from '../platform/import/source.ts'
import { trySessionLock } from '../platform/session-lock.ts'
import { importText } from '../testing/import-text.ts'
import { recipientFile, recipientLine } from '../testing/recipient-file.ts'
import {
  closeAfterTest,
  inTestForce,
  type TestPlatform,
  tester,
  testForce,
  testSlug,
} from '../testing/test-platform.ts'
import { importRecipients } from './import.ts'

const rows = Array.from({ length: 12 }, (_, n) => recipientLine({ log: `L${n}`, forename: `Name${n}` }))
const content = recipientFile(...rows)

/** An import as a process leaves it that is killed when it has taken in the file's first batches. */
async function killedAfter(
  platform: TestPlatform,
  taken: number,
  status: 'running' | 'waiting' = 'running',
): Promise<string> {
  const id = newId()
  const result = await importText(platform, importRecipients, recipientFile(...rows.slice(0, taken)))
  await inTestForce(platform, tx =>
    tx.db
      .insertInto('imports')
      .values({
        id,
        kind: 'recipients',
        file_name: 'killed.csv',
        profile: '',
        status,
        started_at: tx.now.toString(),
        result: JSON.stringify(result),
      })
      .execute(),
  )
  return id
}

const importOf = (platform: TestPlatform, id: string) =>
  inTestForce(platform, tx =>
    tx.db.selectFrom('imports').select(['status', 'fault', 'result']).where('id', '=', id).executeTakeFirstOrThrow(),
  )

describe('an import whose process was killed', () => {
  it('has failed once another is made, and importing the file again completes it', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const id = await killedAfter(platform, 4)
    expect(await importText(platform, importRecipients, content)).toMatchObject({ created: 8, unchanged: 4 })
    expect(await importOf(platform, id)).toMatchObject({
      status: 'failed',
      fault: { code: 'import_interrupted', title: expect.stringContaining('killed.csv') },
    })
  })

  it('is left alone while its process lives', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const id = await killedAfter(platform, 4)
    const lock = await trySessionLock(platform.database.connection, importLock(testSlug, id))
    await importText(platform, importRecipients, content)
    expect((await importOf(platform, id)).status).toBe('running')
    await lock?.release()
  })

  it('goes on after its last batch in the process that takes it up', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const id = await killedAfter(platform, 4)
    const seen: number[] = []
    const result = await importText(platform, importRecipients, content, {
      importId: id,
      batchRows: 3,
      onProgress: done => seen.push(done),
    })
    expect(seen.slice(0, 3)).toEqual([7, 10, 12])
    expect(result).toMatchObject({ rows: 12, created: 12, unchanged: 0 })
    expect(await importOf(platform, id)).toMatchObject({ status: 'done', fault: null, result: { rows: 12 } })
  })
})

describe('an import that another process failed while it ran', () => {
  it('takes in no further batch: it may be undone by then', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const id = await killedAfter(platform, 0)
    const long = Array.from({ length: 3000 }, (_, n) => recipientLine({ log: `L${n}`, forename: `Name${n}` }))
    const whole = memorySource('long.csv', Buffer.from(recipientFile(...long)))
    let undone: Promise<unknown> | undefined
    const source: Source = {
      ...whole,
      async *bytes(from, to) {
        for await (const piece of whole.bytes(from, to)) {
          await undone
          yield piece
        }
      },
    }
    const onProgress = () => {
      undone ??= inTestForce(platform, tx =>
        tx.db.updateTable('imports').set({ status: 'undone', result: null }).where('id', '=', id).execute(),
      )
    }
    const options = { platform, slug: testSlug, actor: tester, source, importId: id, batchRows: 100, onProgress }
    await expect(importRecipients(options)).rejects.toThrow(/ran no longer when a batch/)
    expect(await importOf(platform, id)).toMatchObject({ status: 'undone', result: null })
  })
})

describe('an import that is started again after it failed', () => {
  const unstorable = Array.from({ length: 20_000 }, (_, at) => ((at * 7919) % 9973).toString(36)).join('')

  it('says what it took in before, also where it fails again', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const id = await killedAfter(platform, 4, 'waiting')
    const faulty = recipientFile(rows[0] ?? '', recipientLine({ log: unstorable }))
    await expect(importText(platform, importRecipients, faulty, { importId: id })).rejects.toThrow()
    const failed = { rows: 0, created: 0, takenInBefore: 4 }
    expect(await importOf(platform, id)).toMatchObject({ status: 'failed', result: failed })
    await inTestForce(platform, tx => moveImport(tx, id, 'waiting'))
    const result = await importText(platform, importRecipients, content, { importId: id })
    expect(result).toMatchObject({ rows: 12, created: 8, unchanged: 4, takenInBefore: 4 })
    expect(await importOf(platform, id)).toMatchObject({ status: 'done', result })
  })
})

describe('refused rows', () => {
  it('are kept with the import as they stood, sealed, in the order of the file', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    await importText(
      platform,
      importRecipients,
      recipientFile(recipientLine({ log: '', surname: 'Parkinson' }), recipientLine({}), 'too,few'),
    )
    const kept = await inTestForce(platform, async tx => {
      const found = await tx.db.selectFrom('import_rejects').selectAll().orderBy('line').execute()
      return found.map(({ line, reason, cells_sealed }) => ({
        line,
        reason,
        isOpen: cells_sealed.includes('Parkinson'),
        cells: JSON.parse(tx.seal.unseal('import_rejects.cells', cells_sealed)),
      }))
    })
    expect(kept).toEqual([
      { line: 2, reason: 'no_log_number', isOpen: false, cells: expect.arrayContaining(['', 'Parkinson']) },
      { line: 4, reason: 'too_few_columns', isOpen: false, cells: ['too', 'few'] },
    ])
  })
})
