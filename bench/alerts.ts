/** How long from the commit that ends an interview until the mail server has accepted the e-mail about its 1. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { parseConfig } from '../server/config.ts'
import { createForce, inForce } from '../server/forces/service.ts'
import { openPlatform, type Platform } from '../server/platform/platform.ts'
import { prepareDatabase } from '../server/platform/prepare.ts'
import { subscriptions } from '../server/subscriptions.ts'
import { furnishSurveys } from '../server/surveys/service.ts'
import { buildEndedInterview, buildStaff } from '../server/testing/build-interview.ts'
import { type SmtpProcess, startSmtpServer } from '../server/testing/smtp-server.ts'
import { startWorker } from '../server/worker.ts'

const interviews = 200
const warmUps = 20
const slug = 'benchshire'
const actor = { kind: 'command', name: 'bench' } as const

export async function run(): Promise<{ name: string; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'))
  chmodSync(folder, 0o755) // as root, the database's own user must reach its files
  const smtp = await startSmtpServer()
  const platform = await openPlatform(
    parseConfig({
      RINGBACK_DATA: join(folder, 'data'),
      RINGBACK_KEY_FILE: join(folder, 'keys.json'),
      SMTP_URL: smtp.url,
    }),
    { subscriptions },
  )
  try {
    await prepareDatabase(platform)
    await createForce(platform, { slug, name: 'Benchshire', timeZone: 'Europe/London' }, actor, furnishSurveys)
    const whole = await measureAlerts(platform, smtp)
    const plain = await measurePlain(smtp)
    return {
      name: 'alerts',
      lines: [
        `interview ended to accepted by SMTP, ${interviews} interviews: p50 ${at(whole, 50)} ms, p99 ${at(whole, 99)} ms`,
        `nodemailer alone to the same server: p50 ${at(plain, 50)} ms, p99 ${at(plain, 99)} ms`,
        `ratio of the medians: ${(Number(at(whole, 50)) / Number(at(plain, 50))).toFixed(1)}`,
      ],
    }
  } finally {
    await platform.close()
    await smtp.goDown()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** From the commit of each interview's end to the moment the server has its e-mail whole; the next starts after that. */
async function measureAlerts(platform: Platform, smtp: SmtpProcess): Promise<number[]> {
  const officer = await inForce(platform, slug, actor, async tx => {
    await buildStaff(tx, { collarNumber: '10' })
    return buildStaff(tx, { collarNumber: '1', supervisor: '10' })
  })
  const worker = await startWorker(platform)
  try {
    return await timed(smtp, () =>
      inForce(platform, slug, actor, tx =>
        buildEndedInterview(tx, { ratings: { arrived_quickly: 1 }, concerns: { arrived_quickly: [officer] } }),
      ),
    )
  } finally {
    await worker.stop()
  }
}

async function measurePlain(smtp: SmtpProcess): Promise<number[]> {
  const transport = nodemailer.createTransport(smtp.url)
  const message = {
    from: 'a@bench.example',
    to: 'b@bench.example',
    subject: 'A 1',
    text: 'a'.repeat(500),
    html: 'b'.repeat(3000),
  }
  return timed(smtp, () => void transport.sendMail(message))
}

/** `start` returns when the clock is to start; the server's own report of the e-mail stops it. */
async function timed(smtp: SmtpProcess, start: () => Promise<unknown> | undefined): Promise<number[]> {
  const took: number[] = []
  for (let index = 0; index < warmUps + interviews; index += 1) {
    const arrived = smtp.next()
    await start()
    const begun = performance.now()
    await arrived
    if (index >= warmUps) took.push(performance.now() - begun)
  }
  return took.toSorted((a, b) => a - b)
}

const at = (sorted: readonly number[], percentile: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percentile) / 100))] ?? Number.NaN).toFixed(1)
