import type { Actor } from '../audit/service.ts'
import { writeAudit } from '../audit/service.ts'
import { RejectsLines } from '../forces/import-rejects.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { getImport, listRejects } from './queries.ts'

const rowsAtOnce = 1000

/** The rejected rows as a file that an import takes, piece by piece: the same that `--rejects` writes. */
export async function readRejectsFile(
  platform: Platform,
  slug: string,
  actor: Actor,
  id: string,
): Promise<AsyncGenerator<string>> {
  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inForce(platform, slug, actor, work)
  const header = await within(async tx => {
    const row = await getImport(tx, id)
    await writeAudit(tx, { action: 'imports.rejects_read', subject: ['import', id] })
    return row.header ?? []
  })
  async function* lines(): AsyncGenerator<string> {
    const written = new RejectsLines(header)
    yield written.first()
    let after = -1
    for (;;) {
      const rows = await within(tx => listRejects(tx, id, after, rowsAtOnce))
      const last = rows.at(-1)
      if (!last) return
      yield* written.linesOf(rows)
      after = last.line
    }
  }
  return lines()
}
