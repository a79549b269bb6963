import { lstat, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Actor } from '../audit/service.ts'
import { faultOf } from '../forces/import-record.ts'
import { inForce } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { withFileOfOthers } from '../platform/import/open-file.ts'
import type { ImportKind } from '../platform/import/profile.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problem.ts'
import { countRejects, deleteImport, findImport, type ImportRecord } from './queries.ts'
import { readRejectsFile } from './rejects-file.ts'
import { run } from './runner.ts'
import { receiveFile, startImport } from './service.ts'
import { failImport } from './work.ts'

/** A file of the watched folder that is being taken, as the import of this id. */
export interface Claim {
  readonly slug: string
  readonly kind: ImportKind
  readonly place: string
  readonly taking: string
  readonly importId: string
  /** None: its process died before it moved the file here, or after it moved it on. */
  readonly fileName: string | undefined
}

const actor: Actor = { kind: 'job', name: 'imports.folder' }
/** The job that takes over if this process dies; until then its own work holds the lock. */
const jobInSeconds = 30

/** Goes on from wherever whoever claimed it came. What can't be read is put into `failed`; a fault of ours is thrown, and tried again. */
export async function takeClaim(platform: Platform, claim: Claim, signal?: AbortSignal): Promise<void> {
  const { fileName } = claim
  if (fileName === undefined) return leave(claim.taking)
  try {
    const row = await takenIn(platform, claim, fileName, signal)
    if (row.status === 'done' || row.status === 'undone')
      await putInto('done', platform, claim, fileName, { result: row.result })
    else if (row.status === 'failed') await putInto('failed', platform, claim, fileName, { problem: row.fault })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await putInto('failed', platform, claim, fileName, { problem: JSON.parse(faultOf(error)) })
  }
}

/** What went wrong here again and again with a file keeps it from being tried for ever. */
export async function giveUp(platform: Platform, claim: Claim, error: unknown): Promise<void> {
  if (claim.fileName === undefined) return
  await inForce(platform, claim.slug, actor, tx => failImport(tx, { step: 'run', importId: claim.importId }, error))
  await putInto('failed', platform, claim, claim.fileName, { problem: JSON.parse(faultOf(error)) })
}

/** Whether the folder's own import of this kind is known by this id: whoever may write there may make any folder there. */
export async function isKnownClaim(platform: Platform, { slug, kind, importId }: Claim): Promise<boolean> {
  if (!isId.test(importId)) return false
  const found = await inForce(platform, slug, actor, tx => findImport(tx, importId))
  return found?.origin === 'folder' && found.kind === kind
}

const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function takenIn(
  platform: Platform,
  claim: Claim,
  fileName: string,
  signal?: AbortSignal,
): Promise<ImportRecord> {
  const { slug, importId, kind } = claim
  const look = () => inForce(platform, slug, actor, tx => findImport(tx, importId))
  const found = await look()
  if (found === undefined || found.status === 'receiving') {
    if (found) await inForce(platform, slug, actor, tx => deleteImport(tx, importId))
    await withFileOfOthers(join(claim.taking, fileName), source => {
      const arrival = { id: importId, kind, fileName, origin: 'folder' as const, body: source.bytes() }
      return receiveFile(platform, slug, actor, { ...arrival, declaredBytes: source.size })
    })
  }
  if ((await look())?.status === 'received')
    await inForce(platform, slug, actor, tx => startImport(tx, importId, { jobInSeconds, unseen: true }))
  const row = await look()
  if (row?.status === 'waiting' || row?.status === 'running')
    await run(platform, { step: 'run', slug, importId, actor }, signal)
  const after = await look()
  if (!after) throw new Error(`the import ${importId} of the watched folder is gone`)
  return after
}

/** The file, and beside it what came of it and the rows to mend; the file last, so that who sees it finds the rest. */
async function putInto(
  name: 'done' | 'failed',
  platform: Platform,
  claim: Claim,
  fileName: string,
  outcome: { readonly result?: unknown; readonly problem?: unknown },
): Promise<void> {
  const { slug, importId } = claim
  const folder = join(claim.place, name)
  await mkdir(folder, { recursive: true })
  await isRealFolder(folder)
  const { name: stem, ext } = parse(fileName)
  const target = `${cut(stem, 40)}.${importId}`
  const rejects = await inForce(platform, slug, actor, tx => countRejects(tx, importId))
  const rejectsFile = rejects > 0 ? `${target}.rejects.csv` : null
  if (rejectsFile !== null) await writeAs(folder, rejectsFile, await readRejectsFile(platform, slug, actor, importId))
  const told = { file: fileName, import: importId, ...outcome, rejectsFile }
  await writeAs(folder, `${target}.json`, `${JSON.stringify(told, null, 2)}\n`)
  await rename(join(claim.taking, fileName), join(folder, `${target}${cut(ext, 10)}`))
  await leave(claim.taking)
}

/** So that a name with what is put to it is not longer than a name may be. */
const cut = (name: string, characters: number): string => [...name].slice(0, characters).join('')

/** Never through a link: a file that is new takes the place of whatever has its name. */
async function writeAs(folder: string, name: string, content: Parameters<typeof writeFile>[1]): Promise<void> {
  const written = join(folder, `.${newId()}.part`)
  try {
    await writeFile(written, content, { flag: 'wx' })
    await rename(written, join(folder, name))
  } catch (error) {
    await rm(written, { force: true })
    throw error
  }
}

/** False where there is nothing. Throws for a link, and for what is no folder: what is behind it is not the watched folder's. */
export async function isRealFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (found && !found.isDirectory()) throw new Error(`${path} is a link or no folder: nothing is read or written there`)
  return found !== undefined
}

/** Only if it is empty: a file may come into it at this moment. */
export async function leave(taking: string): Promise<void> {
  await rmdir(taking).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY') throw error
  })
}
