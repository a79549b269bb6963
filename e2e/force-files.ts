/** What the force's own files say: read here by hand, so that nothing of the server's vouches for itself. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

interface StaffRow {
  readonly 'Collar No': string
  readonly Forename: string
  readonly Surname: string
  readonly Email: string
  readonly 'Supervisor Collar No': string
  readonly 'Posting Start': string
  readonly 'Posting End': string
}
interface ServiceRow {
  readonly 'Log No': string
  readonly 'Call Handler': string
  readonly OIC: string
  readonly 'Attending Officers': string
}

const rowsOf = <Row>(name: string) =>
  parse<Row>(readFileSync(join(import.meta.dirname, '..', 'examples', name), 'utf8'), {
    columns: true,
    bom: true,
    relax_column_count: true,
  })
const staff = rowsOf<StaffRow>('staff.csv')
const services = rowsOf<ServiceRow>('service-recipients.csv')

const dayOf = (text: string) => text.split('/').reverse().join('-')
const postingOn = (collarNumber: string, day: string) =>
  staff.find(
    row =>
      row['Collar No'] === collarNumber &&
      dayOf(row['Posting Start']) <= day &&
      (row['Posting End'] === '' || dayOf(row['Posting End']) >= day),
  )

export function nameOf(collarNumber: string): string {
  const row = staff.find(one => one['Collar No'] === collarNumber)
  if (!row) throw new Error(`staff.csv has nobody of ${collarNumber}`)
  return `${row.Forename} ${row.Surname}`
}

/** The collar numbers with each part in an incident. */
function partsIn(reference: string): Readonly<Record<string, readonly string[]>> {
  const row = services.find(one => one['Log No'] === reference)
  if (!row) throw new Error(`service-recipients.csv has no ${reference}`)
  const listed = (cell: string) => cell.split(';').filter(one => one !== '')
  return {
    call_handler: listed(row['Call Handler']),
    officer_in_charge: listed(row.OIC),
    attending: listed(row['Attending Officers']),
  }
}

export const concernedBy = (reference: string, part: string): readonly string[] => partsIn(reference)[part] ?? []

/** The address of the officer's supervisor on the day; of the next one up if that one had a part in the incident too. */
export function supervisorOf(collarNumber: string, reference: string, day: string): string {
  const involved = new Set(Object.values(partsIn(reference)).flat())
  let posting = postingOn(collarNumber, day)
  do {
    posting = posting && postingOn(posting['Supervisor Collar No'], day)
    if (!posting) throw new Error(`staff.csv has nobody above ${collarNumber} who may hear of ${reference}`)
  } while (involved.has(posting['Collar No']))
  return posting.Email
}
