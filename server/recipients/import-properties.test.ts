import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importText } from '../testing/import-text.ts'
import { type RecipientCells, recipientFile, recipientLine } from '../testing/recipient-file.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { importRecipients } from './import.ts'

const cells = fc.record({
  log: fc.constantFrom('1', '2', '3'),
  forename: fc.constantFrom('Ann', 'Bob', ''),
  surname: fc.constantFrom('Lee', ''),
  born: fc.constantFrom('', '01/02/1950', '03/04/1960'),
  phone1: fc.constantFrom('', '01632960001', '1632960002', 'withheld'),
  phone2: fc.constantFrom('', '07700900001'),
  involvement: fc.constantFrom('Caller', 'Victim'),
})
const rows = fc.array(cells, { minLength: 1, maxLength: 12 })
const shuffled = rows.chain(made => fc.tuple(fc.constant(made), fc.shuffledSubarray(made, { minLength: made.length })))

describe('importing a file of any rows', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await testForce()
  })
  afterAll(() => platform.close())

  const take = (made: readonly RecipientCells[], batchRows?: number) =>
    importText(platform, importRecipients, recipientFile(...made.map(recipientLine)), { batchRows })
  const empty = () =>
    inTestForce(platform, async tx => {
      await tx.db.deleteFrom('incidents').execute()
      await tx.db.deleteFrom('recipients').execute()
    })
  const countPeople = () =>
    inTestForce(platform, async tx => (await tx.db.selectFrom('recipients').select('id').execute()).length)

  it('twice is as once, and the order of the rows does not matter to who is made', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async ([made, mixed]) => {
        await empty()
        await take(made)
        expect(await take(made)).toMatchObject({ created: 0, updated: 0, unchanged: made.length })
        const people = await countPeople()
        await empty()
        await take(mixed)
        expect(await countPeople()).toBe(people)
      }),
      { numRuns: 40 },
    )
  }, 90_000)
})
