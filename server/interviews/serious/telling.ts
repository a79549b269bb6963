import { deskOf } from '../../calls/service.ts'
import { deskAddresses } from '../../forces/desk-addresses.ts'
import type { ForceTx } from '../../forces/service.ts'
import { listUserNames } from '../../people/users-queries.ts'
import { layOutEmail } from '../../platform/email-layout.ts'
import { queueMessage } from '../../platform/mail.ts'
import type { Platform } from '../../platform/platform.ts'
import { render } from '../../platform/texts.ts'
import { insertTold, type ReportRow } from './queries.ts'

type ReportToTell = Pick<ReportRow, 'id' | 'kind' | 'incident_id' | 'reported_by' | 'reported_at'>

/**
 * Queues an e-mail to each address of the report's desk, else to the force's mailbox; none if neither has one. It says
 * what kind, when, which incident and who took the call, and where the words are: nothing of the person, whom a mailbox
 * does not keep safe.
 */
export async function tellDesk(platform: Platform, tx: ForceTx, report: ReportToTell): Promise<readonly string[]> {
  const addresses = addressesOf(tx, report.kind)
  if (addresses.length === 0) return []
  const { reference } = await tx.db
    .selectFrom('incidents')
    .select('reference')
    .where('id', '=', report.incident_id)
    .executeTakeFirstOrThrow()
  const names = await listUserNames(tx, [report.reported_by])
  const email = compose(platform, tx, report, reference, names.get(report.reported_by) ?? '')
  for (const to of addresses) {
    const messageId = await queueMessage(platform, tx, { purpose: `serious ${report.kind}`, to, ...email })
    await insertTold(tx, report.id, to, messageId)
  }
  return addresses
}

function addressesOf({ force }: ForceTx, kind: ReportRow['kind']): readonly string[] {
  const addresses = deskAddresses(force, kind)
  if (addresses.length > 0) return addresses
  return force.settings.mailbox === null ? [] : [force.settings.mailbox]
}

function compose(platform: Platform, tx: ForceTx, report: ReportToTell, reference: string, interviewer: string) {
  const { title, duty } = deskOf(tx.force, report.kind)
  const at = report.reported_at.toZonedDateTimeISO(tx.force.timeZone)
  const data = {
    kind: report.kind,
    title,
    duty,
    reference,
    interviewer,
    force: tx.force.name,
    at: at.toLocaleString('en-GB', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }),
    recordBy: at
      .add({ hours: 24 })
      .toLocaleString('en-GB', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }),
    link: `${platform.config.publicUrl}/f/${tx.force.slug}/serious/${report.id}`,
  }
  // A subject is one line, whatever the template holds.
  const subject = render('serious.subject', null, data).replaceAll(/\s+/g, ' ')
  const text = render('serious.text', null, data)
  const html = render('serious.html', null, data)
  return { subject, ...layOutEmail({ title: subject, force: tx.force.name, text, html }) }
}
