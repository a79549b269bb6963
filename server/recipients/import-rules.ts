import type { CountryCode } from 'libphonenumber-js'
import { isPowerOfTen } from '../platform/import/keys.ts'
import { type DatesContext, fieldDates, type WrittenInstant } from '../platform/import/local-dates.ts'
import type { Profile } from '../platform/import/profile.ts'
import type { ImportRow } from '../platform/import/reader.ts'
import { readTelephoneField, type Telephone } from '../platform/telephone.ts'

const grades = ['emergency', 'priority', 'scheduled', 'none'] as const
const involvements = ['caller', 'victim', 'witness'] as const
type Grade = (typeof grades)[number]
type Involvement = (typeof involvements)[number]

export interface IncidentFacts {
  readonly openedAt: string | null
  readonly closedAt: string | null
  readonly arrivedAt: string | null
  readonly grade: Grade | null
  readonly categoryCode: string
  readonly categoryName: string
  readonly district: string
  readonly section: string
  readonly attended: boolean | null
  readonly involved: readonly Involved[]
}

export interface Involved {
  readonly part: 'call_handler' | 'officer_in_charge' | 'attending'
  readonly collarNumber: string
}

export interface PersonFacts {
  readonly title: string
  readonly forename: string
  readonly surname: string
  readonly bornOn: string
  readonly email: string
  readonly language: string
  /** Of the call: `relay`, `interpreter`; of the numbers: `mobile_only`, `after_18:00`. */
  readonly needs: readonly string[]
}

/** One recipient's part in one incident, as the command-and-control system writes it. All of it is plain data, so it can be hashed. */
export interface RecipientRow {
  readonly reference: string
  readonly incident: IncidentFacts
  readonly involvement: Involvement
  readonly person: PersonFacts
  readonly numbers: readonly Telephone[]
  readonly markers: readonly string[]
  readonly exclusions: readonly string[]
  readonly warnings: readonly string[]
}

export interface ReadingForce extends DatesContext {
  readonly country: CountryCode
}

/** Reads rows by one profile. Only a row without a log number is refused; all else is kept, with a warning where it is odd. */
export function recipientRowReader(
  profile: Profile,
  force: ReadingForce,
): (row: ImportRow) => RecipientRow | 'no_log_number' {
  const dates = fieldDates(profile, force)
  const markersByName = bySpelling(profile.markers)
  const categories = bySpelling(profile.categories)
  const meanings = new Map(Object.entries(profile.values).map(([field, values]) => [field, meaningsOf(values)]))

  return ({ values, warnings: oddities }) => {
    const text = (field: string) => values[field] ?? ''
    const reference = inOneLine(text('incident.reference'))
    if (reference === '' || isPowerOfTen(reference)) return 'no_log_number'
    const warnings = new Set<string>(oddities)

    function instant(field: string): WrittenInstant | undefined {
      const written = text(field)
      if (written === '') return undefined
      const found = dates.instant(field, written)
      if (found === undefined) warnings.add('date_unreadable')
      else if (found.clockChange) warnings.add('clock_change')
      return found
    }

    function day(field: string): string {
      const written = text(field)
      if (written === '') return ''
      const found = dates.day(field, written)
      if (found === undefined) warnings.add('date_unreadable')
      return found ?? ''
    }

    function oneOf<Value extends string | boolean>(field: string, known: readonly Value[]): Value | undefined {
      const written = text(field)
      if (written === '') return undefined
      const meant = meanings.get(field)?.(written) ?? (written.toLowerCase() as string | boolean)
      const found = known.find(value => value === meant)
      if (found === undefined) warnings.add('unknown_value')
      return found
    }

    const opened = instant('incident.openedAt')
    const closed = instant('incident.closedAt')
    const arrived = instant('incident.arrivedAt')
    if (text('incident.closedAt') === '') warnings.add('still_open')
    if (opened && closed && closed.epochMs < opened.epochMs) warnings.add('closed_before_opened')

    const markers = listed(text('recipient.markers'), profile.listSeparator)
    const marked = markers.flatMap(marker => markersByName.get(spelling(marker)) ?? [])
    const born = day('recipient.bornOn')
    const language = text('recipient.language') || marked.find(meaning => meaning.language)?.language || ''
    const person: PersonFacts = {
      title: inOneLine(text('recipient.title')),
      forename: inOneLine(text('recipient.forename')),
      surname: inOneLine(text('recipient.surname')),
      bornOn: born,
      email: text('recipient.email'),
      language,
      needs: sorted(marked.flatMap(meaning => meaning.needs ?? [])),
    }
    if (person.forename === '' && person.surname === '') warnings.add('no_name')
    if ([person.title, person.forename, person.surname].some(name => /^[=+\-@]/.test(name)))
      warnings.add('formula_in_name')

    const byCategory = categories.get(spelling(text('incident.categoryCode')))?.exclude
    const exclusions = [byCategory, ...marked.map(meaning => meaning.exclude)].filter(code => code !== undefined)
    if (isUnder16(born, (opened ?? closed)?.day ?? '')) exclusions.push('under_16')

    return {
      reference,
      incident: {
        openedAt: opened?.at ?? null,
        closedAt: closed?.at ?? null,
        arrivedAt: arrived?.at ?? null,
        grade: oneOf('incident.grade', grades) ?? null,
        categoryCode: text('incident.categoryCode'),
        categoryName: text('incident.categoryName'),
        district: text('incident.district'),
        section: text('incident.section'),
        attended: oneOf('incident.attended', [true, false]) ?? null,
        involved: involved(text, profile.listSeparator),
      },
      involvement: oneOf('recipient.involvement', involvements) ?? 'caller',
      person,
      numbers: telephones([text('recipient.phone1'), text('recipient.phone2')], force.country, warnings),
      markers,
      exclusions: sorted(exclusions),
      warnings: sorted([...warnings]),
    }
  }
}

