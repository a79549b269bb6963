import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importText } from '../testing/import-text.ts'
import { type RecipientCells, recipientFile, recipientLine } from '../testing/recipient-file.ts'
import { recipientState } from '../testing/recipient-state.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { importRecipients } from './import.ts'

/** Parts in one incident, two of them of one person. */
const parts: readonly RecipientCells[] = [
  { forename: 'Ann', born: '01/02/1950', involvement: 'Caller' },
  { forename: 'Ann', born: '01/02/1950', involvement: 'Victim' },
  { forename: 'Bob', born: '03/04/1960', involvement: 'Caller' },
]
/** What a row may say of any of them. */
const sayings: readonly RecipientCells[] = [
  {},
  { markers: 'DV' },
  { markers: 'DO NOT CONTACT', title: 'Dr' },
  { code: 'D01' },
  { markers: 'SAFE CONTACT ONLY - MOBILE AFTER 6PM' },
]
const said = fc.record({ part: fc.nat(parts.length - 1), saying: fc.nat(sayings.length - 1) })
type Said = Readonly<{ part: number; saying: number }>

const cellsOf = ({ part, saying }: Said): RecipientCells => ({
  phone1: '01632960001',
  ...parts[part],
  ...sayings[saying],
})
const name = ({ forename, involvement }: RecipientCells) => `${forename} ${involvement?.toLowerCase()}`
const nameOf = ({ part }: Said) => name(parts[part] as RecipientCells)

/** Files that have much in common: pieces of one export, its rows as they stood or in another order. */
const files = fc.array(said, { minLength: 2, maxLength: 8 }).chain(whole => {
  const cut = fc
    .tuple(fc.nat(whole.length - 1), fc.nat(whole.length - 1))
    .map(([one, other]) => whole.slice(Math.min(one, other), Math.max(one, other) + 1))
  const mixed = fc.shuffledSubarray(whole, { minLength: 1 })
  const batchRows = fc.constantFrom(1, 2, 3, 2000)
  return fc.array(fc.tuple(fc.oneof(cut, mixed, fc.constant(whole)), batchRows), { minLength: 1, maxLength: 4 })
})

describe('files that say different things about the same services', () => {
  let platform: TestPlatform
  /** What each row says, as the force remembers it. */
  const hashes = new Map<string, unknown>()

  const take = (rows: readonly Said[], batchRows?: number) =>
    importText(platform, importRecipients, recipientFile(...rows.map(cellsOf).map(recipientLine)), { batchRows })
  const state = () => inTestForce(platform, recipientState)
  const empty = () =>
    inTestForce(platform, async tx => {
      await tx.db.deleteFrom('incidents').execute()
      await tx.db.deleteFrom('recipients').execute()
    })
  /** What stands, by person and involvement. */
  async function services() {
    const { people } = await state()
    return new Map<string, Record<string, unknown>>(
      people.flatMap(({ forename, services }) =>
        services.map(service => [`${forename} ${service.involvement}`, service] as const),
      ),
    )
  }
  const standing = async () => new Map([...(await services())].map(([key, { hash }]) => [key, hash]))
  const hashOf = (row: Said) => hashes.get(JSON.stringify(row))

  beforeAll(async () => {
    platform = await testForce()
    for (let part = 0; part < parts.length; part += 1)
      for (let saying = 0; saying < sayings.length; saying += 1) {
        await empty()
        await take([{ part, saying }])
        hashes.set(JSON.stringify({ part, saying }), (await standing()).get(nameOf({ part, saying })))
      }
  })
  afterAll(() => platform.close())

  it('leave each as the last row about it says, and nothing more to do when they come again', async () => {
    expect(new Set(hashes.values()).size).toBe(parts.length * sayings.length)
    await fc.assert(
      fc.asyncProperty(files, async drawn => {
        await empty()
        const expected = new Map<string, unknown>()
        for (const [rows, batchRows] of drawn) {
          const isNews = rows.some(row => !expected.has(nameOf(row)))
          const last = new Map(rows.map(row => [nameOf(row), hashOf(row)]))
          const isOther = [...last].some(([key, hash]) => expected.get(key) !== hash)
          for (const [key, hash] of last) expected.set(key, hash)
          const result = await take(rows, batchRows)
          expect(await standing()).toEqual(expected)
          expect(result.created > 0).toBe(isNews)
          if (isOther) expect(result.created + result.updated).toBeGreaterThan(0)
          const once = await state()
          expect(await take(rows)).toMatchObject({ created: 0, updated: 0, unchanged: rows.length })
          expect(await state()).toEqual(once)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('never take off what keeps somebody from being rung', async () => {
    await fc.assert(
      fc.asyncProperty(files, async drawn => {
        await empty()
        const so: Said[] = []
        for (const [rows, batchRows] of drawn) {
          await take(rows, batchRows)
          so.push(...rows)
          const cells = so.map(cellsOf)
          for (const [key, { markers, exclusions }] of await services()) {
            const about = cells.filter(cell => name(cell) === key)
            expect(new Set(markers as string[])).toEqual(new Set(about.flatMap(cell => cell.markers ?? [])))
            expect(new Set(exclusions as string[])).toEqual(new Set(about.flatMap(exclusionsOf)))
          }
          for (const { forename, numbers } of (await state()).people) {
            const isMobileOnly = cells.some(cell => cell.forename === forename && cell.markers?.startsWith('SAFE'))
            expect(numbers).toEqual([`+441632960001 true ${!isMobileOnly}`])
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('bring back a marker that a later row of an earlier file lacked', async () => {
    await empty()
    const [marked, plain] = [
      { part: 0, saying: 1 },
      { part: 0, saying: 0 },
    ]
    await take([marked, plain])
    expect(await take([marked])).toMatchObject({ created: 0, updated: 1, unchanged: 0 })
    expect((await services()).get('Ann caller')).toMatchObject({ hash: hashOf(marked), exclusions: ['domestic_abuse'] })
  })
})

const exclusionsOf = ({ markers, code }: RecipientCells) => [
  ...(markers === 'DV' || code === 'D01' ? ['domestic_abuse'] : []),
  ...(markers === 'DO NOT CONTACT' ? ['do_not_contact'] : []),
]
