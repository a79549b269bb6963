import { expect, it } from 'vitest'
import { mendSupervisor } from '../people/mends/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { importText } from '../testing/import-text.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { closeAfterTest, inTestForce, testForce } from '../testing/test-platform.ts'
import { untilOneWaits } from '../testing/waiting.ts'
import { tasksOf } from '../worker.ts'
import { getImport } from './queries.ts'
import { askUndo } from './service.ts'

const header = 'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End'
const rows = (unit: string) => [
  header,
  `1,Inspector,Ida,Top,ida@x.example,${unit},,,01/01/2009,`,
  `2,Constable,Con,Low,con@x.example,${unit},,,01/01/2009,`,
]

it('an import waits for whoever is mending a posting that it changed, and is then not undone', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  await importText(platform, importStaff, rows('North').join('\n'))
  await importText(platform, importStaff, rows('South').join('\n'))
  const { id } = await inTestForce(platform, tx =>
    tx.db.selectFrom('imports').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow(),
  )
  // The kinds of task are written down the first time, which would wait too.
  await runJobs(platform, tasksOf(platform))
  await inTestForce(platform, tx => askUndo(tx, id))

  const mended = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const mending = inTestForce(platform, async tx => {
    await mendSupervisor(tx, '2', { supervisor: '1', alwaysSo: true })
    mended.resolve()
    await goOn.promise
  })
  await mended.promise
  const undoing = runJobs(platform, tasksOf(platform))
  await untilOneWaits(platform)
  goOn.resolve()
  await Promise.all([mending, undoing])
  expect(await inTestForce(platform, tx => getImport(tx, id))).toMatchObject({
    status: 'done',
    undo_fault: { details: { why: expect.stringContaining('mended since') } },
  })
})
