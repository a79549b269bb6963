import type { Seal } from '../platform/seal.ts'
import { type Said, saidParts } from './posting-rules.ts'
import type { StaffRow } from './staff-rules.ts'

const hashBytes = 16

/** What a row says, part by part, so that a later row shows which of it is new. Hashed by column: names stay sealed. */
export function saidOf(seal: Seal, row: Omit<StaffRow, 'place' | 'collarNumber' | 'postedFrom'>, unitId: string): Said {
  const texts = {
    rank: row.rank,
    forename: row.forename,
    surname: row.surname,
    email: row.email,
    unit: unitId,
    supervisor: row.supervisorCollarNumber ?? '',
    to: row.postedTo ?? '',
  }
  const hashed = saidParts.map(part => [part, seal.hash(`posting.${part}`, texts[part]).toString('hex')])
  return Object.fromEntries(hashed) as Said
}

/** The parts one after another, as `postings.row_hash` keeps them. */
export const saidAsBytes = (said: Said): Buffer => Buffer.concat(saidParts.map(part => Buffer.from(said[part], 'hex')))

export function saidFromBytes(bytes: Buffer): Said {
  const parts = saidParts.map((part, at) => [
    part,
    bytes.subarray(at * hashBytes, (at + 1) * hashBytes).toString('hex'),
  ])
  return Object.fromEntries(parts) as Said
}
