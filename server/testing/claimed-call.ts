/** A call in an interviewer's hand, and how it and its interview stand. */
import { chooseCallBacks, claimNextCall } from '../calls/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { buildService, type ServiceOverrides } from './build-service.ts'

/** A claimed call, its interview's id, and the incident it is about. */
export async function claimedCall(tx: ForceTx, service: ServiceOverrides = {}, by = 'ann') {
  const built = await buildService(tx, service)
  await chooseCallBacks(work => work(tx))
  const call = await claimNextCall(tx, by)
  if (!call) throw new Error('nobody to ring')
  return { ...built, callId: call.id, id: call.interviewId }
}

export const interviewRow = (tx: ForceTx, id: string) =>
  tx.db.selectFrom('interviews').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

export const callRow = (tx: ForceTx, id: string) =>
  tx.db.selectFrom('call_backs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
