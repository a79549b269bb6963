import { expect, it } from 'vitest'
import { lockImports } from '../forces/import-record.ts'
import { newId } from '../platform/id.ts'
import { buildStaff } from '../testing/build-interview.ts'
import { buildService } from '../testing/build-service.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { closeAfterTest, inTestForce, testForce } from '../testing/test-platform.ts'
import { heldOpen, untilOneWaits } from '../testing/waiting.ts'
import { tasksOf } from '../worker.ts'

it('staff who come after their incidents are found once no import is in hand: both change the parts, each in its own order', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  const within = <Result>(work: Parameters<typeof inTestForce<Result>>[1]) => inTestForce(platform, work)
  const staffIds = () => within(tx => tx.db.selectFrom('involvements').select('staff_id').execute())
  const staffId = await within(async tx => {
    await buildService(tx, { numbers: ['+441632960001'] })
    const { id } = await tx.db.selectFrom('incidents').select('id').executeTakeFirstOrThrow()
    const part = { incident_id: id, part: 'attending', collar_number: '206', staff_id: null } as const
    await tx.db.insertInto('involvements').values(part).execute()
    const made = await buildStaff(tx, { collarNumber: '206' })
    await tx.publish('staff.imported', { importId: newId() })
    return made
  })
  const letGo = await heldOpen(platform, lockImports)
  const linking = runJobs(platform, tasksOf(platform))
  await Promise.race([linking, untilOneWaits(platform)])
  expect(await staffIds()).toEqual([{ staff_id: null }])
  await letGo()
  await linking
  expect(await staffIds()).toEqual([{ staff_id: staffId }])
})
