/** How long a claim takes with 20,000 waiting, at the pace of people, alone and while a file is taken in by a process of its own. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { chooseCallBacks, claimNextCall } from '../server/calls/service.ts'
import { type ForceTx, inForce } from '../server/forces/service.ts'
import { fillWaiting, waiting } from './claim.ts'
import { actor, type BenchForce, benchForce, slug } from './force.ts'
import { importIn } from './import.ts'
import type { BenchOptions } from './main.ts'
import { writeRecipientFile } from './recipient-file.ts'

const usualRows = 150_000
const interviewers = 20
/** Each of them takes as long from claim to claim, give or take a half: many times as often as somebody who rings people. */
const paceMs = 1000
const claimsAlone = 600

export async function run({ rows = usualRows }: BenchOptions) {
  const force = await benchForce({ RINGBACK_CLOCK: '2011-09-01T10:00:00+01:00' })
  try {
    const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inForce(force.platform, slug, actor, work)
    await within(fillWaiting)
    await chooseCallBacks(within)
    await within(tx => sql`analyze`.execute(tx.db))
    const alone = await claimUntil(force, took => took.length >= claimsAlone)
    const file = join(force.folder, 'recipients.csv')
    await writeRecipientFile(file, rows)
    let isOver = false
    const importing = importIn(force, file, 'below normal').finally(() => {
      isOver = true
    })
    const meanwhile = await claimUntil(force, () => isOver)
    const { ms, result } = await importing
    return {
      name: `Claims with ${waiting.toLocaleString('en-GB')} waiting while a file is imported`,
      lines: [
        `meanwhile: ${percentiles(meanwhile)}; ${result.rows.toLocaleString('en-GB')} rows in ${(ms / 1000).toFixed(0)} s`,
        `alone: ${percentiles(alone)}`,
      ],
    }
  } finally {
    await force.close()
  }
}

/** Of every claim how many milliseconds it took. Who claims is somebody new each time, so that nobody has a call in hand. */
async function claimUntil({ platform }: BenchForce, isEnough: (took: readonly number[]) => boolean) {
  const took: number[] = []
  const startedAt = performance.now()
  const interview = async (interviewer: number) => {
    for (let round = 0; !isEnough(took); round += 1) {
      await wait(paceMs * (0.5 + Math.random()))
      const begun = performance.now()
      await inForce(platform, slug, actor, tx => claimNextCall(tx, `${startedAt} ${interviewer} ${round}`))
      took.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: interviewers }, (_, interviewer) => interview(interviewer)))
  return took.toSorted((one, other) => one - other)
}

function percentiles(sorted: readonly number[]): string {
  const at = (percent: number) =>
    `p${percent} ${(sorted[Math.floor((sorted.length * percent) / 100)] ?? Number.NaN).toFixed(1)} ms`
  return `${at(50)}, ${at(95)}, ${at(99)}, longest ${(sorted.at(-1) ?? Number.NaN).toFixed(0)} ms of ${sorted.length} claims`
}
