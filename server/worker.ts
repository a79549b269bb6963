/** Which jobs there are, and which of them the clock starts: one line per stage. */
import type { TaskList } from 'graphile-worker'
import { alertCron, alertTasks } from './alerts/tasks.ts'
import { writeAudit } from './audit/service.ts'
import { callCron, callTasks } from './calls/tasks.ts'
import { inForce, listForces } from './forces/service.ts'
import { importCron, importTasks } from './imports/tasks.ts'
import { watchFolder } from './imports/watch.ts'
import { interviewCron, interviewTasks } from './interviews/tasks.ts'
import { type MailDoor, type MailOptions, mailTasks, sendForgotten } from './platform/mail.ts'
import type { Platform } from './platform/platform.ts'
import { type CronEntry, type RunningWorker, startJobs, type WorkerOptions } from './platform/worker.ts'
import { recipientCron, recipientTasks } from './recipients/tasks.ts'

export function tasksOf(platform: Platform, mail: MailOptions = {}): TaskList {
  return {
    ...recipientTasks(platform),
    ...callTasks(platform),
    ...interviewTasks(platform),
    ...importTasks(platform),
    ...alertTasks(platform),
    ...mailTasks(platform, mailDoor(platform), mail),
    'mail.send_forgotten': async () => {
      for (const { slug } of await listForces(platform)) await mailDoor(platform)(slug, sendForgotten)
    },
  }
}

/** Each looks at every force by its own local time, and finds nothing to do the second time. */
const cron: readonly CronEntry[] = [
  ...recipientCron,
  ...callCron,
  ...interviewCron,
  ...importCron,
  ...alertCron,
  { task: 'mail.send_forgotten', match: '43 * * * *' },
]

/** The worker of `ringback worker`, and of `ringback serve` unless it is told otherwise. */
export async function startWorker(
  platform: Platform,
  options: WorkerOptions & { readonly mail?: MailOptions } = {},
): Promise<RunningWorker> {
  const jobs = await startJobs(platform, tasksOf(platform, options.mail), cron, options)
  const { watchFolder: folder } = platform.config
  const watch = folder === undefined ? undefined : watchFolder(platform, folder)
  return {
    poolId: jobs.poolId,
    async stop() {
      await Promise.all([watch?.stop(), jobs.stop()])
    },
  }
}

const mailDoor =
  (platform: Platform): MailDoor =>
  (slug, work) =>
    inForce(platform, slug, { kind: 'job', name: 'mail.send' }, tx =>
      work({ ...tx, audit: entry => writeAudit(tx, entry) }),
    )
