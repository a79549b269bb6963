import { sql } from 'kysely'
import type { ForceDb } from '../platform/database.ts'

export interface HistoryOf {
  /** Kind and id, as the entries name them. */
  readonly subjects: readonly (readonly [kind: string, id: string])[]
  /** Actions to leave out, or the only ones to keep. */
  readonly without?: readonly string[]
  readonly only?: readonly string[]
  readonly before?: string
  readonly limit: number
}

/** Entries about any of the subjects, newest first. Ids are made in the order of time. */
export async function listHistory(db: ForceDb, { subjects, without = [], only, before, limit }: HistoryOf) {
  const kinds = subjects.map(([kind]) => kind)
  const ids = subjects.map(([, id]) => id)
  return db
    .selectFrom('audit_entries')
    .select(['id', 'at', 'actor_kind', 'actor', 'action', 'details'])
    .where(sql<boolean>`(subject_kind, subject_id) in (select * from unnest(${kinds}::text[], ${ids}::text[]))`)
    .where(sql<boolean>`action <> all(${without}::text[])`)
    .$if(only !== undefined, query => query.where(sql<boolean>`action = any(${only ?? []}::text[])`))
    .$if(before !== undefined, query => query.where('id', '<', before as string))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
