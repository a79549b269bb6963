import { keepBefore } from '../forces/import-journal.ts'
import type { ForceTx } from '../forces/service.ts'
import type { Copies } from '../platform/copy-rows.ts'
import { newId } from '../platform/id.ts'
import { isMobile } from '../platform/telephone.ts'
import {
  listNumberIds,
  listSafeNumbersOfMobileOnly,
  markUnsafe,
  saveKnownPeople,
  saveNumbers,
} from './import-queries.ts'
import type { BatchContext, PlacedRow } from './import-save.ts'

type Context = Pick<BatchContext, 'importId' | 'knownPeople'>
type Person = readonly [id: string, rows: readonly PlacedRow[]]

/** With their rows, those who were known before and those who are new. */
export function peopleOf(changed: readonly PlacedRow[], { knownPeople }: Context) {
  const people = [...Map.groupBy(changed, ({ recipientId }) => recipientId)]
  return {
    known: people.filter(([id]) => knownPeople.has(id)),
    made: people.filter(([id]) => !knownPeople.has(id)),
  }
}

/** New people and their numbers. */
export async function copyNewPeople(
  tx: ForceTx,
  copies: Copies,
  made: readonly Person[],
  context: Context,
): Promise<void> {
  await copies.add('recipients', made.values().map(personOf(tx, context)))
  await copies.add('recipient_numbers', made.values().flatMap(numbersOf(tx, context, newPersonsSafety)))
}

export async function changeKnownPeople(tx: ForceTx, known: readonly Person[], context: Context): Promise<void> {
  if (known.length === 0) return
  const ids = known.map(([id]) => id)
  await keepBefore(tx, context.importId, 'recipients', ids)
  await keepBefore(tx, context.importId, 'recipient_numbers', await listNumberIds(tx, ids))
  await saveKnownPeople(tx, known.map(personOf(tx, context)))
  await saveNumbers(tx, known.flatMap(numbersOf(tx, context, () => () => true)))
  const safe = await listSafeNumbersOfMobileOnly(tx, ids)
  await markUnsafe(
    tx,
    safe.filter(({ number }) => !isMobile(number)).map(({ id }) => id),
  )
}

/** What the rows say, each once; nearly always they are one row. */
export function together<Row>(rows: readonly Row[], said: (row: Row) => readonly string[]): string[] {
  const only = rows.length === 1 ? rows[0] : undefined
  return only === undefined ? [...new Set(rows.flatMap(said))] : [...said(only)]
}

const needsOf = (rows: readonly PlacedRow[]) => together(rows, ({ row }) => row.person.needs).sort()

const personOf = ({ seal, now }: ForceTx, { importId }: Context) => {
  const at = now.toString()
  return ([id, rows]: Person) => {
    // The last row that says something says it.
    const said = (fact: 'title' | 'forename' | 'surname' | 'email' | 'language') =>
      rows.findLast(({ row }) => row.person[fact] !== '')?.row.person[fact] ?? null
    const name = rows[0]?.likeness.name
    // As with those who are known: the day that was said first stays.
    const nameAndBirth = rows.find(({ likeness }) => likeness.nameAndBirth !== null)?.likeness.nameAndBirth
    const bornOn = rows.find(({ row }) => row.person.bornOn !== '')?.row.person.bornOn
    return {
      id,
      title_sealed: seal.sealOptional('recipients.title', said('title')),
      forename_sealed: seal.sealOptional('recipients.forename', said('forename')),
      surname_sealed: seal.sealOptional('recipients.surname', said('surname')),
      born_on_sealed: seal.sealOptional('recipients.born_on', bornOn),
      email_sealed: seal.sealOptional('recipients.email', said('email')),
      name_hash: name ? Buffer.from(name, 'hex') : null,
      name_and_birth_hash: nameAndBirth ? Buffer.from(nameAndBirth, 'hex') : null,
      language: said('language'),
      needs: needsOf(rows),
      import_id: importId,
      created_at: at,
      updated_at: at,
    }
  }
}

/** Who may be rung on the mobile only has no other safe number. */
const newPersonsSafety = (rows: readonly PlacedRow[]) => (needsOf(rows).includes('mobile_only') ? isMobile : () => true)

const numbersOf = (
  { seal, now }: ForceTx,
  { importId }: Context,
  safetyOf: (rows: readonly PlacedRow[]) => (number: string) => boolean,
) => {
  const at = now.toString()
  return ([recipientId, rows]: Person) => {
    const isSafe = safetyOf(rows)
    const byNumber = new Map(rows.flatMap(({ numbers }) => numbers).map(number => [number.number, number]))
    return [...byNumber.values()].map(({ number, hash, usable, extension }, position) => ({
      id: newId(),
      recipient_id: recipientId,
      number_hash: Buffer.from(hash, 'hex'),
      number_sealed: seal.seal('recipient_numbers.number', number),
      extension_sealed: seal.sealOptional('recipient_numbers.extension', extension),
      usable,
      safe: isSafe(number),
      struck_off_at: null,
      position,
      import_id: importId,
      created_at: at,
    }))
  }
}
