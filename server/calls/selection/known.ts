import { type RawBuilder, sql } from 'kysely'
import type { ForceTx } from '../../forces/service.ts'
import { cameIn, periodOf } from './period.ts'
import { lastMonths } from './preview.ts'
import type { SelectionShape } from './schema.ts'

/** What rules can be about: what stands in the services of the last three months, the most frequent first. */
export async function listKnown(tx: ForceTx): Promise<SelectionShape['known']> {
  const lately = cameIn(periodOf(tx, lastMonths(tx)))
  const counted = async <Row extends { readonly services: number }>(columns: RawBuilder<unknown>, also = sql``) => {
    const { rows } = await sql<Row>`
      select ${columns}, count(*) as services from incidents i join services s on s.incident_id = i.id ${also}
      where ${lately} group by 1 order by services desc, 1 limit 201`.execute(tx.db)
    return rows
  }
  const categories = await counted<{ code: string | null; name: string | null; services: number }>(
    sql`i.category_code as code, max(i.category_name) as name`,
  )
  const languages = await counted<{ language: string | null; services: number }>(
    sql`r.language`,
    sql`join recipients r on r.id = s.recipient_id`,
  )
  return {
    categories: categories.flatMap(({ code, ...rest }) => (code === null ? [] : [{ code, ...rest }])),
    markers: await counted(sql`marker`, sql`cross join unnest(s.markers) marker`),
    languages: languages.flatMap(({ language, ...rest }) => (language === null ? [] : [{ language, ...rest }])),
    codes: await counted(sql`code`, sql`cross join unnest(s.exclusions) code`),
  }
}
