import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type RawBuilder, sql } from 'kysely'
import { type ForceTx, inForce } from '../server/forces/service.ts'
import { workProcessOptions } from '../server/imports/runner.ts'
import { databaseProcessorMs } from './database-processor.ts'
import { actor, type BenchForce, benchForce, makeForce, slug } from './force.ts'
import type { ImportFigures } from './import-process.ts'
import type { BenchOptions } from './main.ts'
import { writeRecipientFile } from './recipient-file.ts'

/** As many as the paper's year has call-backs. */
const usualRows = 41_133
/** The middle of three counts; a large one takes long enough for its chances to even out. */
const copiesOf = (rows: number) => (rows > 300_000 ? 1 : 3)

/**
 * Recipients from a file to disk, in a process of their own, beside the least the server could do: COPY of the finished rows,
 * in the order of the logs, from the server's own files into the tables of a second force, which have the same indexes,
 * references and checks.
 */
export async function run({ rows = usualRows }: BenchOptions) {
  const force = await benchForce()
  try {
    const file = join(force.folder, 'recipients.csv')
    await writeRecipientFile(file, rows)
    const first = await withDatabaseMs(force, () => importIn(force, file))
    const copied = await copySeveral(force, copiesOf(rows))
    const middle = copied[Math.floor(copied.length / 2)] as (typeof copied)[number]
    const others = copied.filter(copy => copy !== middle).map(copy => (copy.ms / first.ms).toFixed(2))
    const again = await importIn(force, file)
    const rate = (ms: number) => `${seconds(ms)}, ${Math.round(rows / (ms / 1000)).toLocaleString('en-GB')} rows/s`
    return {
      name: `Importing ${rows.toLocaleString('en-GB')} recipients, in a process of its own`,
      lines: [
        `${(middle.ms / first.ms).toFixed(2)} of the speed of copying the finished rows${others.length > 0 ? ` (${others.join(', ')} by the other copies)` : ''}`,
        `${rate(first.ms)}, at most ${first.megabytes.toFixed(0)} MB; copying ${rate(middle.ms)}`,
        `of processor: ${seconds(first.cpuMs)} in that process, ${seconds(first.databaseMs)} in the database; copying ${seconds(middle.databaseMs)}`,
        `again, nothing changed: ${rate(again.ms)}, at most ${again.megabytes.toFixed(0)} MB, ${seconds(again.cpuMs)} of processor`,
      ],
    }
  } finally {
    await force.close()
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** With how long the database worked for it, which other work on the machine changes little. */
async function withDatabaseMs<Result extends object>({ folder }: BenchForce, work: () => Promise<Result>) {
  const before = databaseProcessorMs(join(folder, 'data'))
  const result = await work()
  return { ...result, databaseMs: databaseProcessorMs(join(folder, 'data')) - before }
}

/** From the fastest. */
async function copySeveral(force: BenchForce, copies: number) {
  await makeForce(force.platform, yardstick)
  await copyOut(force)
  const copied: { readonly ms: number; readonly databaseMs: number }[] = []
  for (let copy = 0; copy < copies; copy += 1)
    copied.push(await withDatabaseMs(force, async () => ({ ms: await copyIn(force) })))
  return copied.sort((one, other) => one.ms - other.ms)
}

export async function importIn(
  { environment }: BenchForce,
  file: string,
  priority: 'normal' | 'below normal' = 'normal',
): Promise<ImportFigures> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...workProcessOptions, join(import.meta.dirname, 'import-process.ts'), file, priority],
    {
      env: { ...process.env, ...environment },
    },
  )
  return JSON.parse(stdout) as ImportFigures
}

const yardstick = 'yardstick'
const within = <Result>({ platform }: BenchForce, name: string, work: (tx: ForceTx) => Promise<Result>) =>
  inForce(platform, name, actor, work)

/** What the rows refer to, and the rows themselves, each in the order of the logs. */
const referredTo = ['units', 'staff']
const finished: Readonly<Record<string, RawBuilder<unknown>>> = {
  incidents: sql`select * from incidents order by reference`,
  involvements: sql`select v.* from involvements v join incidents i on i.id = v.incident_id order by i.reference, v.part, v.collar_number`,
  recipients: sql`select r.* from recipients r join (
    select s.recipient_id, min(i.reference) as reference from services s join incidents i on i.id = s.incident_id group by 1)
    first on first.recipient_id = r.id order by first.reference, r.id`,
  recipient_numbers: sql`select n.* from recipient_numbers n join (
    select s.recipient_id, min(i.reference) as reference from services s join incidents i on i.id = s.incident_id group by 1)
    first on first.recipient_id = n.recipient_id order by first.reference, n.id`,
  services: sql`select s.* from services s join incidents i on i.id = s.incident_id order by i.reference, s.id`,
}

async function fileOf(tx: ForceTx, table: string) {
  const { rows } = await sql<{ folder: string }>`select current_setting('data_directory') as folder`.execute(tx.db)
  return sql.lit(`${rows[0]?.folder}/bench_${table}.copy`)
}

async function copyOut(force: BenchForce): Promise<void> {
  await within(force, slug, async tx => {
    await sql`set local work_mem = '256MB'`.execute(tx.db)
    for (const table of referredTo) await sql`copy ${sql.table(table)} to ${await fileOf(tx, table)}`.execute(tx.db)
    for (const [table, rows] of Object.entries(finished))
      await sql`copy (${rows}) to ${await fileOf(tx, table)}`.execute(tx.db)
  })
  await within(force, yardstick, async tx => {
    await sql`truncate ${sql.table('units')} cascade`.execute(tx.db)
    for (const table of referredTo) await sql`copy ${sql.table(table)} from ${await fileOf(tx, table)}`.execute(tx.db)
  })
}

/** One transaction for each table, into tables that are empty, after what was written before is on disk. */
async function copyIn(force: BenchForce): Promise<number> {
  await within(force, yardstick, tx => sql`truncate incidents, recipients cascade`.execute(tx.db))
  await force.platform.database.pool.query('checkpoint')
  const startedAt = performance.now()
  for (const table of Object.keys(finished))
    await within(force, yardstick, async tx =>
      sql`copy ${sql.table(table)} from ${await fileOf(tx, table)}`.execute(tx.db),
    )
  return performance.now() - startedAt
}
