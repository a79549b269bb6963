import { sql } from 'kysely'
import { demoSlug } from '../server/demo/service.ts'
import { type ForceTx, inForce } from '../server/forces/service.ts'
import { demoSystem } from './system.ts'

const actor = { kind: 'command', name: 'bench' } as const
/** In the order in which they refer to each other. */
const tables = ['incidents', 'involvements', 'interviews', 'answers', 'question_concerns']

/**
 * The year from generator to disk, beside the least the server could do: the finished rows copied inside the server into
 * empty tables with the same indexes and checks. (References between them are not checked there: a copy of a table has none.)
 */
export async function run() {
  const { platform, yearMs } = await demoSystem()
  const { rows, copyMs } = await inForce(platform, demoSlug, actor, copyFinishedRows)
  const perSecond = (ms: number) => Math.round(rows / (ms / 1000)).toLocaleString('en-GB')
  return {
    name: "Loading the paper's year (generator, import, every row and index)",
    lines: [
      `${(copyMs / yearMs).toFixed(2)} of the speed of copying finished rows`,
      `${(yearMs / 1000).toFixed(1)} s, ${perSecond(yearMs)} rows/s; copying ${(copyMs / 1000).toFixed(1)} s, ${perSecond(copyMs)} rows/s (${rows.toLocaleString('en-GB')} rows)`,
    ],
  }
}

async function copyFinishedRows(tx: ForceTx): Promise<{ readonly rows: number; readonly copyMs: number }> {
  for (const table of tables)
    await sql`create temporary table ${sql.id(`copy_${table}`)} (like ${sql.id(table)} including all) on commit drop`.execute(
      tx.db,
    )
  const startedAt = performance.now()
  let rows = 0
  for (const table of tables) {
    const copied = await sql`insert into ${sql.id(`copy_${table}`)} select * from ${sql.id(table)}`.execute(tx.db)
    rows += Number(copied.numAffectedRows ?? 0)
  }
  return { rows, copyMs: performance.now() - startedAt }
}
