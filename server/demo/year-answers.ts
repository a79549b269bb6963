import type { AppendixA } from '../performance/schema.ts'
import type { Random } from './random.ts'

/**
 * Who was asked what, and what they said, so that the totals by question and rating are exactly those of a published table.
 * Sets are cut to the size that the table gives; within a question, people are put in order of how content they are, and the
 * lowest get the 1s, the next the 2s, and so on. So a person who gives one low rating tends to give more.
 */
export interface Person {
  readonly rang: boolean
  readonly attended: boolean
  /** How content this person is with the control room and with the officers: higher is better. */
  readonly mood: { readonly control: number; readonly response: number }
  /** Cells of the interviews file by question, in the table's order; empty where not asked. */
  readonly cells: string[]
}

/** Of those with a rating in a section, how many more were asked and gave none: they couldn't say, or wouldn't. */
const askedInVain = 1.016
/** A section's people with a rating, over its best answered question: each question is passed over by somebody. */
const ratedInSection = { control: 1.0055, response: 1.02 }

const [answeredQuickly, telephoneResponse, arrivedQuickly, initialActions, informed, satisfied, overall] = [
  0, 1, 2, 3, 4, 5, 6,
]

export interface Marginals {
  /** By question: how many gave 1, 2, 3, 4, 5. */
  readonly ratings: readonly (readonly number[])[]
  readonly totals: readonly number[]
  readonly people: number
}

export function marginalsOf(table: AppendixA): Marginals {
  const ratings = table.sections.flatMap(section =>
    section.questions.map((_, index) =>
      ([1, 2, 3, 4, 5] as const).map(rating => section.ratings[rating].byQuestion[index] ?? 0),
    ),
  )
  return {
    ratings,
    totals: table.sections.flatMap(section => section.totals.byQuestion),
    people: table.successfulCallBacks,
  }
}

/** Shuffled people, each with at least one rating to give. */
export function plan(random: Random, marginals: Marginals): readonly Person[] {
  const total = (question: number) => marginals.totals[question] ?? 0
  const rated = {
    control: Math.round(Math.max(total(answeredQuickly), total(telephoneResponse)) * ratedInSection.control),
    response: Math.round(total(overall) * ratedInSection.response),
  }
  const rang = Math.round(rated.control * askedInVain)
  const attended = Math.round(rated.response * askedInVain)
  const both = rang + attended - marginals.people
  const people = random.shuffle(
    Array.from({ length: marginals.people }, (_, index) => newPerson(random, index < rang, index >= rang - both)),
  )
  // Whoever was rung about both may have a rating for one only, and nobody for neither.
  const aboutBoth = people.filter(person => person.rang && person.attended)
  const noControl = new Set(aboutBoth.slice(0, rang - rated.control))
  const noResponse = new Set(aboutBoth.slice(noControl.size, noControl.size + attended - rated.response))
  planControl(random, people, noControl, total)
  planResponse(random, people, noResponse, total)
  return people
}

function newPerson(random: Random, rang: boolean, attended: boolean): Person {
  const temper = random.normal()
  return {
    rang,
    attended,
    mood: { control: temper * 0.7 + random.normal() * 0.5, response: temper * 0.7 + random.normal() * 0.6 },
    cells: Array.from({ length: 7 }, () => ''),
  }
}

/** A question that is to be rated; its number comes in `rate`. */
const toRate = '?'

function planControl(
  random: Random,
  people: readonly Person[],
  none: ReadonlySet<Person>,
  total: (q: number) => number,
) {
  const asked = people.filter(person => person.rang)
  for (const { cells } of asked) {
    cells[answeredQuickly] = reason(random, 0.02)
    cells[telephoneResponse] = reason(random, 0.02)
  }
  const rating = asked.filter(person => !none.has(person))
  const response = chosen(random, rating, total(telephoneResponse))
  mark(response, telephoneResponse)
  const others = rating.filter(person => person.cells[telephoneResponse] !== toRate)
  mark(others, answeredQuickly)
  mark(chosen(random, response, total(answeredQuickly) - others.length), answeredQuickly)
}

function planResponse(
  random: Random,
  people: readonly Person[],
  none: ReadonlySet<Person>,
  total: (q: number) => number,
) {
  const asked = people.filter(person => person.attended)
  for (const { cells } of asked) {
    for (const question of [arrivedQuickly, initialActions]) cells[question] = reason(random, 0.6)
    cells[informed] = reason(random, 0.9)
    cells[overall] = reason(random, 0.05)
  }
  const rating = asked.filter(person => !none.has(person))
  const summedUp = chosen(random, rating, total(overall))
  mark(summedUp, overall)
  // Who gave no overall rating rated what the officers did at first; most who rated that rated the arrival too.
  const others = rating.filter(person => person.cells[overall] !== toRate)
  mark(others, initialActions)
  const atFirst = [...others, ...chosen(random, summedUp, total(initialActions) - others.length)]
  mark(atFirst, initialActions)
  const sawArrival = chosen(random, atFirst, Math.min(Math.round(total(initialActions) * 0.9), total(arrivedQuickly)))
  mark(sawArrival, arrivedQuickly)
  const late = summedUp.filter(person => person.cells[initialActions] !== toRate)
  mark(chosen(random, late, total(arrivedQuickly) - sawArrival.length), arrivedQuickly)
  planFollowUp(random, asked, rating, total)
}

function planFollowUp(
  random: Random,
  asked: readonly Person[],
  rating: readonly Person[],
  total: (q: number) => number,
) {
  mark(chosen(random, rating, total(informed)), informed)
  // Where there was no follow-up to be told of, satisfaction with it is not asked.
  const followedUp = asked.filter(person => person.cells[informed] !== 'NA')
  for (const { cells } of followedUp) cells[satisfied] = reason(random, 0.3)
  const told = followedUp.filter(person => person.cells[informed] === toRate)
  mark(chosen(random, told, total(satisfied)), satisfied)
}

function reason(random: Random, notApplicable: number): string {
  if (random.next() < notApplicable) return 'NA'
  return random.next() < 0.85 ? 'DK' : 'REF'
}

function mark(people: readonly Person[], question: number): void {
  for (const person of people) person.cells[question] = toRate
}

function chosen(random: Random, people: readonly Person[], number: number): readonly Person[] {
  if (number > people.length || number < 0)
    throw new RangeError(`the table can't be obeyed: ${number} of ${people.length} people are wanted`)
  return random.shuffle([...people]).slice(0, number)
}

/** Gives each question its ratings: `contentment` is a person's own mood and what the unit and officer add to it. */
export function rate(
  random: Random,
  people: readonly Person[],
  marginals: Marginals,
  contentment: (index: number, isControl: boolean) => number,
): void {
  for (const [question, numbers] of marginals.ratings.entries()) {
    const isControl = question === answeredQuickly || question === telephoneResponse
    const inOrder = [...people.entries()]
      .filter(([, person]) => person.cells[question] === toRate)
      .map(([index, person]) => ({ person, content: contentment(index, isControl) + random.normal() * 0.5 }))
      .sort((one, other) => one.content - other.content)
    let next = 0
    for (const [index, number] of numbers.entries()) {
      for (const { person } of inOrder.slice(next, next + number)) person.cells[question] = String(index + 1)
      next += number
    }
  }
}
