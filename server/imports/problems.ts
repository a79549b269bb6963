import { Problem } from '../platform/problem.ts'
import type { ImportStatus } from '../platform/tables.ts'

export const importUnknown = (id: string) =>
  new Problem('import_unknown', 404, 'There is no such import in this force: look it up in the list of imports.', {
    id,
  })
export const importTooLarge = (file: string, limitBytes: number) =>
  new Problem(
    'import_too_large',
    413,
    `${file} has more than ${Math.floor(limitBytes / 1024 / 1024)} MB: split it, or import it by the command line, which has no limit.`,
    { file, limitBytes },
  )
export const importCutOff = (file: string, options?: ErrorOptions) =>
  new Problem(
    'import_cut_off',
    400,
    `${file} did not arrive whole, and nothing of it was kept: send it again.`,
    { file },
    options,
  )
export const importFileGone = (file: string) =>
  new Problem(
    'import_file_gone',
    409,
    `The content of ${file} is not kept any more: send the file again. What it brought in is not doubled.`,
    { file },
  )
/** Another import that a reason names: in these words. */
export interface NamedImport {
  readonly id: string
  readonly fileName: string
  readonly words: string
}

/** Why an import can't be undone, in words, and the imports that they name. */
export interface NotUndoable {
  readonly why: string
  readonly others: readonly NamedImport[]
}

export const importNotUndoable = (file: string, { why, others }: NotUndoable) =>
  new Problem('import_not_undoable', 409, `The import of ${file} can't be undone, and nothing was changed. ${why}`, {
    file,
    why,
    others,
  })
export const importUnmapped = (file: string) =>
  new Problem('import_unmapped', 422, `${file} matches no known profile: say which column is which, then start it.`, {
    file,
  })
export const readAsNothing = () =>
  new Problem('read_as_nothing', 422, 'Say how the file is to be read: name a profile, or send a definition.')
export const profileBuiltIn = (name: string) =>
  new Problem(
    'profile_built_in',
    409,
    `The profile ${name} comes with Ringback: it stays as it is. Save yours under another name.`,
    { profile: name },
  )
export const profileNotHere = (name: string) =>
  new Problem('profile_not_here', 404, `This force has no profile ${name} of its own.`, { profile: name })

export const importStateWords: Readonly<Record<ImportStatus, string>> = {
  receiving: 'is still coming in',
  received: 'has come in and was not started',
  trying: 'is being tried',
  waiting: 'waits to be taken in',
  running: 'is being taken in',
  done: 'is done',
  failed: 'has failed',
  undoing: 'is being undone',
  undone: 'was undone',
}

/** Two clicks at once, or a page that shows an earlier state. */
export const importInAnotherState = (id: string, status: ImportStatus, wanted: string) =>
  new Problem(
    'import_in_another_state',
    409,
    `This import ${importStateWords[status]}, so it can't be ${wanted} now.`,
    {
      id,
      status,
    },
  )
