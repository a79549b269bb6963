import type { WrittenRow } from '../platform/import/reader.ts'
import type { RowOutcome } from '../platform/import/result.ts'
import type { RejectedRow } from './import-rejects.ts'

const maximumRejects = 100
const maximumLines = 20

/** What a dry run notes beside its counts: the first of the rejected rows, and the first lines that each warning is about. */
export class TrialNotes {
  readonly rejects: RejectedRow[] = []
  readonly warningLines: Record<string, number[]> = {}

  note(row: WrittenRow, outcome: RowOutcome): void {
    if (outcome.status === 'rejected') {
      const { line, cells } = row
      if (this.rejects.length < maximumRejects) this.rejects.push({ line, reason: outcome.reason, cells })
      return
    }
    for (const code of new Set([...row.warnings, ...(outcome.warnings ?? [])])) {
      this.warningLines[code] ??= []
      const lines = this.warningLines[code]
      if (lines.length < maximumLines) lines.push(row.line)
    }
  }
}
