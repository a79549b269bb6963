import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../platform/problem.ts'
import { keepPostings, restored } from './mends/kept.ts'
import { changeFrom, endOn } from './mends/rules.ts'
import { covers, overlapping, type Posting, postingOn, settle } from './posting-rules.ts'
import type { StaffRow } from './staff-rules.ts'
import { type Known, takeRow } from './staff-take.ts'

const dayOf = (number: number) => Temporal.PlainDate.from('2011-01-01').add({ days: number }).toString()
const days = Array.from({ length: 60 }, (_, number) => dayOf(number))
const lastOfDays = 59

const row = fc
  .record({
    from: fc.nat(25),
    length: fc.option(fc.nat(20)),
    unit: fc.constantFrom('north', 'south', 'east'),
    supervisor: fc.constantFrom(null, '1', '2', '3'),
    rank: fc.constantFrom('Constable', 'Sergeant'),
    email: fc.constantFrom('', 'a@x.example', 'b@x.example'),
  })
  .map(
    ({ from, length, unit, supervisor, rank, email }): StaffRow => ({
      ...{ collarNumber: '7', rank, forename: 'Ann', surname: 'Able', email },
      place: { district: unit, section: '' },
      supervisorCollarNumber: supervisor,
      postedFrom: dayOf(from),
      postedTo: length === null ? null : dayOf(from + length),
    }),
  )
/** One person's file: a row for each first day. */
const file = fc.uniqueArray(row, { selector: ({ postedFrom }) => postedFrom, minLength: 1, maxLength: 6 })

const mend = fc.record({
  day: fc.nat(40),
  what: fc.constantFrom('supervisor', 'unit', 'end', 'open', 'email'),
  alwaysSo: fc.boolean(),
})
type MendToTry = typeof mend extends fc.Arbitrary<infer Mend> ? Mend : never

const nobody: Known = { person: undefined, postings: [] }
let made = 0
const newId = () => {
  made += 1
  return `id ${made}`
}

const take = (known: Known, one: StaffRow) =>
  takeRow(
    known,
    one,
    one.place.district,
    {
      ...{ rank: one.rank, forename: one.forename, surname: one.surname, email: one.email },
      ...{ unit: one.place.district, supervisor: one.supervisorCollarNumber ?? '', to: one.postedTo ?? '' },
    },
    newId,
  )

function takeAll(rows: readonly StaffRow[], from: Known = nobody) {
  const statuses: string[] = []
  const known = rows.reduce<Known>((before, one) => {
    const after = take(before, one)
    statuses.push(after.status)
    return after
  }, from)
  return { known, statuses }
}

/** Without the ids that were made on the way. */
const visible = ({ person, postings }: Known) => ({
  person: { ...person, id: '' },
  postings: postings.map(posting => ({ ...posting, id: '' })),
})

/** A mend where it is possible; where it is refused, things stay. */
function tryMend(known: Known, { day, what, alwaysSo }: MendToTry): Known {
  const { person, postings } = known
  if (!person) return known
  if (what === 'email') return { person: { ...person, email: 'mended@x.example' }, postings }
  try {
    const mended =
      what === 'end' || what === 'open'
        ? endOn(postings, what === 'open' ? null : dayOf(day), '7')
        : changeFrom(postings, {
            ...{ collarNumber: '7', mendId: newId(), day: dayOf(day), today: dayOf(30), alwaysSo },
            change: what === 'unit' ? { unitId: 'mended' } : { supervisor: 'mended' },
          })
    return { person, postings: mended.postings }
  } catch (error) {
    if (error instanceof Problem) return known
    throw error
  }
}

const expectNoOverlaps = (postings: readonly Posting[]) => {
  for (const day of days) expect(postings.filter(posting => covers(posting, day)).length).toBeLessThanOrEqual(1)
}