/** These stand in e-mails of the force: with a line of its own in it, a cell could say there what it likes. */
const inOneLine = (text: string): string => (hasBreak.test(text) ? text.replace(/[\s\u0085]+/g, ' ').trim() : text)
const hasBreak = /\s\s|[\t-\r\u0085\u2028\u2029]/

/** A name, or a code, whatever its capitals and spaces. */
export const spelling = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toUpperCase()

/** What is said of one spelling holds for all of them. */
function bySpelling<Meaning extends object>(meanings: Readonly<Record<string, Meaning>>): ReadonlyMap<string, Meaning> {
  const found = new Map<string, Meaning>()
  for (const [name, meaning] of Object.entries(meanings))
    found.set(spelling(name), { ...found.get(spelling(name)), ...meaning })
  return found
}

/** What a value means: what is said of it as it is written, else of the first that differs in capitals and spaces only. */
function meaningsOf<Meaning>(said: Readonly<Record<string, Meaning>>): (written: string) => Meaning | undefined {
  const exact = new Map(Object.entries(said))
  const alike = new Map([...exact].reverse().map(([name, meaning]) => [spelling(name), meaning]))
  return written => exact.get(written) ?? alike.get(spelling(written))
}

/** How a person is matched: forename and surname, whatever their capitals and spaces; empty where there is neither. */
export const fullName = ({ forename, surname }: Pick<PersonFacts, 'forename' | 'surname'>): string =>
  spelling(`${forename} ${surname}`)

const sorted = (texts: readonly string[]): readonly string[] => (texts.length < 2 ? texts : [...new Set(texts)].sort())

/** Most cells hold one item or none. */
function listed(text: string, separator: string): readonly string[] {
  if (text === '') return none
  const items = text.includes(separator) ? [...new Set(text.split(separator).map(item => item.trim()))] : [text.trim()]
  return items.filter(item => item !== '')
}
const none: readonly string[] = []

/** Of days as `yyyy-MM-dd`; empty where one isn't known. */
const isUnder16 = (born: string, on: string): boolean =>
  born !== '' && on !== '' && `${Number(born.slice(0, 4)) + 16}${born.slice(4)}` > on

function involved(text: (field: string) => string, separator: string): readonly Involved[] {
  const parts = [
    ['call_handler', 'incident.callHandler'],
    ['officer_in_charge', 'incident.officerInCharge'],
    ['attending', 'incident.attendingOfficers'],
  ] as const
  return parts.flatMap(([part, field]) => listed(text(field), separator).map(collarNumber => ({ part, collarNumber })))
}

/** The numbers of all fields, each once; nobody who has none can be rung, so that is warned of as an unusable one is. */
function telephones(fields: readonly string[], country: CountryCode, warnings: Set<string>): readonly Telephone[] {
  const numbers = new Map<string, Telephone>()
  for (const field of fields) {
    const read = readTelephoneField(field, country)
    for (const code of read.warnings) warnings.add(code)
    for (const found of read.numbers) if (!numbers.has(found.number)) numbers.set(found.number, found)
  }
  if (numbers.size === 0) warnings.add('phone_unusable')
  return [...numbers.values()]
}
