import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import { type ForceTx, inForce, listForces } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'

const daysOfFiles = 7
const daysOfRejects = 30

/**
 * Content that nobody took in goes after a week, refused rows after a month; what is known of the import stays. The headings
 * are content too, for a file without any begins with a person; the rejects file needs them.
 */
export async function forgetOldFiles(platform: Platform): Promise<void> {
  for (const { slug } of await listForces(platform))
    await inForce(platform, slug, { kind: 'job', name: 'imports.forget' }, forgetIn)
}

async function forgetIn(tx: ForceTx): Promise<void> {
  const before = (days: number) => tx.now.subtract({ hours: 24 * days }).toString()
  const files = await tx.db
    .updateTable('imports')
    .set({
      inspection_sealed: null,
      trial_sealed: null,
      header: sql`case when exists (select from import_rejects where import_id = imports.id) then header end`,
    })
    .where('status', 'in', ['receiving', 'received', 'failed'])
    .where(sql<boolean>`received_at < ${before(daysOfFiles)}`)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('import_parts').select('position').whereRef('import_id', '=', 'imports.id')),
    )
    .returning('id')
    .execute()
  const ids = files.map(({ id }) => id)
  if (ids.length > 0) await tx.db.deleteFrom('import_parts').where('import_id', 'in', ids).execute()
  const rejects = await tx.db
    .deleteFrom('import_rejects')
    .where('import_id', 'in', query =>
      query
        .selectFrom('imports')
        .select('id')
        .where(sql<boolean>`ended_at < ${before(daysOfRejects)}`),
    )
    .executeTakeFirst()
  await tx.db
    .updateTable('imports')
    .set({ header: null })
    .where('header', 'is not', null)
    .where(sql<boolean>`ended_at < ${before(daysOfRejects)}`)
    .execute()
  const refused = Number(rejects.numDeletedRows)
  if (ids.length > 0 || refused > 0)
    await writeAudit(tx, {
      action: 'imports.forgotten',
      subject: ['force', tx.force.slug],
      details: { files: ids.length, rejects: refused },
    })
}
