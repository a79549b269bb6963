import { sql } from 'kysely'
import { demoSlug } from '../server/demo/service.ts'
import { type ForceTx, inForce } from '../server/forces/service.ts'
import { demoSystem } from './system.ts'

const actor = { kind: 'command', name: 'bench' } as const
/** In the order in which they refer to each other. */
const tables = ['incidents', 'involvements', 'interviews', 'answers', 'question_concerns']

/**
 * The year from generator to disk, beside the least the server could do: COPY of the finished rows, from a file of the
 * server's, into empty tables with the same indexes and checks. (References between tables are not checked there.)
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
  const folder = await sql<{ folder: string }>`select current_setting('data_directory') as folder`.execute(tx.db)
  const file = (table: string) => sql.lit(`${folder.rows[0]?.folder}/bench_${table}.copy`)
  await sql`create schema bench_copy`.execute(tx.db)
  for (const table of tables) {
    await sql`create table ${sql.id('bench_copy', table)} (like ${sql.id(table)} including all)`.execute(tx.db)
    await sql`copy ${sql.id(table)} to ${file(table)}`.execute(tx.db)
  }
  const startedAt = performance.now()
  for (const table of tables) await sql`copy ${sql.id('bench_copy', table)} from ${file(table)}`.execute(tx.db)
  const copyMs = performance.now() - startedAt
  let rows = 0
  for (const table of tables) {
    const counted = await sql<{ number: number }>`select count(*) as number from ${sql.id(table)}`.execute(tx.db)
    rows += counted.rows[0]?.number ?? 0
  }
  return { rows, copyMs }
}
