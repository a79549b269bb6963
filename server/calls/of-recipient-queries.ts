import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'

const servicesShown = 200

/** Services (`s`) of a person: the newest, as their page shows them. */
export const newestServicesOf = (recipientId: string) => sql`s.id in (
  select own.id from services own join incidents about on about.id = own.incident_id
  where own.recipient_id = ${recipientId} order by about.closed_at desc, own.id desc limit ${servicesShown})`

export async function listCallBacksOf(tx: ForceTx, recipientId: string) {
  return tx.db
    .selectFrom('call_backs')
    .selectAll()
    .where('recipient_id', '=', recipientId)
    .orderBy('id', 'desc')
    .execute()
}

export async function listSelectionsOf(tx: ForceTx, serviceIds: readonly string[]) {
  return tx.db
    .selectFrom('selections')
    .selectAll()
    .where(sql<boolean>`service_id = any(${serviceIds}::uuid[])`)
    .execute()
}

export async function listAttemptsOf(tx: ForceTx, callBackIds: readonly string[]) {
  return tx.db
    .selectFrom('attempts as a')
    .leftJoin('recipient_numbers as n', 'n.id', 'a.number_id')
    .select(['a.id', 'a.call_back_id', 'a.outcome', 'a.note_sealed', 'a.appointment_at', 'a.made_by', 'a.made_at'])
    .select(['n.number_sealed', 'n.extension_sealed'])
    .where(sql<boolean>`a.call_back_id = any(${callBackIds}::uuid[])`)
    .orderBy('a.made_at', 'desc')
    .orderBy('a.id', 'desc')
    .execute()
}

/** A call in which the person or one of their numbers is being rung: the locks say it. */
export async function findCallToTheirNumbers(tx: ForceTx, recipientId: string) {
  const { rows } = await sql<{ recipient_id: string; claimed_by: string | null }>`
    select c.recipient_id, c.claimed_by from call_locks l join call_backs c on c.id = l.call_back_id
    where l.expires_at > ${tx.now.toString()}::timestamptz and c.status = 'claimed' and l.lock_key in (
      select uuid_send(${recipientId}::uuid)
      union select number_hash from recipient_numbers where recipient_id = ${recipientId})
    order by c.recipient_id = ${recipientId} desc limit 1`.execute(tx.db)
  return rows[0]
}

export async function listNumberIds(tx: ForceTx, recipientId: string): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('recipient_numbers')
    .select('id')
    .where('recipient_id', '=', recipientId)
    .execute()
  return rows.map(row => row.id)
}
