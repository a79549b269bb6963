import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whether a user who owns nothing here can walk to the folder: every folder on the way lets others through. */
export function canBeReachedByOthers(folder: string): boolean {
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode
  const passable = mode === undefined || (mode & 0o001) !== 0
  return passable && (dirname(folder) === folder || canBeReachedByOthers(dirname(folder)))
}
