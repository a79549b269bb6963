import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Sealed } from './sealing.ts'

/** What lies in the browser: whose it is and where it belongs, and the rest sealed. */
export interface KeptRecord extends Sealed {
  readonly id: string
  readonly owner: string
  readonly interviewId: string
}

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

export const putRecord = async (record: KeptRecord): Promise<void> => void (await (await open()).put('kept', record))

export const deleteRecord = async (id: string): Promise<void> => (await open()).delete('kept', id)

/** By id, which begins with the time: in the order in which it was said. */
export const listRecords = async (owner: string): Promise<readonly KeptRecord[]> =>
  (await (await open()).getAllFromIndex('kept', 'owner', owner)).toSorted((one, other) => (one.id < other.id ? -1 : 1))
