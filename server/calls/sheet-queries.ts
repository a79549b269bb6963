import type { ForceTx } from '../forces/service.ts'
import type { ClaimedCall } from './claim-queries.ts'
import type { CallSheet } from './schema.ts'

export interface ServiceOfCall {
  readonly involvement: CallSheet['involvement']
  readonly attended: boolean | null
  readonly person: CallSheet['person']
  readonly incident: CallSheet['incident']
  readonly openedAt: Temporal.Instant | null
}

/** Whom a call is to, unsealed, and about what. */
export async function getServiceOfCall(tx: ForceTx, call: ClaimedCall): Promise<ServiceOfCall> {
  const row = await tx.db
    .selectFrom('services')
    .innerJoin('recipients', 'recipients.id', 'services.recipient_id')
    .innerJoin('incidents', 'incidents.id', 'services.incident_id')
    .leftJoin('units', 'units.id', 'incidents.unit_id')
    .select(['services.involvement', 'incidents.attended', 'incidents.reference', 'incidents.category_name'])
    .select(['incidents.opened_at', 'units.name as unit', 'recipients.language', 'recipients.needs'])
    .select(['recipients.title_sealed', 'recipients.forename_sealed', 'recipients.surname_sealed'])
    .where('services.id', '=', call.serviceId)
    .executeTakeFirstOrThrow()
  const title = tx.seal.unsealOptional('recipients.title', row.title_sealed)
  const forename = tx.seal.unsealOptional('recipients.forename', row.forename_sealed)
  const surname = tx.seal.unsealOptional('recipients.surname', row.surname_sealed)
  return {
    involvement: row.involvement,
    attended: row.attended,
    openedAt: row.opened_at,
    person: {
      name: [title, forename, surname].filter(part => part !== null).join(' '),
      title,
      forename,
      surname,
      language: row.language,
      needs: row.needs,
    },
    incident: {
      reference: row.reference,
      categoryName: row.category_name,
      openedAt: row.opened_at?.toString() ?? null,
      unit: row.unit,
    },
  }
}

export async function findLastAttempt(tx: ForceTx, callBackId: string): Promise<CallSheet['lastAttempt']> {
  const row = await tx.db
    .selectFrom('attempts')
    .select(['made_at', 'outcome', 'note_sealed'])
    .where('call_back_id', '=', callBackId)
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row
    ? {
        at: row.made_at.toString(),
        outcome: row.outcome,
        note: tx.seal.unsealOptional('attempts.note', row.note_sealed),
      }
    : null
}

interface RingOfClaim {
  readonly outcome: string
  readonly numberId: string | null
  readonly madeAt: Temporal.Instant
}

/** The last ring under this claim. */
export async function findRingOfClaim(tx: ForceTx, call: ClaimedCall): Promise<RingOfClaim | undefined> {
  return tx.db
    .selectFrom('attempts')
    .select(['outcome', 'number_id as numberId', 'made_at as madeAt'])
    .where('call_back_id', '=', call.id)
    .where('claim_id', '=', call.claimId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
