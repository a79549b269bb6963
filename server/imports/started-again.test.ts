import { expect, it } from 'vitest'
import { recipientFile, recipientLine } from '../testing/recipient-file.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { closeAfterTest, inTestForce, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { tasksOf } from '../worker.ts'
import { getImport } from './queries.ts'
import { receiveFile, startImport } from './service.ts'

const rowsOfABatch = 4000
/** Of no pattern, so that it can't be packed. */
const longerThanAnIndexTakes = Array.from({ length: 20_000 }, (_, at) => ((at * 7919) % 9973).toString(36)).join('')

it('an import that failed half-way and is started again says what it took in the first time', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  const rows = Array.from({ length: rowsOfABatch }, (_, n) => recipientLine({ log: `L${n}`, forename: `Name${n}` }))
  const body = new Blob([recipientFile(...rows, recipientLine({ log: longerThanAnIndexTakes }))]).stream()
  const id = await receiveFile(platform, testSlug, tester, { fileName: 'f.csv', origin: 'page', body })
  const start = async () => {
    await inTestForce(platform, tx => startImport(tx, id))
    const waiting = await inTestForce(platform, tx => getImport(tx, id))
    await runJobs(platform, tasksOf(platform))
    return { waiting, ended: await inTestForce(platform, tx => getImport(tx, id)) }
  }
  const first = await start()
  expect(first.ended).toMatchObject({ status: 'failed', result: { created: rowsOfABatch } })
  expect(first.ended.result).not.toHaveProperty('takenInBefore')
  const second = await start()
  expect(second.waiting.result).toEqual(first.ended.result)
  expect(second.ended).toMatchObject({
    status: 'failed',
    result: { created: 0, unchanged: rowsOfABatch, takenInBefore: rowsOfABatch },
  })
  expect((await start()).ended.result).toMatchObject({ created: 0, takenInBefore: rowsOfABatch })
})
