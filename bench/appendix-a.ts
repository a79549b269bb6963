import { sql } from 'kysely'
import { demoSlug } from '../server/demo/service.ts'
import { paperYear } from '../server/demo/year.ts'
import { inForce } from '../server/forces/service.ts'
import { reportAppendixA } from '../server/performance/service.ts'
import { demoSystem, medianMs } from './system.ts'

const actor = { kind: 'command', name: 'bench' } as const

/** Appendix A over the year, beside the plainest query that counts the same answers with no period, unit or survey. */
export async function run() {
  const { platform } = await demoSystem()
  const plainMs = await medianMs(() =>
    inForce(platform, demoSlug, actor, tx =>
      sql`select question_key, rating, count(*) from answers group by 1, 2`.execute(tx.db),
    ),
  )
  const report = (unit?: string) => () =>
    inForce(platform, demoSlug, actor, tx => reportAppendixA(tx, { ...paperYear, unit }))
  const wholeMs = await medianMs(report())
  const unitMs = await medianMs(report('Middlesbrough'))
  return {
    name: 'Appendix A over the year (41,133 interviews, 287,931 answers)',
    lines: [
      `${(wholeMs / plainMs).toFixed(2)} times the plain count: ${wholeMs.toFixed(1)} ms, plain ${plainMs.toFixed(1)} ms`,
      `one district: ${unitMs.toFixed(1)} ms`,
    ],
  }
}
