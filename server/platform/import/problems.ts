import { Problem } from '../problem.ts'

export const importFileUnreadable = (file: string, why: string, options?: ErrorOptions) =>
  new Problem(
    'import_file_unreadable',
    422,
    `${file} can't be read: ${why}. Check the path and who may read it.`,
    { file },
    options,
  )
export const importFileEmpty = (file: string) =>
  new Problem(
    'import_file_empty',
    422,
    `${file} has no header row: export it again with its headings above the rows.`,
    {
      file,
      line: 1,
    },
  )
export const importFormatUnknown = (file: string, what: string) =>
  new Problem(
    'import_format_unknown',
    422,
    `${file} is ${what}${/then$/.test(what) ? '' : ", which can't be read:"} save it as CSV or as an Excel workbook (.xlsx) and import that.`,
    { file },
  )
/** `place`: which part of the workbook. */
export const importWorkbookBroken = (file: string, place: string, why: string, options?: ErrorOptions) =>
  new Problem(
    'import_workbook_broken',
    422,
    `${file} is damaged in ${place}: ${why}. Send it again if it did not arrive whole; else open it in a spreadsheet, save it anew and import that. Nothing of it was taken in.`,
    { file, place },
    options,
  )
export const importWorkbookTooLarge = (file: string, why: string) =>
  new Problem(
    'import_workbook_too_large',
    422,
    `${file} is larger than a workbook may be: ${why}. Save the sheet as CSV, which has no such limit, and import that. Nothing of it was taken in.`,
    { file },
  )
export const importSheetUnknown = (file: string, sheet: string | undefined, sheets: readonly string[]) =>
  new Problem(
    'import_sheet_unknown',
    422,
    sheet === undefined
      ? `${file} has no sheet of cells that can be seen. Show the sheet that holds the rows, and save the workbook again.`
      : `${file} has no sheet "${sheet}"; it has ${quoted(sheets)}. Name one of these in the profile, or none: then the first with anything in it is read.`,
    { file, sheet, sheets },
  )
export const importTooManyColumns = (file: string, line: number, columns: number, maximum: number) =>
  new Problem(
    'import_too_many_columns',
    422,
    `${file}, line ${line}: there are ${columns} columns or more, and at most ${maximum} are read. Check the delimiter, or export fewer columns.`,
    { file, line, columns, maximum },
  )
export const importFileBinary = (file: string, line: number) =>
  new Problem(
    'import_file_binary',
    422,
    `${file} is not a text file (line ${line} holds a zero byte, and it isn't UTF-16): save the sheet as CSV and import that.`,
    { file, line },
  )
/** `meant`: how the word would read in the encoding of older Windows programs; none where the file is cut off. */
export const importEncodingWrong = (
  file: string,
  { line, encoding, meant }: { line: number; encoding: string; meant: string | undefined },
  options?: ErrorOptions,
) =>
  new Problem(
    'import_encoding_wrong',
    422,
    meant === undefined
      ? `${file}, line ${line}: the file ends within a character of ${encoding}. Send it again if it did not arrive whole; else set another "encoding" in the profile.`
      : `${file}, line ${line}: this is not ${encoding}; in windows-1252 it reads "${meant}". If that is right, set "encoding" to "windows-1252" in the profile; else save the file as ${encoding}.`,
    { file, line, encoding, meant },
    options,
  )
export const importCsvBroken = (file: string, line: number, why: string, options?: ErrorOptions) =>
  new Problem(
    'import_csv_broken',
    422,
    `${file}, line ${line}: ${why}. Mend the quotation marks there and import the file again; nothing of it was taken in.`,
    { file, line },
    options,
  )
export const importRowsUnstorable = (file: string, fromLine: number, toLine: number, options?: ErrorOptions) =>
  new Problem(
    'import_rows_unstorable',
    422,
    `${file}, between lines ${fromLine} and ${toLine}: a cell holds what the database can't keep, such as a key of thousands of characters or a date out of all bounds. Mend it and import the file again; rows already imported stay and are not doubled.`,
    { file, fromLine, toLine },
    options,
  )
export const importHeaderUnknown = (
  file: string,
  line: number,
  kind: string,
  nearest: readonly { readonly name: string; readonly missing: readonly string[] }[],
) =>
  new Problem(
    'import_header_unknown',
    422,
    `${file}, line ${line}: the headings match no known profile for ${kind}${nearest.length ? ` (${nearest.map(({ name, missing }) => `${name} would need ${quoted(missing)}`).join('; ')})` : ''}. Name one with --profile, or write one for this export.`,
    { file, line, nearest },
  )
export const importHeaderMismatch = (file: string, line: number, profile: string, missing: readonly string[]) =>
  new Problem(
    'import_header_mismatch',
    422,
    `${file}, line ${line}: the profile ${profile} expects the ${missing.length === 1 ? 'column' : 'columns'} ${quoted(missing)}, which the file has not. Export with ${missing.length === 1 ? 'it' : 'them'}, or choose another profile.`,
    { file, line, columns: missing, profile },
  )
export const importHeadingsChanged = (
  file: string,
  line: number,
  firstLine: number,
  { lacking, added }: { lacking: readonly string[]; added: readonly string[] },
) =>
  new Problem(
    'import_headings_changed',
    422,
    `${file}, line ${line}: other headings begin here than in line ${firstLine} (${[lacking.length > 0 ? `without ${quoted(lacking)}` : '', added.length > 0 ? `with ${quoted(added)}` : ''].filter(Boolean).join(', ') || 'one of them twice'}). The file was put together of exports that differ: import them one by one. Nothing of it was taken in.`,
    { file, line, lacking, added },
  )
export const importColumnTwice = (file: string, line: number, columns: readonly string[]) =>
  new Problem(
    'import_column_twice',
    422,
    `${file}, line ${line}: more than one column is called ${quoted(columns)}: rename or drop one, so it is clear which is meant.`,
    { file, line, columns },
  )
export const importQuestionOpen = (file: string, questions: readonly { code: string; text: string }[]) =>
  new Problem(
    'import_question_open',
    422,
    `${file} can't be read yet: ${questions.map(({ text }) => text).join(' ')} Say so on the page of imports, or name a profile that says it.`,
    { file, questions },
  )
export const profileUnknown = (name: string, known: readonly string[], filesToo: boolean) =>
  new Problem(
    'profile_unknown',
    422,
    `There is no profile "${name}". Known: ${known.join(', ') || 'none'}${filesToo ? '; or give the path of a profile file (…/name.json)' : ''}.`,
    { profile: name, known },
  )
export const profileFileUnreadable = (file: string, why: string, options?: ErrorOptions) =>
  new Problem('profile_unreadable', 422, `The profile ${file} can't be used: ${why}.`, { file }, options)
export const profileOfAnotherKind = (name: string, kind: string, wanted: string) =>
  new Problem('profile_of_another_kind', 422, `The profile ${name} is for ${kind}, not for ${wanted}.`, {
    profile: name,
    kind,
  })
export const rejectsFileUnwritable = (file: string, why: string, options?: ErrorOptions) =>
  new Problem(
    'rejects_file_unwritable',
    422,
    `The rejects can't be written to ${file}: ${why}. Name another place with --rejects.`,
    { file },
    options,
  )

const quoted = (columns: readonly string[]) => columns.map(column => `"${column}"`).join(', ')
