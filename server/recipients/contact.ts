import type { ForceTx } from '../forces/service.ts'
import { nameOf } from './find-queries.ts'
import { findRecipient, listNumbers } from './person-queries.ts'

interface Contact {
  readonly name: string
  readonly numbers: { number: string; safe: boolean }[]
}

/** By what name and on which numbers somebody is reached. Whoever shows it leaves word. */
export async function readContact(tx: ForceTx, recipientId: string): Promise<Contact | undefined> {
  const row = await findRecipient(tx, recipientId)
  if (!row) return undefined
  const numbers = (await listNumbers(tx, recipientId)).filter(number => number.usable && number.struckOffAt === null)
  return {
    name: nameOf(tx, row),
    numbers: numbers.map(({ number, extension, safe }) => ({
      number: extension === null ? number : `${number}, extension ${extension}`,
      safe,
    })),
  }
}
