/**
 * A folder that is watched: RINGBACK_WATCH_FOLDER/FORCE/KIND/file, where a system, or an SFTP server, leaves its exports.
 *
 *   file ──no longer grows──> taking/ID/file ──received, taken in──> done/ file, what came of it, its rejects
 *                                   └── can't be ───────────────────> failed/ file, and why
 *
 * Moving a file into `taking` is what claims it: of two servers that see it, one can. ID is the import's, so whoever finds
 * a claim whose process died knows how far it came, and goes on from there.
 */
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listForces } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { type ImportKind, importKinds } from '../platform/import/profile.ts'
import type { Platform } from '../platform/platform.ts'
import { trySessionLock } from '../platform/session-lock.ts'
import { type Claim, leave, takeClaim } from './folder-claim.ts'

/** What each file was like at the last look, by path. */
export type Seen = Map<string, string>

/** Looks once; takes what has not changed since the last look. What goes wrong with one file is told and keeps no other from being taken. */
export async function lookIntoFolder(
  platform: Platform,
  folder: string,
  seen: Seen,
  tell: (path: string, error: unknown) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (const { slug } of await listForces(platform))
    for (const kind of importKinds) {
      const place = join(folder, slug, kind)
      for (const name of await filesIn(place)) {
        if (signal?.aborted) return
        await claim(place, name, seen).catch(error => tell(join(place, name), error))
      }
      for (const importId of await foldersIn(join(place, 'taking'))) {
        if (signal?.aborted) return
        await goOn(platform, { slug, kind, place, importId }, signal).catch(error => tell(join(place, importId), error))
      }
    }
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
  const found = await stat(path).catch(unlessThere)
  if (!('size' in found)) return
  const look = `${found.size} ${found.mtimeMs}`
  if (seen.get(path) !== look) {
    seen.set(path, look)
    return
  }
  seen.delete(path)
  const claimed = join(place, 'taking', newId())
  await mkdir(claimed, { recursive: true })
  await rename(path, join(claimed, name)).catch(async error => {
    await leave(claimed)
    unlessThere(error)
  })
}

/** Under a lock that dies with its process: a claim is worked on by one. */
async function goOn(
  platform: Platform,
  where: { readonly slug: string; readonly kind: ImportKind; readonly place: string; readonly importId: string },
  signal?: AbortSignal,
): Promise<void> {
  const lock = await trySessionLock(platform.database.connection, `folder ${where.slug} ${where.importId}`)
  if (!lock) return
  try {
    const taking = join(where.place, 'taking', where.importId)
    const [fileName] = await filesIn(taking)
    const claimed: Claim = { ...where, taking, fileName }
    await takeClaim(platform, claimed, signal)
  } finally {
    await lock.release()
  }
}
