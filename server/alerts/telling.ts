import type { ForceTx } from '../forces/service.ts'
import { listMembers, type Member } from '../people/members.ts'
import { queueMessage } from '../platform/mail.ts'
import type { Platform } from '../platform/platform.ts'
import type { AlertLine } from './complaint.ts'
import { composeAlert, type Told } from './compose.ts'
import { insertAlertMessage } from './message-queries.ts'
import type { Alert } from './queries.ts'

export const nobodyToTell = 'nobody to tell'

export type Titles = ReadonlyMap<string, string>

export interface Telling {
  readonly interviewId: string
  readonly titles: Titles
  /** Ids of alerts that an e-mail went out for before: this one has news of them. */
  readonly toldBefore: ReadonlySet<string>
}

/** One e-mail for each addressee and kind among an interview's alerts; or the note that there is nobody to tell. */
export async function tell(platform: Platform, tx: ForceTx, telling: Telling, alerts: readonly Alert[]): Promise<void> {
  for (const [, theirs] of Map.groupBy(alerts, alert => `${alert.kind} ${addresseeKey(alert.line.addressee)}`))
    await tellAddressee(platform, tx, telling, theirs)
}

export function addresseeKey(addressee: AlertLine['addressee']): string {
  if (!addressee) return 'nobody'
  if (addressee.kind === 'complaints') return 'complaints'
  if (addressee.kind === 'staff') return `staff:${addressee.staffId}`
  return addressee.kind === 'unit' ? `unit:${addressee.unitId}` : 'force'
}

async function tellAddressee(
  platform: Platform,
  tx: ForceTx,
  { interviewId, titles, toldBefore }: Telling,
  alerts: readonly Alert[],
): Promise<void> {
  const [first] = alerts
  if (!first) return
  const { kind } = first
  const { addressee } = first.line
  const staffId = addressee?.kind === 'staff' ? addressee.staffId : null
  const people = await listMembers(
    tx,
    [staffId, ...alerts.map(alert => alert.staffId)].filter(id => id !== null),
  )
  const supervisor = staffId ? people.get(staffId) : undefined
  const to = addressee && ('mailbox' in addressee ? addressee.mailbox : supervisor?.email)
  const waits = kind === 'high' && (supervisor?.alertDigest ?? false)
  const messageId =
    to && !waits
      ? await queueMessage(platform, tx, {
          purpose: 'alert',
          to,
          ...composeAlert(tx.force, kind, supervisor, asTold(platform, tx, alerts, people, titles), {
            isFurther: alerts.some(alert => toldBefore.has(alert.id)),
            isComplaint: first.line.steps[0]?.at === 'complaints',
          }),
          headers: { 'X-Ringback-Alert': alerts.map(alert => alert.id).join(' ') },
        })
      : null
  await insertAlertMessage(tx, {
    interviewId,
    kind,
    addressee: addresseeKey(addressee),
    staffId,
    messageId,
    problem: to ? null : nobodyToTell,
    alertIds: alerts.map(alert => alert.id),
  })
}

/** What an e-mail says of alerts. */
export function asTold(
  platform: Platform,
  tx: ForceTx,
  alerts: readonly Pick<Alert, 'id' | 'staffId' | 'questions'>[],
  people: ReadonlyMap<string, Member>,
  titles: Titles,
): readonly Told[] {
  return alerts.map(alert => ({
    officer: alert.staffId ? people.get(alert.staffId) : undefined,
    questions: alert.questions.map(({ key, rating }) => ({ title: titles.get(key) ?? key, rating })),
    link: `${platform.config.publicUrl}/f/${tx.force.slug}/alerts/${alert.id}`,
  }))
}
