import { type Actor, writeAudit } from '../audit/service.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problem.ts'
import { changedMeanwhile, mendChangesNothing, unitIdUnknown } from './mends/problems.ts'
import { setMailboxByName } from './units.ts'

const unitUnknown = (name: string, names: readonly string[]) =>
  new Problem('unit_unknown', 404, `There is no unit "${name}" in this force. Units: ${names.join(', ')}.`, {
    unit: name,
  })
const unitAmbiguous = (name: string, howMany: number) =>
  new Problem(
    'unit_ambiguous',
    409,
    `${howMany} units are called "${name}": write the district before it, as "District / ${name}".`,
    {
      unit: name,
    },
  )

/** `name`, or `district / name` where several are called so. Throws `unit_unknown`, `unit_ambiguous`. */
export async function setUnitMailbox(
  platform: Platform,
  slug: string,
  name: string,
  mailbox: string | null,
  actor: Actor,
): Promise<void> {
  await inForce(platform, slug, actor, async tx => {
    const set = await setMailboxByName(tx, name, mailbox)
    const [unit] = set
    if (!unit) {
      const units = await tx.db.selectFrom('units').select('name').orderBy('name').execute()
      throw unitUnknown(
        name,
        units.map(known => known.name),
      )
    }
    if (set.length > 1) throw unitAmbiguous(name, set.length) // undoes the change with the transaction
    await writeAudit(tx, { action: 'people.unit_mailbox_set', subject: ['unit', unit.id], details: { mailbox } })
    await tx.publish('people.addresses_changed', {})
  })
}

/** Of one unit, by its id. Throws `unit_id_unknown`, `changed_meanwhile`, `mend_changes_nothing`. */
export async function setUnitMailboxById(
  tx: ForceTx,
  id: string,
  { mailbox, instead }: { readonly mailbox: string | null; readonly instead?: string | null },
) {
  const unit = await tx.db
    .selectFrom('units')
    .select(['name', 'mailbox'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!unit) throw unitIdUnknown(id)
  if (instead !== undefined && instead !== unit.mailbox) throw changedMeanwhile()
  if (mailbox === unit.mailbox) throw mendChangesNothing()
  await tx.db.updateTable('units').set({ mailbox }).where('id', '=', id).execute()
  await writeAudit(tx, { action: 'people.unit_mailbox_set', subject: ['unit', id], details: { mailbox } })
  await tx.publish('people.addresses_changed', {})
  return { unit: unit.name, mailbox, was: unit.mailbox }
}
