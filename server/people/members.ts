import type { ForceTx } from '../forces/service.ts'

/** A member of staff as others name them. */
export interface Member {
  readonly collarNumber: string
  readonly rank: string
  readonly name: string
  readonly email: string | null
  readonly alertDigest: boolean
}

export async function listMembers(tx: ForceTx, staffIds: readonly string[]): Promise<ReadonlyMap<string, Member>> {
  if (staffIds.length === 0) return new Map()
  const rows = await tx.db.selectFrom('staff').selectAll().where('id', 'in', staffIds).execute()
  return new Map(
    rows.map(row => [
      row.id,
      {
        collarNumber: row.collar_number,
        rank: row.rank,
        name: nameOf(tx, row),
        email: tx.seal.unsealOptional('staff.email', row.email_sealed),
        alertDigest: row.alert_digest,
      },
    ]),
  )
}

/** Forename and surname, either of which a personnel system may leave out. */
export const nameOf = (
  tx: Pick<ForceTx, 'seal'>,
  row: { readonly forename_sealed: Buffer; readonly surname_sealed: Buffer },
): string =>
  `${tx.seal.unseal('staff.forename', row.forename_sealed)} ${tx.seal.unseal('staff.surname', row.surname_sealed)}`.trim()
