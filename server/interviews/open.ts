import { holdCallOfInterview } from '../calls/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { interviewEnded, interviewUnknown } from './problems.ts'
import { findInterview, type InterviewRow, insertInterview, touchInterview } from './queries.ts'

/**
 * The interview in progress, made if nothing was said in it so far, with its call held by the interviewer; locked until the
 * transaction ends. Throws `interview_unknown`, `interview_ended`, `call_not_yours`.
 */
export async function openInterview(tx: ForceTx, id: string, interviewer: string): Promise<InterviewRow> {
  const found = await findInterview(tx, id)
  if (found && found.status !== 'in_progress') throw interviewEnded(id)
  const call = await holdCallOfInterview(tx, { id, callBackId: found?.call_back_id ?? null }, interviewer)
  if (!call) throw interviewUnknown(id)
  if (!found) await insertInterview(tx, id, call, interviewer)
  const active = await touchInterview(tx, id, interviewer)
  if (!active) throw interviewEnded(id)
  return active
}
