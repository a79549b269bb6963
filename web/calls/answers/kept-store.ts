import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Sealed } from './sealing.ts'

/** What lies in the browser: whose it is and where it belongs, and the rest sealed. */
export interface KeptRecord extends Sealed {
  readonly id: string
  readonly owner: string
  readonly interviewId: string
  readonly keptAtMs: number
}

/** For so long somebody who kept something here may be away: what is older is of no use, and is somebody's words. */
const daysKept = 14

export const isTooOld = ({ keptAtMs }: Pick<KeptRecord, 'keptAtMs'>, nowMs: number): boolean =>
  nowMs - keptAtMs > daysKept * 24 * 60 * 60_000

interface Kept extends DBSchema {
  kept: { key: string; value: KeptRecord; indexes: { owner: string } }
}

let opened: Promise<IDBPDatabase<Kept>> | undefined

/** Opened once for the page; a failure is tried again the next time. */
function open(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>('ringback', 1, {
    upgrade: database => {
      database.createObjectStore('kept', { keyPath: 'id' }).createIndex('owner', 'owner')
    },
    // A newer Ringback in another tab, or the browser itself: opened anew when it is wanted again.
    blocking: (_from, _to, event) => {
      opened = undefined
      ;(event.target as IDBDatabase).close()
    },
    terminated: () => {
      opened = undefined
    },
  }).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

/** The screen waits for this, so the transaction is told that nothing more comes, and doesn't find it out by itself. */
export async function putRecord(record: KeptRecord): Promise<void> {
  const keeping = (await open()).transaction('kept', 'readwrite')
  const put = keeping.store.put(record)
  keeping.commit()
  await Promise.all([put, keeping.done])
}

export const deleteRecord = async (id: string): Promise<void> => (await open()).delete('kept', id)

/** By id, which begins with the time: in the order in which it was said. */
export const listRecords = async (owner: string): Promise<readonly KeptRecord[]> =>
  (await (await open()).getAllFromIndex('kept', 'owner', owner)).toSorted((one, other) => (one.id < other.id ? -1 : 1))

/** Whoever they are of: who never comes back to this browser leaves nothing in it for good. */
export async function deleteOldRecords(): Promise<void> {
  const database = await open()
  const records = await database.getAll('kept')
  const old = records.filter(record => isTooOld(record, Date.now()))
  await Promise.all(old.map(({ id }) => database.delete('kept', id)))
}
