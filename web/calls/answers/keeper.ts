import { ApiProblem } from '../../api.ts'
import { fetchKeepingKey } from '../api.ts'
import { deleteOldRecords, deleteRecord, type KeptRecord, listRecords, putRecord } from './kept-store.ts'
import { importKeepingKey, type Sealed, seal, unseal } from './sealing.ts'
import { type Kept, type Owner, patienceMs } from './writes.ts'

export interface KeptBefore {
  readonly kept: readonly Kept[]
  /** Ids of what can't be opened any more: its key is gone. */
  readonly unreadable: readonly string[]
}

/** What the books ask of whoever keeps. */
export type Keeping = Pick<Keeper, keyof Keeper>

/** The key isn't held (yet): what should be sealed can't be. */
class NoKey extends Error {
  override readonly name = 'NoKey'
}

const placeOf = (owner: string, interviewId: string, id: string) => `${owner}|${interviewId}|${id}`

/**
 * Keeps one interviewer's words in this browser. The key comes from the server to whoever is signed in, and is held in
 * memory alone: without signing in again nobody reads what is kept.
 */
export class Keeper {
  readonly #owner: Owner
  readonly #ownerName: string
  #key: CryptoKey | undefined

  constructor(owner: Owner) {
    this.#owner = owner
    this.#ownerName = `${owner.force}|${owner.userId}`
  }

  /** A page that isn't served over HTTPS has nothing to seal with: it keeps nothing, and nothing was kept. */
  readonly canKeep = (): boolean => 'subtle' in crypto

  /** Throws where there is no line, nobody signed in, or somebody else. */
  async fetchKey(): Promise<void> {
    if (this.#key) return
    const { force, userId: as } = this.#owner
    const { key, userId } = await fetchKeepingKey({ force, as, signal: AbortSignal.timeout(patienceMs) })
    if (userId !== as) throw new ApiProblem(401, 'signed_in_as_another', 'Somebody else is signed in in this browser.')
    this.#key = await importKeepingKey(key)
  }

  /** Never waits for the network: the screen waits for this. */
  readonly keep = async (kept: Kept): Promise<void> => {
    if (!this.#key) throw new NoKey('the key that seals what is kept here is not held')
    const { id, call } = kept
    const sealed = await seal(this.#key, kept, placeOf(this.#ownerName, call.interviewId, id))
    await putRecord({ id, owner: this.#ownerName, interviewId: call.interviewId, keptAtMs: Date.now(), ...sealed })
  }

  readonly discard = (id: string): Promise<void> => deleteRecord(id)

  async list(): Promise<KeptBefore> {
    await deleteOldRecords()
    const records = await listRecords(this.#ownerName)
    const read = await Promise.all(records.map(async record => ({ id: record.id, kept: await this.#read(record) })))
    return {
      kept: read.flatMap(({ kept }) => (kept ? [kept] : [])),
      unreadable: read.flatMap(({ id, kept }) => (kept ? [] : [id])),
    }
  }

  async #read(record: KeptRecord): Promise<Kept | null> {
    if (!this.#key) throw new NoKey('the key that opens what is kept here is not held')
    const sealed: Sealed = { iv: record.iv, data: record.data }
    try {
      return (await unseal(this.#key, sealed, placeOf(this.#ownerName, record.interviewId, record.id))) as Kept
    } catch {
      return null // told as unreadable
    }
  }
}
