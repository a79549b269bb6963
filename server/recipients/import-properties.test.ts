import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importText } from '../testing/import-text.ts'
import { type RecipientCells, recipientFile, recipientLine } from '../testing/recipient-file.ts'
import { recipientState } from '../testing/recipient-state.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { importRecipients } from './import.ts'

/** Rows of which many are about the same incidents and people, and say other things of them. */
const cells = fc.record({
  log: fc.constantFrom('1', '2', '3'),
  forename: fc.constantFrom('Ann', 'Bob', ''),
  surname: fc.constantFrom('Lee', ''),
  title: fc.constantFrom('Ms', ''),
  born: fc.constantFrom('', '01/02/1950', '03/04/1960'),
  phone1: fc.constantFrom('', '01632960001', '1632960002', 'withheld'),
  phone2: fc.constantFrom('', '07700900001'),
  closed: fc.constantFrom('01/08/2011 11:00', '02/08/2011 09:30', ''),
  involvement: fc.constantFrom('Caller', 'Victim'),
  markers: fc.constantFrom('', 'DV', 'SAFE CONTACT ONLY - MOBILE AFTER 6PM'),
})
const rows = fc.array(cells, { minLength: 1, maxLength: 12 })
const batchRows = fc.constantFrom(1, 2, 3, 2000)

const bob = {
  log: '1',
  forename: 'Bob',
  surname: '',
  title: 'Ms',
  born: '01/02/1950',
  phone1: '',
  phone2: '',
  closed: '01/08/2011 11:00',
  involvement: 'Caller',
  markers: '',
}
/** The first two are one person only by the third. */
const onePersonByTheThird = [
  { ...bob, born: '03/04/1960', phone2: '07700900001' },
  bob,
  { ...bob, phone2: '07700900001' },
  { ...bob, forename: 'Ann', surname: 'Lee', born: '' },
]

const people: readonly RecipientCells[] = [
  { forename: 'Ann', born: '01/02/1950', phone1: '01632960001', title: 'Ms' },
  { forename: 'Ann', born: '03/04/1960', phone1: '01632960002' },
  { forename: 'Bob', born: '01/02/1950', phone1: '01632960001', phone2: '07700900001' },
  { forename: 'Cy', surname: '', born: '05/06/1970', phone1: 'withheld', markers: 'DV' },
  { forename: 'Di', phone1: '07700900002', markers: 'SAFE CONTACT ONLY - MOBILE AFTER 6PM' },
]
const part = fc.record({
  person: fc.nat(people.length - 1),
  log: fc.nat(3),
  involvement: fc.constantFrom('Caller', 'Victim'),
})
type Part = Readonly<{ person: number; log: number; involvement: string }>

/** What a file that doesn't contradict itself says of somebody's part in an incident. */
const saidOf = ({ person, log, involvement }: Part): RecipientCells => ({
  ...people[person],
  log: String(log),
  closed: `0${log + 1}/08/2011 11:00`,
  code: `C0${log}`,
  involvement,
})

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
  const state = () => inTestForce(platform, recipientState)
  /** What comes of files, each of its rows in batches of so many. */
  async function stateAfter(...files: readonly [rows: readonly RecipientCells[], batchRows: number][]) {
    await empty()
    for (const [made, batch] of files) if (made.length > 0) await take(made, batch)
    return state()
  }

  it('twice is as once, whatever its rows say against each other and in whatever batches they are taken', async () => {
    await fc.assert(
      fc.asyncProperty(rows, batchRows, batchRows, async (made, first, second) => {
        const once = await stateAfter([made, first])
        expect(await take(made, second)).toMatchObject({ created: 0, updated: 0, unchanged: made.length })
        expect(await state()).toEqual(once)
      }),
      { numRuns: 60, examples: [[onePersonByTheThird, 2000, 1]] },
    )
  })

  it('is the same in any order and in any batches, where it does not contradict itself', async () => {
    const parts = fc.uniqueArray(part, { selector: one => JSON.stringify(one), minLength: 1, maxLength: 12 })
    const shuffled = parts.chain(made =>
      fc.tuple(fc.constant(made), fc.shuffledSubarray(made, { minLength: made.length })),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, batchRows, batchRows, async ([made, mixed], one, other) => {
        const inOrder = await stateAfter([made.map(saidOf), one])
        expect(await stateAfter([mixed.map(saidOf), other])).toEqual(inOrder)
      }),
      { numRuns: 40 },
    )
  })

  it('leaves the same when it is cut in two, though its rows say ever new things of the same people and incidents', async () => {
    const contradicting = fc
      .array(fc.tuple(part, fc.constantFrom('', 'DV'), fc.constantFrom('', '01632960005', 'withheld')), {
        maxLength: 12,
      })
      .map(drawn =>
        drawn.map(([made, markers, phone2], at) => ({
          ...saidOf(made),
          born: '07/08/1975',
          markers,
          phone2,
          code: `N${at}`,
        })),
      )
    await fc.assert(
      fc.asyncProperty(contradicting, fc.nat(12), batchRows, batchRows, async (made, cut, one, other) => {
        const whole = await stateAfter([made, one])
        expect(await stateAfter([made.slice(0, cut), other], [made.slice(cut), one])).toEqual(whole)
      }),
      { numRuns: 40 },
    )
  })
})
