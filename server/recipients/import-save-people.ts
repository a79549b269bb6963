import { keepBefore } from '../forces/import-journal.ts'
import type { ForceTx } from '../forces/service.ts'
import { copyRows } from '../platform/copy-rows.ts'
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

/** People and their numbers. */
export async function savePeople(tx: ForceTx, changed: readonly PlacedRow[], context: Context): Promise<void> {
  const people = [...Map.groupBy(changed, ({ recipientId }) => recipientId)]
  const made = people.filter(([id]) => !context.knownPeople.has(id))
  const person = personOf(tx, context)
  await copyRows(tx.db, 'recipients', made.values().map(person))
  await copyRows(tx.db, 'recipient_numbers', made.values().flatMap(numbersOf(tx, context, newPersonsSafety)))
  const known = people.filter(([id]) => context.knownPeople.has(id))
  if (known.length > 0) await changeKnown(tx, known, context)
}

async function changeKnown(tx: ForceTx, known: readonly Person[], context: Context): Promise<void> {
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

const needsOf = (rows: readonly PlacedRow[]) => [...new Set(rows.flatMap(({ row }) => row.person.needs))].sort()

const personOf = ({ seal, now }: ForceTx, { importId }: Context) => {
  const at = now.toString()
  return ([id, rows]: Person) => {
    // The last row that says something says it.
    const said = (fact: 'title' | 'forename' | 'surname' | 'bornOn' | 'email' | 'language') =>
      rows.findLast(({ row }) => row.person[fact] !== '')?.row.person[fact] ?? null
    const name = rows[0]?.likeness.name
    const nameAndBirth = rows.findLast(({ likeness }) => likeness.nameAndBirth !== null)?.likeness.nameAndBirth
    return {
      id,
      title_sealed: seal.sealOptional('recipients.title', said('title')),
      forename_sealed: seal.sealOptional('recipients.forename', said('forename')),
      surname_sealed: seal.sealOptional('recipients.surname', said('surname')),
      born_on_sealed: seal.sealOptional('recipients.born_on', said('bornOn')),
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
    const numbers = new Map(rows.flatMap(({ row }) => row.numbers).map(number => [number.number, number]))
    return [...numbers.values()].map(({ number, usable, extension }, position) => ({
      id: newId(),
      recipient_id: recipientId,
      number_hash: seal.hash('number', number),
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
