/** What is decided of whom to ring: the rules changed straight in the survey, and the decisions read back. */
import type { ForceTx } from '../forces/service.ts'
import type { SurveySettings } from '../surveys/schema.ts'
import { getSurvey } from '../surveys/service.ts'

export async function changeSurvey(tx: ForceTx, change: Partial<SurveySettings>): Promise<void> {
  const { id, settings } = await getSurvey(tx)
  const changed = JSON.stringify({ ...settings, ...change })
  await tx.db.updateTable('surveys').set({ settings: changed }).where('id', '=', id).execute()
}

/** What was decided of each service, in the order given. */
export async function decisionsOf(tx: ForceTx, services: readonly { readonly serviceId: string }[]) {
  const rows = await tx.db.selectFrom('selections').selectAll().execute()
  return services.map(({ serviceId }) => rows.find(row => row.service_id === serviceId))
}

export async function countCallBacks(tx: ForceTx): Promise<number> {
  return (await tx.db.selectFrom('call_backs').select('id').execute()).length
}
