/**
 * A folder that is watched: RINGBACK_WATCH_FOLDER/FORCE/KIND/file, where a system, or an SFTP server, leaves its exports.
 *
 *   file ──no longer grows──> taking/ID/file ──received, taken in──> done/ file, what came of it, its rejects
 *                                   └── can't be ───────────────────> failed/ file, and why
 *
 * Moving a file into `taking` is what claims it: of two servers that see it, one can. ID is the import's, so whoever finds
 * a claim whose process died knows how far it came, and goes on from there. Whoever may write there is trusted with no more
 * than what is read as an import: links are not followed, and an ID that no import of the folder has is made anew.
 */
import { lstat, mkdir, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { listForces } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { importKinds } from '../platform/import/profile.ts'
import type { Platform } from '../platform/platform.ts'
import { trySessionLock } from '../platform/session-lock.ts'
import { type Claim, giveUp, isKnownClaim, isRealFolder, leave, takeClaim } from './folder-claim.ts'

/** What is kept from one look to the next. */
export interface Seen {
  /** What each file was like at the last look, by path. */
  readonly looks: Map<string, string>
  /** How often a file was tried and it went wrong here, by the path that it came by. */
  readonly faults: Map<string, number>
}

export const nothingSeen = (): Seen => ({ looks: new Map(), faults: new Map() })

/** What went wrong as often as this is given up, and says so. */
const mostFaults = 5

type Tell = (path: string, error: unknown) => void

/** Looks once; takes what has not changed since the last look. What goes wrong with one file is told and keeps no other from being taken. */
export async function lookIntoFolder(
  platform: Platform,
  folder: string,
  seen: Seen,
  tell: Tell,
  signal?: AbortSignal,
): Promise<void> {
  for (const { slug } of await listForces(platform))
    for (const kind of importKinds) {
      if (signal?.aborted) return
      const place = join(folder, slug, kind)
      const isThere = await areRealFolders(join(folder, slug), place).catch(error => {
        tell(place, error)
        return false
      })
      if (isThere) await lookInto(platform, { slug, kind, place }, seen, tell, signal)
    }
}

type Place = Pick<Claim, 'slug' | 'kind' | 'place'>

async function lookInto(platform: Platform, where: Place, seen: Seen, tell: Tell, signal?: AbortSignal): Promise<void> {
  const { place } = where
  const names = await filesIn(place)
  const paths = new Set(names.map(name => join(place, name)))
  for (const path of seen.looks.keys()) if (dirname(path) === place && !paths.has(path)) seen.looks.delete(path)
  for (const name of names) {
    if (signal?.aborted) return
    await claim(place, name, seen).catch(error => tell(join(place, name), error))
  }
  for (const importId of await foldersIn(join(place, 'taking'))) {
    if (signal?.aborted) return
    await goOn(platform, { ...where, importId }, seen, signal).catch(error => tell(join(place, importId), error))
  }
}

/** Whether the place is there. Throws where it, or what Ringback keeps in it, is a link. */
async function areRealFolders(ofForce: string, place: string): Promise<boolean> {
  if (!(await isRealFolder(ofForce)) || !(await isRealFolder(place))) return false
  for (const name of ['taking', 'done', 'failed']) await isRealFolder(join(place, name))
  return true
}

const isPartial = /^\.|\.(part|partial|filepart|tmp|crdownload)$|~$/i

async function filesIn(place: string): Promise<readonly string[]> {
  const entries = await readdir(place, { withFileTypes: true }).catch(unlessThere)
  return entries.flatMap(entry => (entry.isFile() && !isPartial.test(entry.name) ? [entry.name] : [])).sort()
}

async function foldersIn(place: string): Promise<readonly string[]> {
  const entries = await readdir(place, { withFileTypes: true }).catch(unlessThere)
  return entries.flatMap(entry => (entry.isDirectory() ? [entry.name] : [])).sort()
}

function unlessThere(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}

async function claim(place: string, name: string, seen: Seen): Promise<void> {
  const path = join(place, name)
  const found = await lstat(path).catch(unlessThere)
  if (!('size' in found) || !found.isFile()) return
  const look = `${found.size} ${found.mtimeMs}`
  if (seen.looks.get(path) !== look) {
    seen.looks.set(path, look)
    return
  }
  seen.looks.delete(path)
  await moveInto(join(place, 'taking', newId()), path, name)
}

async function moveInto(taking: string, path: string, name: string): Promise<void> {
  await mkdir(taking, { recursive: true })
  await rename(path, join(taking, name)).catch(async error => {
    await leave(taking)
    unlessThere(error)
  })
}

/** Under a lock that dies with its process: a claim is worked on by one. */
async function goOn(
  platform: Platform,
  where: Place & { readonly importId: string },
  seen: Seen,
  signal?: AbortSignal,
): Promise<void> {
  const lock = await trySessionLock(platform.database.connection, `folder ${where.slug} ${where.importId}`)
  if (!lock) return
  try {
    const found = await claimIn(where)
    if (found.fileName === undefined || (await isKnownClaim(platform, found))) await take(platform, found, seen, signal)
    else await takeAnew(platform, found, found.fileName, seen, signal)
  } finally {
    await lock.release()
  }
}

async function claimIn(where: Place & { readonly importId: string }): Promise<Claim> {
  const taking = join(where.place, 'taking', where.importId)
  const [fileName] = await filesIn(taking)
  return { ...where, taking, fileName }
}

/** Its process died before anything was received, or somebody put it there: by an ID of our own, which nobody could foresee. */
async function takeAnew(
  platform: Platform,
  { slug, kind, place, taking }: Claim,
  fileName: string,
  seen: Seen,
  signal?: AbortSignal,
): Promise<void> {
  const importId = newId()
  const lock = await trySessionLock(platform.database.connection, `folder ${slug} ${importId}`)
  if (!lock) return
  try {
    await moveInto(join(place, 'taking', importId), join(taking, fileName), fileName)
    await leave(taking)
    await take(platform, await claimIn({ slug, kind, place, importId }), seen, signal)
  } finally {
    await lock.release()
  }
}

async function take(platform: Platform, claim: Claim, { faults }: Seen, signal?: AbortSignal): Promise<void> {
  const path = join(claim.place, claim.fileName ?? '')
  try {
    await takeClaim(platform, claim, signal)
    faults.delete(path)
  } catch (error) {
    const times = (faults.get(path) ?? 0) + (signal?.aborted ? 0 : 1)
    faults.set(path, times)
    if (times >= mostFaults) {
      faults.delete(path)
      await giveUp(platform, claim, error)
    }
    throw error
  }
}