describe('the rows of a staff file, whatever they say', () => {
  it('give postings of which one at most counts on any day: the latest that began, up to its end as written', () => {
    fc.assert(
      fc.property(file, rows => {
        const { postings } = takeAll(rows).known
        expectNoOverlaps(postings)
        for (const day of days) {
          const begun = rows
            .filter(one => one.postedFrom <= day)
            .toSorted((a, b) => (a.postedFrom < b.postedFrom ? 1 : -1))
          const latest = begun[0]
          const counts = latest && (latest.postedTo === null || latest.postedTo >= day) ? latest : undefined
          const found = postingOn(postings, day)
          expect([day, found?.from, found?.unitId]).toEqual([day, counts?.postedFrom, counts?.place.district])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('leave the same state in any order', () => {
    const shuffled = file.chain(rows =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    )
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(visible(takeAll(other).known)).toEqual(visible(takeAll(rows).known))
      }),
      { numRuns: 1000 },
    )
  })

  it('change nothing when they come again, in any order', () => {
    const twice = file.chain(rows => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })))
    fc.assert(
      fc.property(twice, ([rows, again]) => {
        const once = takeAll(rows)
        const second = takeAll(again, once.known)
        expect(new Set(second.statuses)).toEqual(new Set(['unchanged']))
        const { person, postings } = second.known
        expect({ person, postings }).toEqual({ person: once.known.person, postings: once.known.postings })
      }),
      { numRuns: 1000 },
    )
  })

  it('take nothing from what was mended since, when they come again', () => {
    fc.assert(
      fc.property(file, fc.array(mend, { maxLength: 4 }), (rows, mends) => {
        const mended = mends.reduce(tryMend, takeAll(rows).known)
        expectNoOverlaps(mended.postings)
        const again = takeAll(rows, mended)
        expect(new Set(again.statuses)).toEqual(new Set(['unchanged']))
        expect(visible(again.known)).toEqual(visible(mended))
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, (old: StaffRow, lastDay: string) => StaffRow]>([
    ['supervisor', old => ({ ...old, supervisorCollarNumber: 'new' })],
    ['unit', old => ({ ...old, place: { district: 'new', section: '' } })],
    ['end', (old, postedTo) => ({ ...old, postedTo })],
    ['end, which is open now', old => ({ ...old, postedTo: null })],
  ])('count over a mend of what they say something new about, and over no other: the %s', (_, sayNew) => {
    fc.assert(
      fc.property(
        file,
        fc.array(mend, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat(40),
        (rows, mends, at, lasts) => {
          const mended = mends.reduce(tryMend, takeAll(rows).known)
          const old = rows[at % rows.length] as StaffRow
          const news = sayNew(old, dayOf(days.indexOf(old.postedFrom) + lasts))
          const after = take(mended, news)
          expectNoOverlaps(after.postings)
          expect(after.person).toEqual(mended.person)
          const seen = ({ unitId, supervisor }: Posting) => ({ unitId, supervisor })
          for (const day of days) {
            const found = postingOn(after.postings, day)
            expect([day, found && seen(found)]).toEqual([day, expectedOn(day, old, news, mended.postings)])
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

/** What stands on a day after the news: a day at a time, from what was mended and what the file says now. */
function expectedOn(day: string, old: StaffRow, news: StaffRow, mended: readonly Posting[]) {
  const seen = (posting: Posting | undefined, news: object = {}) =>
    posting && { unitId: posting.unitId, supervisor: posting.supervisor, ...news }
  const next = mended.find(({ from, mendId }) => mendId === null && from > old.postedFrom)?.from
  const isElsewhere = day < old.postedFrom || (next !== undefined && day >= next)
  const begun = mended.filter(({ from }) => from >= old.postedFrom && from <= day)
  /** From here on mends are of days that the file did not have. */
  const firstApart = begun.findIndex(({ from }, at) => at > 0 && lastDayOf(begun[at - 1]?.toWritten ?? null) < from)
  const [onFile, apart] = firstApart < 0 ? [begun, []] : [begun.slice(0, firstApart), begun.slice(firstApart)]
  const standing = postingOn(mended, day)
  if (isElsewhere) return seen(standing)
  if (news.postedTo === old.postedTo) {
    if (!standing || apart.includes(standing)) return seen(standing)
    return seen(standing, {
      ...(news.place.district === old.place.district ? {} : { unitId: news.place.district }),
      ...(news.supervisorCollarNumber === old.supervisorCollarNumber
        ? {}
        : { supervisor: news.supervisorCollarNumber }),
    })
  }
  const lastDay = lastDayOf(news.postedTo)
  const latestApart = apart.filter(({ from }) => from > lastDay).at(-1)
  if (latestApart) return lastDayOf(latestApart.toWritten) >= day ? seen(latestApart) : undefined
  return day <= lastDay ? seen(onFile.at(-1)) : undefined
}

const lastDayOf = (toWritten: string | null) => toWritten ?? '9999-12-31'

it('mends are undone one after another, back to where they began', () => {
  fc.assert(
    fc.property(file, fc.array(mend, { minLength: 1, maxLength: 5 }), (rows, mends) => {
      const start = takeAll(rows).known
      const states = [start]
      for (const one of mends.filter(({ what }) => what !== 'email')) states.push(tryMend(states.at(-1) as Known, one))
      let now = states.at(-1)?.postings ?? []
      for (const { postings } of states.toReversed()) {
        const kept = keepPostings(postings)
        if ('postings' in kept) now = restored(kept.postings, now)
        expect(keepPostings(now)).toEqual(kept)
      }
      expect(now.map(({ from, said }) => [from, said])).toEqual(start.postings.map(({ from, said }) => [from, said]))
    }),
    { numRuns: 500 },
  )
})

describe('what a row says of the person', () => {
  const at = (from: string, more: Partial<StaffRow> = {}): StaffRow => ({
    ...{ collarNumber: '7', rank: 'Constable', forename: 'Ann', surname: 'Able', email: '' },
    ...{ place: { district: 'north', section: '' }, supervisorCollarNumber: null, postedFrom: from, postedTo: null },
    ...more,
  })

  it('leaves a mended e-mail address, also by the row of a later posting that says the same as before', () => {
    const { known } = takeAll([at('2011-01-01')])
    const mended = tryMend(known, { day: 0, what: 'email', alwaysSo: false })
    const moved = take(mended, at('2011-05-01', { rank: 'Sergeant' }))
    expect(moved.person).toMatchObject({ rank: 'Sergeant', email: 'mended@x.example' })
    expect(moved.overruled).toEqual([])
  })

  it('counts over a mended e-mail address where it is new', () => {
    const { known } = takeAll([at('2011-01-01')])
    const mended = tryMend(known, { day: 0, what: 'email', alwaysSo: false })
    const changed = take(mended, at('2011-01-01', { email: 'new@x.example' }))
    expect(changed.person.email).toBe('new@x.example')
    expect(changed.overruled).toEqual([{ kinds: ['email'], postingId: null }])
  })

  it('of postings from before their words were kept, counts as it stands, and is kept from then on', () => {
    const { known } = takeAll([at('2011-01-01')])
    const old = { ...known, postings: known.postings.map(posting => ({ ...posting, said: null, written: null })) }
    const again = take(old, at('2011-01-01'))
    expect(again.status).toBe('unchanged')
    expect(visible(again)).toMatchObject(visible(known))
  })
})

describe('overlaps', () => {
  const posting = (from: number, to: number | null, mendId: string | null = null) => ({
    ...{ from: dayOf(from), toWritten: to === null ? null : dayOf(to), mendId },
  })
  it.each([
    ['an end before the next start is none', [posting(0, 9), posting(10, null)], []],
    ['an end on the next start is one', [posting(0, 10), posting(10, null)], [dayOf(0)]],
    ['an end not written is none: the next start ends it', [posting(0, null), posting(10, null)], []],
    ['the start of a mend is no matter', [posting(0, 20), posting(10, 20, 'mend'), posting(21, null)], []],
    ['each that does, in any order', [posting(20, 30), posting(25, null), posting(0, 21)], [dayOf(0), dayOf(20)]],
  ])('%s', (_, postings, expected) => expect(overlapping(postings)).toEqual(expected))

  it('are cut at the next start', () => {
    const whole = (from: number, to: number | null): Posting => ({
      ...{ id: newId(), unitId: 'north', supervisor: null, to: null, said: null, written: null },
      ...posting(from, to),
    })
    const settled = settle([whole(10, null), whole(0, lastOfDays)])
    expect(settled.map(({ from, to }) => [from, to])).toEqual([
      [dayOf(0), dayOf(9)],
      [dayOf(10), null],
    ])
  })
})
