import { getImport } from '../imports/queries.ts'
import { askUndo } from '../imports/service.ts'
import { whyNotUndone } from '../imports/undo.ts'
import { importInterviews } from '../interviews/service.ts'
import { importStaff } from '../people/staff-import.ts'
import type { ImportKind } from '../platform/import/profile.ts'
import { memorySource } from '../platform/import/source.ts'
import { importRecipients } from '../recipients/service.ts'
import { tasksOf } from '../worker.ts'
import { runJobs } from './run-jobs.ts'
import { inTestForce, type TestPlatform, tester, testSlug } from './test-platform.ts'

const importers = {
  staff: importStaff,
  recipients: importRecipients,
  interviews: (options: Parameters<typeof importStaff>[0]) => importInterviews({ ...options, alerts: false }),
}

/** Returns the import's id. */
export async function takeImport(platform: TestPlatform, kind: ImportKind, ...lines: readonly string[]) {
  const source = memorySource(`${kind}.csv`, Buffer.from(lines.join('\r\n')))
  await importers[kind]({ platform, slug: testSlug, actor: tester, source })
  return inTestForce(platform, async tx => {
    const row = await tx.db.selectFrom('imports').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    return row.id
  })
}

/** Asks for its undo and does it. Returns the import as it is then. */
export async function undoOf(platform: TestPlatform, id: string) {
  await inTestForce(platform, tx => askUndo(tx, id))
  await runJobs(platform, tasksOf(platform))
  return inTestForce(platform, tx => getImport(tx, id))
}

export const whyNoUndoOf = (platform: TestPlatform, id: string) =>
  inTestForce(platform, async tx => (await whyNotUndone(tx, await getImport(tx, id)))?.why ?? null)
